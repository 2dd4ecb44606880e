"""Records: the keys a mapping may have, each with its shape and its meaning.

Knows duplicate, unknown and missing keys; knows no key of ours by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from academy_cli.formats.findings import ABSENT, NOTHING, Findings, wrong_type
from academy_cli.formats.problems import has_errors
from academy_cli.formats.shapes import Anything, Shape
from academy_cli.formats.yamltext import (
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    is_plain,
    place,
)
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import Vocabulary

_ANYTHING = Anything()
_OF_OTHERS = frozenset(
    {
        "chapter",
        "comments",
        "date",
        "duration",
        "hide_title",
        "license",
        "linkTitle",
        "points",
        "section",
        "series",
        "source",
        "status",
        "style",
        "subtitle",
        "teaser",
        "time",
        "transition",
    }
)
"""Keys that other programs know, and nobody writes by mistake."""
Check: TypeAlias = Callable[[MappingNode, Mapping[str, Any], Findings], None]
"""What is wrong with a mapping as a whole: its node, the values of its sound keys, and where it is said."""


class Field(NamedTuple):
    """One key of a record: its shape, what it means, and whether it must be there.

    On one that ``decides`` hangs what there is, and whose it is: where it cannot be used or is misspelt, that
    is an error however the author grades findings.
    """

    name: str
    shape: Shape
    help: str
    required: bool = False
    decides: bool = False


class Record:
    """A mapping with known keys. Unknown keys are found and kept; ``x-`` keys are the author's own.

    A key that stands twice has no value: nobody can see which one is meant. A record that ``is_whole``
    would mean something else with a key less: an error in it leaves nothing of it, and unknown keys are one.
    ``also`` finds what no key alone shows.
    """

    def __init__(
        self,
        fields: tuple[Field, ...],
        title: str = "",
        *,
        is_whole: bool = False,
        also: Check | None = None,
    ) -> None:
        self.fields, self.title, self.is_whole, self.also = fields, title, is_whole, also
        self.by_name = {field.name: field for field in fields}
        self.names = Vocabulary(self.by_name)
        self._required = tuple(field for field in fields if field.required)

    def read(self, node: Node, findings: Findings) -> Any:
        if not isinstance(node, MappingNode):
            return wrong_type(node, findings, say("`key: value` lines"))
        values: dict[str, Any] = {}
        seen: dict[str, Node] = {}
        was_firm, before = findings.is_firm, len(findings.problems)
        for key, value in node.value:
            findings.is_firm = was_firm
            if not isinstance(key, ScalarNode):
                findings.add("yaml.bad-key", key)
                continue
            name: str = key.value
            known = self.by_name.get(name)
            findings.is_firm = was_firm or (known is not None and known.decides)
            if name in seen:
                first = place(seen[name])[0] + findings.first_line - 1
                findings.add(
                    "yaml.duplicate-key",
                    key,
                    message=say("`{}` stands twice; first on line {}", name, first),
                )
                values.pop(name, None)
                continue
            seen[name] = key
            if known is None:
                self._unknown(key, value, findings)
            elif value.value in NOTHING and is_plain(value):
                continue
            findings.key = name
            read = (known.shape if known else _ANYTHING).read(value, findings)
            if read is not ABSENT:
                values[name] = read
        findings.is_firm = was_firm
        self._judge(node, values, seen, findings)
        return ABSENT if self.is_whole and has_errors(findings.problems[before:]) else values

    def _judge(
        self,
        node: MappingNode,
        values: Mapping[str, Any],
        seen: Mapping[str, Node],
        findings: Findings,
    ) -> None:
        """Find what is wrong with the mapping as a whole."""
        for wanted in self._required:
            if wanted.name not in values:
                self._missing(wanted, node, seen, findings)
        if self.also is not None:
            self.also(node, values, findings)

    def _missing(
        self, wanted: Field, node: MappingNode, seen: Mapping[str, Node], findings: Findings
    ) -> None:
        """Say that a key must be there, unless a finding has said what is wrong with its value."""
        if wanted.name not in seen or _is_empty(node, wanted.name):
            word = _word(node, wanted.name)
            findings.add(
                "yaml.required",
                node,
                value="",
                message=say("`{}:` is missing", wanted.name),
                hint=say("Add `{}: …` ({}){}.", wanted.name, wanted.help, word),
            )

    def almost(self, name: str, values: Mapping[str, Any]) -> tuple[str, ...]:
        """What unknown keys say that may be meant for this one, as text; nothing where that is there."""
        if name in values:
            return ()
        said = ((key, value) for key, value in values.items() if key not in self.by_name)
        return tuple(
            str(value)
            for key, value in said
            if isinstance(value, (str, int)) and self._meant(key) == name
        )

    def _meant(self, key: str) -> str | None:
        """The known key that an unknown one is most like; none for an author's own."""
        return None if key.startswith("x-") else _nearest_key(key, self.names)

    def _is_slip(self, key: str, value: Node, close: str | None, trial: Findings) -> bool:
        """Whether a key can only be meant for one that decides: it has the same letters, or such a list."""
        if close is None or not self.by_name[close].decides or _is_nothing(value):
            return False
        if _bare(key) == _bare(close):
            return True
        shape = self.by_name[close].shape
        return isinstance(value, SequenceNode) and shape.read(value, trial) is not ABSENT

    def _unknown(self, key: ScalarNode, value: Node, findings: Findings) -> None:
        if key.value.startswith("x-"):
            return
        close = self._meant(key.value)
        if close is None and not self.is_whole and not findings.wants("yaml.unknown-key"):
            return
        is_slip = self.is_whole or self._is_slip(key.value, value, close, findings.afresh())
        if not is_slip and not findings.wants("yaml.unknown-key"):
            return
        title = self.title or say("this mapping")
        said = say("`{}` is not a key of {}", key.value, title)
        if is_slip:
            if close:
                said = say("`{}` is not a key of {}, but almost `{}`", key.value, title, close)
            right = close or ", ".join(self.by_name)
            hint = say("Write `{}`, or `x-{}` if the key is your own.", right, key.value)
            findings.add("yaml.misspelt-key", key, message=said, hint=hint)
            return
        is_meant = close is not None and key.value not in _OF_OTHERS
        hint = say("Did you mean `{}`?", close) if is_meant else ""
        findings.add("yaml.unknown-key", key, message=said, hint=hint)

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {f.name: _described(f.shape.json_schema(), f) for f in self.fields},
            "required": [f.name for f in self.fields if f.required],
            "patternProperties": {"^x-": {}},
            "additionalProperties": False,
        }


