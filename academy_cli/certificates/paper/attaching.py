"""A file attached to a PDF, as readers offer it: the credential inside the certificate.

Knows PDF's objects for it, for which reportlab has no call; refuses to know what is attached.
Source: ISO 32000-2, 7.11.4 (embedded files) and 14.13 (associated files).
"""

from __future__ import annotations

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFStream,
    PDFString,
    PDFZCompress,
)
from reportlab.pdfgen.canvas import Canvas

RELATION = "Data"


def attach(canvas: Canvas, name: str, media_type: str, content: bytes) -> None:
    """Attach one file to the whole document."""
    document = canvas._doc  # noqa: SLF001 - reportlab's own recipes use it; there is no other way
    stream = PDFStream(
        dictionary=PDFDictionary(
            {
                "Type": PDFName("EmbeddedFile"),
                "Subtype": f"/{media_type.replace('/', '#2F')}",  # PDFName escapes no slash
                "Params": PDFDictionary({"Size": len(content)}),
            }
        ),
        content=content,
        filters=[PDFZCompress],
    )
    file = PDFDictionary(
        {
            "Type": PDFName("Filespec"),
            "F": PDFString(name),
            "UF": PDFString(name),
            "AFRelationship": PDFName(RELATION),
            "EF": PDFDictionary({"F": document.Reference(stream)}),
        }
    )
    reference = document.Reference(file)
    names = PDFDictionary({"Names": PDFArray([PDFString(name), reference])})
    document.Catalog.Names = PDFDictionary({"EmbeddedFiles": names})
    # A catalog writes only members that it knows by name; these come with their values.
    known = document.Catalog.__Defaults__
    document.Catalog.__Defaults__ = {**known, "AF": PDFArray([reference])}
