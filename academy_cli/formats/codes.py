"""Kinds of findings: their usual severity, what they say, why they matter and how to mend them.

Knows those that any file of YAML can have; refuses to know what else a file may be about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from academy_cli.formats.problems import Problem, Severity
from academy_cli.kit.saying import whole


class Code(NamedTuple):
    """One kind of finding; ``fix`` is the hint when the finding has no better one.

    One that ``is_firm`` nobody can grade down: nobody can say what is meant, or whose it is. ``mends`` says
    what `academy course fix` does about it, where it can.
    """

    name: str
    severity: Severity
    what: str
    why: str
    fix: str
    is_firm: bool = False
    mends: str = ""

    def found(
        self,
        file: str,
        line: int = 0,
        column: int = 0,
        *,
        value: str = "",
        message: str = "",
        hint: str = "",
        is_firm: bool = False,
    ) -> Problem:
        """A finding of this kind, with its severity and, unless given, its words.

        ``is_firm`` lets no author lower an error that another one of its kind might be.
        """
        return Problem(
            self.name,
            self.severity,
            file,
            line,
            column,
            shown(value),
            message or self.what,
            hint or self.fix,
            self.is_firm or (is_firm and self.severity is Severity.ERROR),
        )


Codes: TypeAlias = Mapping[str, Code]
"""Kinds of findings by name."""


def shown(value: str) -> str:
    """An offending value as one short printable line."""
    line = " ".join(value.split())
    return line if len(line) <= 80 else line[:79] + "…"


def table(*codes: Code) -> Codes:
    """Codes by their names."""
    return {code.name: _told(code) for code in codes}


def _told(code: Code) -> Code:
    return code._replace(what=whole(code.what), why=whole(code.why), fix=whole(code.fix))


_E, _W = Severity.ERROR, Severity.WARNING

IN_ANY_FILE: Codes = table(
    Code(
        "source.unreadable",
        _E,
        "A file or folder could not be opened.",
        "What is in it is unknown, so nothing is archived because of it.",
        "Give yourself read permission.",
        is_firm=True,
    ),
    Code(
        "source.not-utf8",
        _E,
        "A text file is not UTF-8.",
        "Its letters would reach learners garbled.",
        "Save the file as UTF-8.",
        is_firm=True,
        mends="writes it as UTF-8 where it is UTF-16 by its mark, or can only be Windows-1252",
    ),
    Code(
        "source.nul",
        _E,
        "A text file holds a NUL character.",
        "Databases refuse it, and it usually means a binary file with a wrong name.",
        "Remove the character, or rename the file.",
        is_firm=True,
        mends="writes UTF-16 as UTF-8, and takes out a few stray characters",
    ),
    Code(
        "source.bom",
        _W,
        "A file begins with a byte order mark.",
        "Other tools take the invisible character for content.",
        "Save as UTF-8 without BOM.",
        mends="takes the mark out",
    ),
    Code(
        "yaml.syntax",
        _E,
        "YAML that does not parse.",
        "Nothing in it can be read.",
        "Mend the line; text with `: ` or ` #` needs quotes.",
        is_firm=True,
        mends="puts the value in quotes, closes a quote, or writes spaces for tabs, in that line",
    ),
    Code(
        "yaml.duplicate-key",
        _E,
        "A key stands twice in one mapping.",
        "Only one of the values could count, and nobody can see which.",
        "Delete one of them.",
        mends="takes the second one out where both say the same",
    ),
    Code(
        "yaml.unknown-key",
        _W,
        "A key that academy does not know.",
        "It is kept but has no effect; often it is a typing mistake.",
        "Correct the key, or begin it with `x-` if it is your own.",
        mends="writes the key that is nearly the same, where its value would be right",
    ),
    Code(
        "yaml.misspelt-key",
        _E,
        "A key that is almost one on which much depends.",
        "Without that one the file would say something else, and what hangs on it could be lost.",
        "Correct the key, or begin it with `x-` if it is your own.",
        is_firm=True,
        mends="writes the key that is nearly the same, where its value would be right",
    ),
    Code(
        "yaml.required",
        _E,
        "A key that must be there is missing.",
        "Nothing can stand in for it.",
        "Add it.",
        mends="makes a course's missing title from its id",
    ),
    Code(
        "yaml.wrong-type",
        _E,
        "A value has the wrong type.",
        "It cannot be used as it stands.",
        "Write the kind of value the message names.",
        mends='writes `"10"`, `yes` or one name as 10, true or a list of one',
    ),
    Code(
        "yaml.bad-value",
        _E,
        "A value is not one of those allowed.",
        "It cannot be used as it stands.",
        "Write one of the values the message names.",
        mends="writes `31.01.2027`, `10h`, `en_US` or a word that is nearly right as they should be",
    ),
    Code(
        "yaml.not-a-mapping",
        _E,
        "The YAML is not a list of `key: value` lines.",
        "No field can be read from it.",
        "Write `key: value` lines.",
        is_firm=True,
    ),
    Code(
        "yaml.too-deep",
        _E,
        "YAML is nested deeper than the limit in settings.",
        "Nobody needs it, and it can exhaust the reader.",
        "Flatten it.",
        is_firm=True,
    ),
    Code(
        "yaml.alias-bomb",
        _E,
        "YAML expands to far more values than it has lines.",
        "A few lines of aliases can fill the memory.",
        "Write the values out.",
        is_firm=True,
    ),
    Code(
        "yaml.bad-key",
        _E,
        "A key is not plain text.",
        "Only plain text names a field.",
        "Write a word before the colon.",
    ),
)
