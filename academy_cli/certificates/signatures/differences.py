"""What an update changes beside signing, as pyHanko sees the two revisions of a file.

A second look at what `update` insists on already, by somebody else's reader. pyHanko's own policies compare
what came after a signature, and refuse a file's first field whatever it is: this compares what came with it.
Knows pyHanko; refuses to know whose signature it is.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from academy_cli.certificates.signatures.extra import wanted
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import EmbeddedPdfSignature

_MAY_CHANGE = frozenset({"/AcroForm", "/Perms", "/Version", "/Extensions"})
"""Members of the catalog that a signature brings along."""


def changed(whole: bytes) -> str | None:
    """What else a signature's update does, half a sentence; None if nothing. Never raises for a file.

    Raises MissingSignExtraError.
    """
    with wanted():
        from pyhanko.pdf_utils.reader import PdfFileReader
        from pyhanko.sign.diff_analysis import SuspiciousModification
    try:
        return _flaw(PdfFileReader(BytesIO(whole), strict=True))
    except SuspiciousModification:
        return say("something else changed with it")
    except Exception:  # a stranger's file in somebody else's reader
        return say("it cannot be read")


def _flaw(reader: PdfFileReader) -> str | None:
    """The same. Raises SuspiciousModification, and what a strange file lets its reader raise."""
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    if reader.xrefs.total_revisions != 2 or len(reader.embedded_signatures) != 1:
        return say("there is more than one update")
    [signature] = reader.embedded_signatures
    if signature.evaluate_signature_coverage() is not SignatureCoverageLevel.ENTIRE_FILE:
        return say("it does not cover the whole file")
    if signature.docmdp_level is not MDPPerm.NO_CHANGES:
        return say("it allows changes")
    return _beside(reader, signature)


def _beside(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> str | None:
    """What differs between the two revisions but the catalog, the page's list of fields and the signature."""
    from pyhanko.sign.diff_analysis.commons import compare_dicts

    before, after = map(reader.get_historical_resolver, (0, 1))
    field = signature.sig_field
    page = after.root["/Pages"]["/Kids"].raw_get(0)
    wanted_ones = {
        after.root_ref,
        page.reference,
        field.container_ref,
        signature.sig_object.container_ref,
    }
    if after.explicit_refs_in_revision() != wanted_ones or after.refs_freed_in_revision():
        return say("it brings along more than a signature")
    compare_dicts(before.root, after.root, _MAY_CHANGE)
    compare_dicts(before(page.reference), page.get_object(), frozenset({"/Annots"}))
    if "/AP" in field or list(field["/Rect"]) != [0, 0, 0, 0]:
        return say("it shows something on the page")
    return None
