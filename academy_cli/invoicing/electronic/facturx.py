"""A document as a Factur-X PDF: what people read, with the same as XML inside (PDF/A-3).

Knows what PDF/A wants beyond what reportlab writes: a colour profile and PDF 1.7; refuses to decide what is
said. That nothing else is lacking only a validator such as veraPDF can tell.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING

from academy_cli.invoicing.document import Document
from academy_cli.invoicing.electronic.cii import xml
from academy_cli.invoicing.electronic.extra import wanted
from academy_cli.invoicing.pdf.drawing import drawn, title

if TYPE_CHECKING:
    from pikepdf import Pdf

_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d:\d\d|Z)")
_NEW_YEAR = bytes([7, 208, 0, 1, 0, 1]) + bytes(6)
"""The first moment of 2000, as six numbers of two bytes."""
_PROFILE = "sRGB IEC61966-2.1"


def factur_x(document: Document) -> bytes:
    """The PDF of a document with its XML inside.

    Raises MissingExtraError, NotElectronicError and MissingGlyphError.
    """
    told = xml(document)
    with wanted():
        from facturx import generate_from_binary

    about = {
        "author": document.seller.name,
        "keywords": "invoice, Factur-X",
        "title": f"{title(document)} {document.reference}",
        "subject": document.order,
    }
    made = generate_from_binary(
        drawn(document), told, flavor="factur-x", level="en16931", check_xsd=True,
        check_schematron=False, pdf_metadata=about, lang=document.language, afrelationship="data",
    )  # fmt: skip
    return _archivable(made, datetime.fromisoformat(document.issued_at).astimezone(UTC))


def _archivable(made: bytes, at: datetime) -> bytes:
    """Add the colour profile (ISO 19005-3, 6.2.3), and let every date be that of issue."""
    with wanted():
        from pikepdf import Array, Dictionary, Name, Pdf, Stream, String
        from PIL.ImageCms import ImageCmsProfile, createProfile

    with Pdf.open(BytesIO(made)) as pdf:
        profile = Stream(pdf, _undated(ImageCmsProfile(createProfile("sRGB")).tobytes()), N=3)
        intent = Dictionary(
            Type=Name.OutputIntent,
            S=Name.GTS_PDFA1,
            OutputConditionIdentifier=String(_PROFILE),
            Info=String(_PROFILE),
            DestOutputProfile=pdf.make_indirect(profile),
        )
        pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
        _date(pdf, at)
        to = BytesIO()
        pdf.save(to, min_version="1.7", static_id=True)
    return to.getvalue()


def _undated(profile: bytes) -> bytes:
    """A colour profile without the moment that it was made at (ICC.1, 7.2: bytes 24 to 35)."""
    return profile[:24] + _NEW_YEAR + profile[36:]


def _date(pdf: Pdf, at: datetime) -> None:
    """The moment of issue instead of that of drawing, wherever the file tells one."""
    with wanted():
        from pikepdf import String

    told = String(f"D:{at:%Y%m%d%H%M%S}+00'00'")
    for name in ("/CreationDate", "/ModDate"):
        pdf.docinfo[name] = told
    for file in pdf.attachments.values():
        kept = file.obj.EF.F.Params
        for name in ("/CreationDate", "/ModDate"):
            if name in kept:
                kept[name] = told
    metadata = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(_MOMENT.sub(f"{at:%Y-%m-%dT%H:%M:%S}+00:00".encode(), metadata))
