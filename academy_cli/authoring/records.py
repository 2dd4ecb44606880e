"""Records: the keys a mapping may have, each with its shape and its meaning.

Knows duplicate, unknown and missing keys; knows no key by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from academy_cli.authoring.findings import ABSENT, NOTHING, Findings, wrong_type
from academy_cli.authoring.shapes import Anything, Shape
from academy_cli.authoring.yamltext import MappingNode, Node, ScalarNode, is_plain, place
from academy_cli.kit.slugs import nearest

_ANYTHING = Anything()


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a record: its shape, what it means, and whether it must be there."""

    name: str
    shape: Shape
    help: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys. Unknown keys are found and kept; ``x-`` keys are the author's own.

    A key that stands twice has no value: nobody can see which one is meant.
    """

    fields: tuple[Field, ...]
    title: str = ""
    by_name: dict[str, Field] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {f.name: f for f in self.fields})

    def read(self, node: Node, findings: Findings) -> Any:
        if not isinstance(node, MappingNode):
            return wrong_type(node, findings, "`key: value` lines")
        values: dict[str, Any] = {}
        seen: dict[str, Node] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                findings.add("yaml.bad-key", key)
                continue
            name: str = key.value
            if name in seen:
                first = place(seen[name])[0] + findings.first_line - 1
                findings.add(
                    "yaml.duplicate-key",
                    key,
                    message=f"`{name}` stands twice; first on line {first}",
                )
                values.pop(name, None)
                continue
            seen[name] = key
            known = self.by_name.get(name)
            if known is not None and is_plain(value) and value.value in NOTHING:
                continue
            if known is None and not name.startswith("x-"):
                self._unknown(key, findings)
            findings.key = name
            read = (known.shape if known else _ANYTHING).read(value, findings)
            if read is not ABSENT:
                values[name] = read
        for wanted in self.fields:
            if wanted.required and wanted.name not in values:
                self._missing(wanted, node, seen, findings)
        return values

    def _missing(
        self, wanted: Field, node: MappingNode, seen: Mapping[str, Node], findings: Findings
    ) -> None:
        """Say that a key must be there, unless a finding has said what is wrong with its value."""
        if wanted.name not in seen or _is_empty(node, wanted.name):
            findings.add(
                "yaml.required",
                node,
                value="",
                message=f"`{wanted.name}:` is missing",
                hint=f"Add `{wanted.name}: …` ({wanted.help}).",
            )

    def _unknown(self, key: ScalarNode, findings: Findings) -> None:
        if "yaml.unknown-key" in findings.off:
            return
        close = _nearest_key(key.value, tuple(self.by_name))
        hint = f"Did you mean `{close}`?" if close else ""
        findings.add(
            "yaml.unknown-key",
            key,
            message=f"`{key.value}` is not a key of {self.title or 'this mapping'}",
            hint=hint,
        )

    def json_schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {f.name: _described(f.shape.json_schema(), f) for f in self.fields},
            "required": [f.name for f in self.fields if f.required],
            "patternProperties": {"^x-": {}},
            "additionalProperties": False,
        }


@lru_cache(maxsize=1024)
def _nearest_key(word: str, keys: tuple[str, ...]) -> str | None:
    return nearest(word, keys)  # a course's unknown keys repeat in every lesson


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


def _is_empty(node: MappingNode, name: str) -> bool:
    return any(
        key.value == name and is_plain(value) and value.value in NOTHING
        for key, value in node.value
    )
