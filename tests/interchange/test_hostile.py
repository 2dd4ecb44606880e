"""Whatever a source holds, converting it ends, and with a report: never with a traceback."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import yaml

from academy_cli.interchange.converting import convert
from tests.interchange.converted import tree
from tests.interchange.families import (
    test_books,
    test_carpentries,
    test_common_cartridge,
    test_freecodecamp,
    test_markdown,
    test_mslearn,
    test_olx,
    test_prairielearn,
)

SOURCES: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "mdbook": ("mdbook", test_books.BOOK),
    "jupyterbook": ("jupyterbook", test_books.JUPYTER),
    "huggingface": ("huggingface", test_books.FACES),
    "carpentries": ("carpentries", test_carpentries.FILES),
    "common-cartridge": ("common-cartridge", test_common_cartridge.FILES),
    "freecodecamp": ("freecodecamp", test_freecodecamp.FILES),
    "markdown": ("markdown", test_markdown.FILES),
    "mslearn": ("mslearn", test_mslearn.FILES),
    "olx": ("olx", test_olx.FILES),
    "prairielearn": (
        "prairielearn",
        test_prairielearn.files(
            test_prairielearn.CHOICES + test_prairielearn.BLOCKS.format("dag", "a")
        ),
    ),
    "prairielearn with alternatives": (
        "prairielearn",
        test_prairielearn.files(
            test_prairielearn.CHOICES,
            use={"points": [3, 1], "numberChoose": 1, "alternatives": [{"id": "sets/q^1"}]},
        ),
    ),
}
JUNK: tuple[Any, ...] = (
    None,
    "x",
    "",
    -7,
    1e300,
    True,
    [],
    {},
    [None, 1, "x"],
    [{}],
    [[]],
    {"id": {}, "x": []},
)

each_source = pytest.mark.parametrize("name", SOURCES)


def mutations(value: Any, junk: Any) -> Iterator[Any]:
    """A value with junk in each place of it, one at a time."""
    yield junk
    if isinstance(value, dict):
        for key, one in value.items():
            for changed in mutations(one, junk):
                yield {**value, key: changed}
            yield {other: said for other, said in value.items() if other != key}
    elif isinstance(value, list):
        for index, one in enumerate(value):
            for changed in mutations(one, junk):
                yield [*value[:index], changed, *value[index + 1 :]]


def written(path: str, value: Any) -> bytes:
    """A value as the kind of file writes it, with the comment that says what kind of YAML it is."""
    if path.endswith((".json", ".ipynb")):
        return json.dumps(value).encode()
    return yaml.safe_dump(value, sort_keys=False).encode()


def structured(files: Mapping[str, bytes]) -> Iterator[tuple[str, bytes, Any]]:
    """Every file of JSON or YAML with its first line, if that is a comment, and what it holds."""
    for path, data in files.items():
        if path.endswith((".json", ".ipynb")):
            yield path, b"", json.loads(data)
        elif path.endswith((".yml", ".yaml")):
            head = data.split(b"\n", 1)[0] + b"\n" if data.startswith(b"#") else b""
            yield path, head, yaml.safe_load(data)


@each_source
@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_values_of_any_kind_in_any_place(name: str, junk: Any) -> None:
    family, said = SOURCES[name]
    files = dict(tree(said).files)

    for path, head, value in structured(files):
        for changed in mutations(value, junk):
            source = tree({**files, path: head + written(path, changed)})
            made = convert(source, family, name="x")
            assert {note.file for note in made.notes} >= set(files)


@each_source
def test_files_that_end_anywhere_or_are_garbled(name: str) -> None:
    family, said = SOURCES[name]
    files = dict(tree(said).files)
    chance = random.Random(7)

    for path, data in files.items():
        for _ in range(25):
            cut = chance.randrange(len(data) + 1)
            junk = bytes(chance.randrange(256) for _ in range(chance.randrange(4)))
            garbled = data[:cut] + junk + (b"" if chance.random() < 0.5 else data[cut:])
            convert(tree({**files, path: garbled}), family, name="x")


@each_source
def test_files_that_are_missing(name: str) -> None:
    family, said = SOURCES[name]
    files = dict(tree(said).files)

    for path in files:
        convert(tree({one: data for one, data in files.items() if one != path}), family, name="x")
