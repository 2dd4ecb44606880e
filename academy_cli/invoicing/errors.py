"""What can be refused about invoices, each with its own sentence.

Knows documents by reference; refuses to know how a shell prints them.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, say_so_many

_SEE = say("See which there are: academy invoice list")


class UnknownInvoiceError(AcademyError):
    """A reference that no document has, or none that the actor may see."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Kind.MISSING, "invoice.unknown", say("There is no invoice “{}”.", reference), _SEE
        )


class NothingInvoicedError(AcademyError):
    """A credit for something of which there is no invoice."""

    def __init__(self, about: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "invoice.nothing-invoiced",
            say("Nothing was invoiced for “{}”.", about),
            _SEE,
        )


class ExceedsInvoiceError(AcademyError):
    """A credit of more than what is left of an invoice; amounts as people read them."""

    def __init__(self, reference: str, wanted: str, left: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "invoice.exceeded",
            say("{} cannot be credited: of “{}”, {} are left.", wanted, reference, left),
            say("See what was credited: academy invoice show {}", reference),
        )


class BadLinesError(AcademyError):
    """Amounts of lines that are not those of the invoice, or not the sum."""

    def __init__(self, reference: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "invoice.bad-lines",
            say("The lines of “{}” cannot be credited so: {}.", reference, why),
            say("See its lines: academy invoice show {}", reference),
        )


class TakenBackError(AcademyError):
    """A credit note that was taken back before."""

    def __init__(self, reference: str, by: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "invoice.taken-back",
            say("The credit note “{}” was taken back by “{}” already.", reference, by),
            say("See it: academy invoice show {}", by),
        )


class NoLetterError(AcademyError):
    """A document that nobody is written a letter about; ``why`` is half a sentence."""

    def __init__(self, reference: str, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "invoice.no-letter",
            say("“{}” cannot be sent: {}.", reference, why),
            say("Write it to a file instead: academy invoice pdf {}", reference),
        )


class MissingGlyphError(AcademyError):
    """A letter that none of the fonts can draw, in a document that is named where that is known."""

    def __init__(self, letter: str, text: str, reference: str = "INVOICE") -> None:
        self.letter, self.text = letter, text
        super().__init__(
            Kind.INVALID,
            "invoice.missing-glyph",
            say("No font has “{}” (U+{:04X}), which is in “{}”.", letter, ord(letter), text),
            say(
                "The fonts have Latin, Greek, Cyrillic and Arabic letters. All that it says, in any "
                "letters: academy invoice show {}; mail carries it as text: academy invoice send {}",
                reference,
                reference,
            ),
        )


class MissingExtraError(AcademyError):
    """An e-invoice, without the libraries that it takes."""

    def __init__(self, library: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "invoice.missing-extra",
            say("E-invoices take “{}”, which is not installed.", library),
            "Install it: pip install 'academy-cli[einvoice]'",
        )


class NotElectronicError(AcademyError):
    """A document that a standard of e-invoices cannot hold; ``why`` is half a sentence."""

    def __init__(self, reference: str, standard: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "invoice.not-electronic",
            say("“{}” cannot be written as {}: {}.", reference, standard, why),
            "The settings of the seller are under invoices: academy config show",
        )


class NothingToBillError(AcademyError):
    """A payment slip for a document by which nobody owes anything."""

    def __init__(self, reference: str, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "invoice.nothing-to-bill",
            say("“{}” takes no QR-bill: {}.", reference, why),
            say("Without a payment slip: academy invoice pdf {}", reference),
        )


class BooksDifferError(AcademyError):
    """Documents that are not as they were issued."""

    def __init__(self, count: int, reference: str, what: str) -> None:
        super().__init__(
            Kind.ATTENTION,
            "invoice.books-differ",
            say_so_many(
                "{:,} finding in the books; the first: “{}”: {}.",
                "{:,} findings in the books; the first: “{}”: {}.",
                count,
                reference,
                what,
            ),
            "Compare with a backup: whoever changed the database did so past academy.",
        )
