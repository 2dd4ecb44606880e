"""Anything at all, read: never a traceback, never a hang, and what is broken is found."""

from __future__ import annotations

import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.authoring.compare import compare
from academy_cli.authoring.document import Applied, Node, State
from academy_cli.authoring.examine import examine
from academy_cli.authoring.page import digest, read_mapping, read_page
from academy_cli.authoring.plan import Plan
from academy_cli.authoring.schema import RECORDS
from academy_cli.authoring.tree import MemoryTree
from academy_cli.formats.problems import Problem, has_errors
from academy_cli.kit.jsontext import canonical
from tests import make
from tests.authoring.chance import SHARE, often
from tests.corpora.conftest import CORPORA

pytestmark = pytest.mark.slow

TEMPLATES = Path(__file__).parents[2] / "course_templates"
LONGEST_S = 5
SIGNS = (
    *(
        b"---\n",
        b"---",
        b"\n",
        b"\r\n",
        b": ",
        b"- ",
        b"[",
        b"]",
        b"{",
        b"}",
        b"&a ",
        b"*a",
        b"!!x ",
    ),
    *(
        b"'",
        b'"',
        b"#",
        b"| ",
        b">\n",
        b"\t",
        b"%",
        b"@",
        b"`",
        b"```\n",
        b"![",
        b"](",
        b"<img src=x ",
    ),
    *(
        b"<!--",
        b"\xff",
        b"\0",
        b"\xef\xbb\xbf",
        b"\xc3",
        b"\xe2\x80\xa8",
        b"\\0",
        b"\n<<<<<<< a\n",
        b"\n=======\n",
        b"\n>>>>>>> b\n",
        b"id: a\n",
        b"id: a",
    ),
    *(
        b"content: ",
        b"title: ",
        b"x-a: ",
        b"release_at: 0001-01-01T00:00+23:59\n",
        b"../",
        b"{#",
        b"$",
    ),
)
Mutation: TypeAlias = tuple[int, int, bytes]
_bytes = st.binary(max_size=200) | st.lists(st.sampled_from(SIGNS), max_size=20).map(b"".join)
_mutations: st.SearchStrategy[list[Mutation]] = st.lists(
    st.tuples(
        st.integers(0, 5000), st.integers(0, 40), st.sampled_from(SIGNS) | st.binary(max_size=6)
    ),
    min_size=1,
    max_size=8,
)


@cache
def seeds() -> tuple[bytes, ...]:
    """Real files: the templates' and, under torture, those of a real course where it is at hand."""
    found = [
        path.read_bytes()
        for path in sorted(TEMPLATES.rglob("*"))
        if path.suffix in (".md", ".yaml")
    ]
    found += [text.encode() for text in make.FILES.values()]
    archive = CORPORA / "carpentries-python-gapminder.tar.gz"
    if SHARE and archive.is_file():
        with tarfile.open(archive) as packed:
            members = [one for one in packed if one.name.endswith((".md", ".yaml"))]
            found += [
                file.read() for one in members if (file := packed.extractfile(one)) is not None
            ]
    return tuple(found)


def mutated(data: bytes, mutations: list[Mutation]) -> bytes:
    """A file with some pieces cut out and others put in."""
    for place, length, piece in mutations:
        begin = place % (len(data) + 1)
        data = data[:begin] + piece + data[begin + length :]
    return data


_mutated = st.builds(
    lambda number, mutations: mutated(seeds()[number % len(seeds())], mutations),
    st.integers(0, 10**6),
    _mutations,
)


@contextmanager
def in_time() -> Iterator[None]:
    started = time.process_time()
    yield
    assert time.process_time() - started < LONGEST_S


def is_text(data: bytes) -> bool:
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False


def require_storable(node: Node) -> None:
    """Every text of a node can be stored by any database."""
    for text in (node.key, node.path, node.title, node.id or "", node.fields):
        assert "\0" not in text
        text.encode()


def require_placed(problems: tuple[Problem, ...]) -> None:
    """Every finding has words, and a place that an editor can open."""
    for problem in problems:
        assert all((problem.message, problem.hint, problem.code))
        assert (problem.line >= 1) == (problem.column >= 1)
        assert "\n" not in problem.value
        problem.value.encode()


# -- single files --------------------------------------------------------------------------------


@often(300, torture=100_000)
@given(_bytes | _mutated)
def test_any_bytes_are_a_page_or_say_why_not(data: bytes) -> None:
    with in_time():
        page = read_page(data, digest(data))

    require_placed(page.problems)
    assert is_text(data) or has_errors(page.problems)
    assert not page.is_unreadable or has_errors(page.problems)
    assert "\0" not in (page.title or "") + (page.id or "") + page.fields


@often(300, torture=100_000)
@given(_bytes | _mutated, st.sampled_from(sorted(RECORDS)))
def test_any_bytes_are_a_mapping_or_say_why_not(data: bytes, record: str) -> None:
    with in_time():
        values, problems = read_mapping(data, "f", RECORDS[record])

    require_placed(tuple(problems))
    assert values is not None or has_errors(problems)
    assert is_text(data) or has_errors(problems)
    assert "\0" not in canonical(values or {})


# -- whole courses -------------------------------------------------------------------------------

_FILES = sorted(make.FILES)


@often(200, torture=50_000)
@given(
    st.dictionaries(st.sampled_from(_FILES) | st.just("02-more/module.yaml"), _bytes | _mutations)
)
def test_any_course_is_planned_or_says_why_not(broken: dict[str, bytes | list[Mutation]]) -> None:
    sound = make.files()
    changed = {
        path: change if isinstance(change, bytes) else mutated(sound.get(path, b"id: m\n"), change)
        for path, change in broken.items()
    }
    tree = MemoryTree(sound | changed)

    with in_time():
        found = examine(tree)

    require_placed(found.problems)
    document = found.reading.document
    assert document is not None or has_errors(found.problems)
    for before in (make.course(), Applied()) if document is not None else ():
        comparison = compare(document, before, found.reading.doubts)
        for node in (comparison.result.root, *comparison.result.contents):
            require_storable(node)
        canonical(
            Plan(
                "x", "y", State(1), comparison.changes, comparison.withheld, found.problems
            ).to_json()
        )


@often(150, torture=50_000)
@given(
    st.dictionaries(st.text(st.sampled_from("ab./-_ 1é²ſ:~\\#?%"), min_size=1, max_size=9), _bytes)
)
def test_any_names_make_a_course(texts: dict[str, bytes]) -> None:
    named = {f"{path.strip('/') or 'x'}.md": data for path, data in texts.items()}
    tree = MemoryTree(make.files() | named)

    with in_time():
        found = examine(tree)

    assert found.reading.document is not None
    keys = [(node.kind, node.key) for node in found.reading.document.contents]
    assert len(set(keys)) == len(keys)
