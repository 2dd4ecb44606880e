"""A template's folder, read: what is wrong with it, and the template when nothing is.

Knows the order of the work: text, values, names, page; refuses to know what any of them finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from academy_cli.certificates.paper.assembling import assembled
from academy_cli.certificates.paper.checks import check
from academy_cli.certificates.paper.codes import CODES
from academy_cli.certificates.paper.files import Folder
from academy_cli.certificates.paper.naming import FILE, Names
from academy_cli.certificates.paper.packing import packed, unpacked
from academy_cli.certificates.paper.schema import TEMPLATE
from academy_cli.certificates.paper.template import Template
from academy_cli.formats import reading
from academy_cli.formats.problems import Problem, has_errors, ordered
from academy_cli.kit.saying import say
from academy_cli.typesetting import shelf

_COMMENTED = re.compile(r"^[ \t]*(?:- )?([\w-]+):[ \t]+(#[0-9A-Fa-f]{6})\b", re.MULTILINE)
"""A colour without quotes, which YAML takes for a comment."""


class Read(NamedTuple):
    """A template with its bytes, or neither where there are errors; and every finding, in order."""

    template: Template | None
    content: bytes
    problems: tuple[Problem, ...]


def read(root: Path) -> Read:
    """Read a template's folder; never raises for what is in it."""
    folder = Folder(root)
    data = folder.text()
    if data is None:
        return Read(None, b"", tuple(folder.problems))
    text, problems = reading.decoded(data, FILE)
    if text is None:
        return Read(None, b"", ordered(problems))
    problems += _commented(text)
    values, found = reading.values(text, FILE, TEMPLATE, codes=CODES)
    problems += found
    if values is None:
        return Read(None, b"", ordered(problems))
    names = Names(values, folder.open)
    page = assembled(values, names)
    problems += [*names.problems, *folder.problems, *folder.unnamed()]
    problems += check(*page)
    if has_errors(problems):
        return Read(None, b"", ordered(problems))
    content = packed(values, folder.files, _shelved(values))
    return Read(unpacked(content), content, ordered(problems))


def _shelved(values: Mapping[str, Any]) -> dict[str, str]:
    """The fonts that come along which a template names, with their digests."""
    named = {
        str(font)
        for fonts in values["typefaces"].values()
        for font in (fonts if isinstance(fonts, list) else [fonts])
    }
    return {one.name: one.digest for one in shelf.SHELF if one.name in named}


def _commented(text: str) -> Iterator[Problem]:
    for found in _COMMENTED.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        column = found.start(2) - text.rfind("\n", 0, found.start(2))
        yield CODES["yaml.bad-value"].found(
            FILE,
            line,
            column,
            value=found[2],
            message=say("`{}` has no value: what begins with # is a comment", found[1]),
            hint=say('Put the colour in quotes: {}: "{}"', found[1], found[2]),
        )
