"""Every sentence that academy says, found in its source by who says it.

Knows the functions and classes to which sentences are given; refuses to know any translation.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import academy_cli
from academy_cli.kit.saying import NUMBER

PACKAGE = Path(academy_cli.__file__).parent
NO_SHELLS = re.compile(r"^(payments/standin|db/migrations)/")
"""What speaks to programs alone."""
SAYING = {"say": 1, "say_joined": 1, "say_so_many": 2}
"""How many of their first words are templates."""
SPEAKING: Mapping[str, slice] = {
    **dict.fromkeys(
        ("note", "warn", "confirm", "progress", "stages", "step", "next", "Ink", "noun", "single"),
        slice(0, 1),
    ),
    **dict.fromkeys(("ask", "ask_secret", "choose", "choose_several"), slice(1, 2)),
    **dict.fromkeys(("ask_changed_secret", "Entry", "ok", "warning", "failing"), slice(1, 3)),
    **dict.fromkeys(("Entry",), slice(2, 3)),
    **dict.fromkeys(("Scene",), slice(0, 1)),
    **dict.fromkeys(("Happen",), slice(1, 2)),
    **dict.fromkeys(("Shared",), slice(3, 4)),
    **dict.fromkeys(("Variable", "_event"), slice(1, 2)),
    **dict.fromkeys(("_link",), slice(0, 1)),
    **dict.fromkeys(("Code",), slice(2, 5)),
    **dict.fromkeys(
        (
            "drop",
            "approximate",
            "keep",
            "refused",
            "RefusedError",
            "RefusedRowError",
            "Refused",
            "Check",
        ),
        slice(0, 9),
    ),
    **dict.fromkeys(
        ("wrong_type", "Verdict", "Mended", "Unsafe", "_add", "add", "found"), slice(0, 9)
    ),
    **dict.fromkeys(("Lack", "Fault", "Finding", "Notice", "Standing", "Doubt"), slice(0, 9)),
}
"""Who is given whole sentences, and among which of their words."""
LABELLED = frozenset({"ask", "ask_secret", "choose", "progress", "stages"})
"""Who is given what may be a single word."""
NAMED = frozenset(
    {"help", "empty", "destroys", "message", "hint", "question", "said", "words", "asks"}
)
"""What a sentence is called where it is given by name."""
UNWORDED = {NUMBER: "kit/saying.py", "{} [y/N] ": "cli/terminal/conversation.py"}
"""What is said without a word, and where."""
_PROSE = re.compile(r"[A-Za-z]{2}")
_TOLD = re.compile(r"[A-Za-z]{2}|[“”:;]")
"""What languages write each in their own way: words, quotes, and the space before some signs."""


class Message(NamedTuple):
    """A template, that of more than one where there may be more, and the places where it is said."""

    one: str
    many: str
    places: tuple[str, ...]


def messages() -> Mapping[str, Message]:
    """All of them by their templates."""
    found = {one: Message(one, "", (place,)) for one, place in UNWORDED.items()}
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if NO_SHELLS.match(name):
            continue
        for one, many in _said(ast.parse(path.read_text(encoding="utf-8"))):
            known = found.get(one, Message(one, many, ()))
            places = known.places if name in known.places else (*known.places, name)
            found[one] = Message(one, known.many or many, places)
    return found


def _said(tree: ast.Module) -> Iterator[tuple[str, str]]:
    yield from _Sayings(tree).found()


class _Sayings:
    def __init__(self, tree: ast.Module) -> None:
        self._tree = tree

    def found(self) -> Iterator[tuple[str, str]]:
        for node in ast.walk(self._tree):
            if isinstance(node, ast.Call):
                yield from self._call(node)
            elif isinstance(node, ast.FunctionDef) and _is_command(node):
                yield from ((text, "") for text in _paragraphs(ast.get_docstring(node)))
            elif isinstance(node, ast.ClassDef) and node.name.endswith("Error"):
                yield from ((text, "") for text in _of_error(node))
            elif isinstance(node, ast.ClassDef) and node.name == "Kind":
                made = (one.value for one in node.body if isinstance(one, ast.Assign))
                yield from ((text, "") for one in made for text in _literals(one) if " " in text)

    def _call(self, node: ast.Call) -> Iterator[tuple[str, str]]:
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in SAYING:
            given = [
                one.value for one in node.args[: SAYING[name]] if isinstance(one, ast.Constant)
            ]
            if given and _TOLD.search("".join(map(str, given))):
                yield str(given[0]), str(given[1]) if SAYING[name] == 2 and len(given) > 1 else ""
            return
        if name == "amount" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
            yield f"{{:,}} {node.args[1].value}", f"{{:,}} {node.args[1].value}s"
            return
        args = node.args[SPEAKING[name]] if name in SPEAKING else []
        if name.endswith("Error") and name != "super":
            args = node.args
        for one in (*args, *(word.value for word in node.keywords if word.arg in NAMED)):
            wanted = _PROSE.search if name in LABELLED else _is_sentence
            yield from ((text, "") for text in _literals(one) if wanted(text))


def _is_sentence(text: str) -> bool:
    return " " in text.strip() and bool(_PROSE.search(text))


def _literals(node: ast.AST) -> Iterator[str]:
    """The literal texts of an expression, but none that is part of another or is said there."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
        return
    if isinstance(node, ast.JoinedStr):
        return
    if isinstance(node, ast.Call):
        return
    if isinstance(node, ast.Compare | ast.Subscript):
        return
    for one in ast.iter_child_nodes(node):
        yield from _literals(one)


def _of_error(node: ast.ClassDef) -> Iterator[str]:
    """What an error says: the literal sentences of its making."""
    for made in node.body:
        if not isinstance(made, ast.FunctionDef):
            continue
        documented = ast.get_docstring(made, clean=False)
        for one in ast.walk(made):
            if isinstance(one, ast.Call) and not isinstance(one.func, ast.Name):
                for word in (*one.args, *(named.value for named in one.keywords)):
                    yield from filter(_is_sentence, _literals(word))
            elif isinstance(one, ast.Assign | ast.AugAssign):
                yield from (
                    text
                    for text in _literals(one.value)
                    if _is_sentence(text) and text != documented
                )


def _is_command(node: ast.FunctionDef) -> bool:
    calls = [one.func for one in node.decorator_list if isinstance(one, ast.Call)]
    return any(isinstance(one, ast.Name) and one.id == "command" for one in calls)


def _paragraphs(text: str | None) -> Iterator[str]:
    """A help page's text, as it is shown: paragraph by paragraph."""
    for one in inspect.cleandoc(text or "").split("\n\n"):
        if one.strip():
            yield " ".join(one.split())