@lru_cache(maxsize=1024)
def _nearest_key(word: str, keys: Vocabulary) -> str | None:
    return keys.nearest(word)  # unknown keys repeat from file to file


def _described(schema: dict[str, Any], one: Field) -> dict[str, Any]:
    """A field's schema; a key without a value is the same as no key."""
    described = schema | {"description": one.help}
    if one.required:
        return described
    if "enum" in schema:
        return described | {"enum": [*schema["enum"], None]}
    if "anyOf" in schema:
        return described | {"anyOf": [*schema["anyOf"], {"type": "null"}]}
    if "type" not in schema:
        return described
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    return described | {"type": [*(word for word in types if word != "null"), "null"]}


def value_of(node: MappingNode, name: str) -> Node | None:
    """What stands under a key, if anything does."""
    found = next((value for key, value in node.value if key.value == name), None)
    return None if found is None or _is_nothing(found) else found


def _bare(key: str) -> str:
    """The letters of a key, whatever their case and what stands between them."""
    return key.casefold().translate({ord(sign): None for sign in "_- "})


def _is_nothing(node: Node) -> bool:
    return is_plain(node) and node.value in NOTHING


def _word(node: MappingNode, name: str) -> str:
    """How to write a word as text that YAML takes for nothing, where there is one under a key."""
    said = next((value.value for key, value in node.value if key.value == name), "")
    return say('; the word itself is `"{}"`', said) if said else ""


def _is_empty(node: MappingNode, name: str) -> bool:
    return any(key.value == name and _is_nothing(value) for key, value in node.value)
