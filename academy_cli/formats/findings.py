"""Where findings are collected while a YAML file is read, each with its line and column.

Knows how a place in YAML becomes a place in a file; refuses to know which values are right.
"""

from __future__ import annotations

from academy_cli.formats.codes import IN_ANY_FILE, Codes
from academy_cli.formats.problems import Problem
from academy_cli.formats.yamltext import MappingNode, Node, ScalarNode, SequenceNode, place
from academy_cli.kit.saying import say


class Absent:
    """What a shape answers when the node cannot be read; a finding says why."""


ABSENT = Absent()
NOTHING = ("", "~", "null")
"""Plain scalars that say a key has no value: the same as leaving the key out."""


class Placed(str):
    """Text that remembers its line and column in its YAML, both from 1, or 0 where nobody wrote it."""

    line: int = 0
    column: int = 0
    first_line: int = 0
    """Where its words begin: below the line of a sign such as ``|``."""

    @classmethod
    def at(cls, node: Node, text: str) -> Placed:
        """Make it from a node."""
        placed = cls(text)
        placed.line, placed.column = place(node)
        placed.first_line = placed.line + (getattr(node, "style", "") in ("|", ">"))
        return placed


class Findings:
    """Collects what is wrong with one file, by its kinds of findings, but for codes switched ``off``.

    ``first_line`` is where its YAML begins; ``key`` is the key whose value is being read. While it
    ``is_firm``, errors are for no author to lower or switch off.
    """

    __slots__ = ("codes", "file", "first_line", "is_firm", "key", "off", "problems")

    def __init__(
        self,
        file: str,
        first_line: int = 1,
        off: frozenset[str] = frozenset(),
        *,
        codes: Codes = IN_ANY_FILE,
    ) -> None:
        self.file, self.first_line, self.off, self.codes = file, first_line, off, codes
        self.problems: list[Problem] = []
        self.key = ""
        self.is_firm = False

    def afresh(self) -> Findings:
        """A place for what only a trial finds."""
        return Findings("", codes=self.codes)

    def wants(self, code: str) -> bool:
        """Whether a finding of a code is recorded: not when the author switched it off."""
        return self.is_firm or code not in self.off

    def add(
        self, code: str, node: Node, *, value: str | None = None, message: str = "", hint: str = ""
    ) -> Absent:
        """Record a finding at a node and answer that there is no value."""
        if not self.wants(code):
            return ABSENT
        line, column = place(node)
        text = value if value is not None else node.value if isinstance(node, ScalarNode) else ""
        self.problems.append(
            self.codes[code].found(
                self.file,
                line + self.first_line - 1,
                column,
                value=text,
                message=message,
                hint=hint,
                is_firm=self.is_firm,
            )
        )
        return ABSENT


def wrong_type(node: Node, findings: Findings, wanted: str, hint: str = "") -> Absent:
    """Say that a value should have been of another type."""
    found = (
        say("a list")
        if isinstance(node, SequenceNode)
        else say("a mapping")
        if isinstance(node, MappingNode)
        else say("“{}”", node.value)
    )
    message = say("`{}` should be {}, not {}", findings.key, wanted, found)
    return findings.add("yaml.wrong-type", node, message=message, hint=hint)


def too_long(node: Node, findings: Findings, text: str, most: int) -> Absent:
    """Say that a text has more characters than are allowed."""
    return findings.add(
        "yaml.bad-value",
        node,
        message=say("the text has {} characters; {} are allowed", len(text), most),
        hint=say("Shorten it."),
    )
