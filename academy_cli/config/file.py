"""A settings file, read node by node so that every value and every mistake has its line.

Knows YAML; refuses to know what settings mean.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml import MappingNode, Node, ScalarNode

from academy_cli.config.errors import (
    DuplicateKeyError,
    NotYamlError,
    UnknownKeyError,
    UnreadableError,
    WrongTypeError,
)
from academy_cli.config.sources import Written
from academy_cli.config.table import Setting
from academy_cli.errors import AcademyError
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

NOTHING = "tag:yaml.org,2002:null"


def from_file(
    path: Path, settings: Sequence[Setting]
) -> tuple[dict[str, Written], list[AcademyError]]:
    """Values from a settings file, and what is wrong with its keys, of which only some settings are known."""
    reading = _Reading(path, settings, {}, [])
    try:
        root = _compose(path)
    except AcademyError as error:
        reading.errors.append(error)
    else:
        reading.take(root)
    return reading.values, reading.errors


@dataclass(frozen=True)
class _Reading:
    """One pass over a file's nodes."""

    path: Path
    settings: Sequence[Setting]
    values: dict[str, Written]
    errors: list[AcademyError]

    def take(self, root: Node | None) -> None:
        groups = dict.fromkeys(setting.group for setting in self.settings)
        for group, node in self._pairs(root, say("the file"), groups):
            known = {one.key: one for one in self.settings if one.group == group}
            for key, value in self._pairs(node, group, known):
                self._keep(known[key], value)

    def _pairs(
        self, node: Node | None, name: str, known: Collection[str]
    ) -> Iterator[tuple[str, Node]]:
        """The known keys of a mapping; an empty one has none."""
        if node is None or node.tag == NOTHING:
            return
        if not isinstance(node, MappingNode):
            self.errors.append(
                WrongTypeError(name, _words(node), say("a mapping"), self._place(node))
            )
            return
        seen: set[str] = set()
        for key, value in node.value:
            word = _words(key)
            if word not in known:
                self.errors.append(UnknownKeyError(word, known, self._place(key)))
            elif word in seen:
                self.errors.append(DuplicateKeyError(word, self._place(key)))
            else:
                seen.add(word)
                yield word, value

    def _keep(self, setting: Setting, node: Node) -> None:
        place = self._place(node)
        if isinstance(node, ScalarNode) and node.tag != NOTHING and node.value:
            self.values[setting.name] = Written(node.value, place, self.path.parent)
        else:
            self.errors.append(WrongTypeError(setting.name, _words(node), say("one value"), place))

    def _place(self, node: Node) -> str:
        return f"{self.path}:{node.start_mark.line + 1}"


def _compose(path: Path) -> Node | None:
    """The file as YAML nodes, which know their lines."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        composed: Node | None = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=loader)
    except OSError as error:
        raise UnreadableError(path, system_words(error)) from error
    except UnicodeDecodeError as error:
        raise NotYamlError(str(path), say("it is not UTF-8")) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        raise NotYamlError(
            place, getattr(error, "problem", None) or say("it cannot be read")
        ) from error
    return composed


def _words(node: Node) -> str:
    """A node as an error may quote it."""
    if isinstance(node, ScalarNode):
        return node.value or say("nothing")
    return say("a mapping") if isinstance(node, MappingNode) else say("a list")
