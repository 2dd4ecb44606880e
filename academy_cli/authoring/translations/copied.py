"""What a translated course.yaml or module.yaml says beside its words, as one that was copied does.

Knows that only the original decides it; refuses to find anything where both say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from academy_cli.authoring.codes import problem
from academy_cli.authoring.document import Kind, Node
from academy_cli.authoring.page import read_mapping
from academy_cli.authoring.schema import COURSE, MODULE, TRANSLATED_COURSE, TRANSLATED_MODULE
from academy_cli.authoring.translations.versions import file_of
from academy_cli.formats.problems import Problem
from academy_cli.formats.records import Record
from academy_cli.formats.yamltext import YamlLimits
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.saying import say

_UNKNOWN = frozenset({"yaml.unknown-key", "yaml.misspelt-key"})


def record_of(kind: Kind) -> Record:
    """What a translation of the course, or of a module, can say."""
    return TRANSLATED_COURSE if kind is Kind.COURSE else TRANSLATED_MODULE


def is_originals(name: str, kind: Kind) -> bool:
    """Whether a key is one that the original alone decides."""
    return name in _of_originals(kind).by_name and name not in record_of(kind).by_name


def out_of_place(
    data: bytes, path: str, found: Sequence[Problem], original: Node, limits: YamlLimits
) -> Iterator[Problem]:
    """What was found of a translated header, keys of its original only where they say otherwise than that."""
    said: Mapping[str, Any] | None = None
    for one in found:
        if one.code not in _UNKNOWN or not is_originals(one.value, original.kind):
            yield one
            continue
        if original.is_broken:
            continue  # nobody can say what it decides
        if said is None:
            said = read_mapping(data, path, _of_originals(original.kind), limits=limits)[0] or {}
        if _text(said, one.value) != _text({**original.values, "id": original.id}, one.value):
            message = say(
                "`{}:` is what “{}” says, also in translations", one.value, file_of(original)
            )
            place = (path, one.line, one.column)
            yield problem("translation.key", *place, value=one.value, message=message)


def _of_originals(kind: Kind) -> Record:
    return COURSE if kind is Kind.COURSE else MODULE


def _text(values: Mapping[str, Any], name: str) -> str:
    return canonical({name: values.get(name)})
