"""What can be refused about invoices, each with its own sentence.

Knows documents by reference; refuses to know how a shell prints them.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind

_SEE = "See which there are: academy invoice list"


class UnknownInvoiceError(AcademyError):
    """A reference that no document has, or none that the actor may see."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Kind.MISSING, "invoice.unknown", f"There is no invoice “{reference}”.", _SEE
        )


class NothingInvoicedError(AcademyError):
    """A credit for something of which there is no invoice."""

    def __init__(self, about: str) -> None:
        super().__init__(
            Kind.CONFLICT, "invoice.nothing-invoiced", f"Nothing was invoiced for “{about}”.", _SEE
        )


class ExceedsInvoiceError(AcademyError):
    """A credit of more than what is left of an invoice; amounts as people read them."""

    def __init__(self, reference: str, wanted: str, left: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "invoice.exceeded",
            f"{wanted} cannot be credited: of “{reference}”, {left} are left.",
            f"See what was credited: academy invoice show {reference}",
        )


class BadLinesError(AcademyError):
    """Amounts of lines that are not those of the invoice, or not the sum."""

    def __init__(self, reference: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "invoice.bad-lines",
            f"The lines of “{reference}” cannot be credited so: {why}.",
            f"See its lines: academy invoice show {reference}",
        )


class TakenBackError(AcademyError):
    """A credit note that was taken back before."""

    def __init__(self, reference: str, by: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "invoice.taken-back",
            f"The credit note “{reference}” was taken back by “{by}” already.",
            f"See it: academy invoice show {by}",
        )


class NoLetterError(AcademyError):
    """A document that nobody is written a letter about; ``why`` is half a sentence."""

    def __init__(self, reference: str, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "invoice.no-letter",
            f"“{reference}” cannot be sent: {why}.",
            f"Write it to a file instead: academy invoice pdf {reference}",
        )


class MissingGlyphError(AcademyError):
    """A letter that none of the fonts can draw, in a document that is named where that is known."""

    def __init__(self, letter: str, text: str, reference: str = "INVOICE") -> None:
        self.letter, self.text = letter, text
        super().__init__(
            Kind.INVALID,
            "invoice.missing-glyph",
            f"No font has “{letter}” (U+{ord(letter):04X}), which is in “{text}”.",
            "The fonts have Latin, Greek, Cyrillic and Arabic letters. All that it says, in any letters:"
            f" academy invoice show {reference}; mail carries it as text: academy invoice send {reference}",
        )


class MissingExtraError(AcademyError):
    """An e-invoice, without the libraries that it takes."""

    def __init__(self, library: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "invoice.missing-extra",
            f"E-invoices take “{library}”, which is not installed.",
            "Install it: pip install 'academy-cli[einvoice]'",
        )


class NotElectronicError(AcademyError):
    """A document that a standard of e-invoices cannot hold; ``why`` is half a sentence."""

    def __init__(self, reference: str, standard: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "invoice.not-electronic",
            f"“{reference}” cannot be written as {standard}: {why}.",
            "The settings of the seller are under invoices: academy config show",
        )


class NothingToBillError(AcademyError):
    """A payment slip for a document by which nobody owes anything."""

    def __init__(self, reference: str, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "invoice.nothing-to-bill",
            f"“{reference}” takes no QR-bill: {why}.",
            f"Without a payment slip: academy invoice pdf {reference}",
        )


class BooksDifferError(AcademyError):
    """Documents that are not as they were issued."""

    def __init__(self, count: int, reference: str, what: str) -> None:
        found = "1 finding" if count == 1 else f"{count:,} findings"
        super().__init__(
            Kind.ATTENTION,
            "invoice.books-differ",
            f"{found} in the books; the first: “{reference}”: {what}.",
            "Compare with a backup: whoever changed the database did so past academy.",
        )
