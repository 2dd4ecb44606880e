"""What is said is a literal with a place for each value: so it can be found, and told in another language.

What is put into it is said itself, and nothing is done to it afterwards: a text that was said knows what it
was made of, and is plain English again as soon as it is cut, joined or added to.
"""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from tests.language.messages import NO_SHELLS, PACKAGE

TEMPLATES = {"say": 1, "say_so_many": 2, "say_joined": 1}
SAID = frozenset({*TEMPLATES, "say_quoted", "amount", "unstopped"})
OWN = frozenset({"kit/saying.py", "kit/amount.py"})
"""Where they are made."""
SPOILS = frozenset({"rstrip", "lower", "capitalize", "format", "removesuffix", "replace"})
"""What gives a text that knows nothing."""
_BUILTIN = frozenset(name for name in dir(builtins) if name.endswith("Error"))
_PROSE = re.compile(r"[A-Za-z]{2}.* .*[A-Za-z]{2}")
_TYPED = re.compile(r"academy |pip install |include: |[^ ]+ --out FILE$|(user session|taken back)$")
"""What reads like a sentence, and has to be typed, or is the name of a command."""


def wrong(source: str) -> Iterator[str]:
    """Calls that nobody could translate."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        many = TEMPLATES.get(node.func.id, 0)
        templates, values = node.args[:many], node.args[many:]
        for one in templates:
            if not (isinstance(one, ast.Constant) and isinstance(one.value, str)):
                yield f"line {node.lineno}: no literal"
            elif node.func.id == "say" and is_short_of(one.value, values):
                yield f"line {node.lineno}: {len(values)} values for “{one.value}”"


def is_short_of(template: str, values: list[ast.expr]) -> bool:
    """Whether a template has places for more or fewer values."""
    is_open = any(isinstance(one, ast.Starred) for one in values)
    return not is_open and places(template) != len(values)


def places(template: str) -> int:
    """How many values a template takes; those within a form, such as a width, count as well."""
    found = 0
    for _, name, spec, _ in Formatter().parse(template):
        if name is not None:
            found += 1 + places(spec or "")
    return found


def test_every_template_is_a_literal_with_a_place_for_each_value() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix(): told
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).as_posix() not in OWN
        if (told := list(wrong(path.read_text(encoding="utf-8"))))
    }

    assert found == {}


@pytest.mark.parametrize(
    "call", ["say(f'a {x}')", "say(x)", "say('a {}')", "say('a', x)", "say_so_many('a', x, 2)"]
)
def test_one_that_is_not_is_found(call: str) -> None:
    """The control."""
    assert list(wrong(call))


def plain(source: str) -> Iterator[str]:
    """Sentences, or halves of one, that are not said where they will be shown; and what spoils a said one."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _given(node)
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Add):
            sides = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.value,)
            if any(map(_is_said, sides)):
                yield f"line {node.lineno}: added to what was said"
        if isinstance(node, ast.FormattedValue) and any(map(_is_said, ast.walk(node.value))):
            yield f"line {node.lineno}: said within an f-string"


def _given(call: ast.Call) -> Iterator[str]:
    name = _name(call)
    if name in TEMPLATES:
        for one in _parts(call.args[TEMPLATES[name] :]):
            if _text(one).strip() and re.search("[A-Za-z]{2}.* |[“”]", _text(one)):
                yield f"line {call.lineno}: “{_text(one)}” is put into a sentence and not said"
    elif isinstance(call.func, ast.Name) and name.endswith("Error") and name not in _BUILTIN:
        for one in _parts([*call.args, *(word.value for word in call.keywords)]):
            if _PROSE.search(_text(one)):
                yield f"line {call.lineno}: “{_text(one)}” is not said"
    elif name in SPOILS and isinstance(call.func, ast.Attribute):
        what = call.func.value
        if _is_said(what) or getattr(what, "attr", "") in {"message", "hint"}:
            yield f"line {call.lineno}: {name} of what was said"


def _parts(given: list[ast.expr]) -> Iterator[ast.expr]:
    """Expressions, or what they come to in either case."""
    for one in given:
        if isinstance(one, ast.IfExp):
            yield from _parts([one.body, one.orelse])
        elif isinstance(one, ast.BoolOp):
            yield from _parts(one.values)
        else:
            yield one


def _text(node: ast.expr) -> str:
    """The text of a literal, if it is none that has to be typed."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    text = "".join(
        str(one.value) if isinstance(one, ast.Constant) and isinstance(one.value, str) else "…"
        for one in parts
    )
    return "" if _TYPED.match(text) else text


def _is_said(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _name(node) in SAID


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def test_what_is_put_into_a_sentence_is_said_and_stays_so() -> None:
    found = {
        name: told
        for path in sorted(PACKAGE.rglob("*.py"))
        if (name := path.relative_to(PACKAGE).as_posix()) not in OWN
        and not NO_SHELLS.match(name)
        and (told := list(plain(path.read_text(encoding="utf-8"))))
    }

    assert found == {}


@pytest.mark.parametrize(
    "code",
    [
        "say('a {}', 'no file' if x else y)",
        "say('a {}', x or f'“{y}”')",
        "raise BadFileError(path, 'it is empty')",
        "raise BadFileError(f'it has {x} lines')",
        "say('It is.').rstrip('.')",
        "error.message.rstrip('.')",
        "say('a ') + 'b'",
        "said += say(' b')",
        "f'{say(x)}.'",
    ],
)
def test_what_nobody_could_translate_is_found(code: str) -> None:
    """The control."""
    assert list(plain(code))


@pytest.mark.parametrize(
    "code",
    [
        "say('a {}', say('no file') if x else y)",
        "raise BadFileError(path, say('it is empty'))",
        "raise ValueError('it is empty')",
        "raise BadHintError(x, 'academy course check')",
        "note('Nothing was written.')",
    ],
)
def test_what_is_told_whole_is_none_of_it(code: str) -> None:
    assert not list(plain(code))


def test_the_package_is_where_it_is_looked_for() -> None:
    assert (PACKAGE / "cli" / "root.py").is_file()
    assert isinstance(PACKAGE, Path)
