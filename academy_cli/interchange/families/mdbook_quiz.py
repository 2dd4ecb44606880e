"""Quizzes of mdbook-quiz, which a chapter names: questions in TOML.

After https://github.com/cognitive-engineering-lab/mdbook-quiz. Knows its kinds of questions; what asks
for the result of a program has no counterpart.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from academy_cli.interchange import quizmaking
from academy_cli.interchange.quizmaking import Asked, Choice, Question
from academy_cli.interchange.shapes import items, mapping, mappings
from academy_cli.interchange.sources import Source, line_of
from academy_cli.kit.saying import say

_NAMED = re.compile(r"(?<!\\)\{\{#quiz\s+([^\s}]+)[^}]*\}\}")


def taken(text: str, source: Source, file: str) -> tuple[str, list[Question]]:
    """A chapter without the quizzes that it names, and their questions."""
    questions: list[Question] = []

    def one(found: re.Match[str]) -> str:
        line = text.count("\n", 0, found.start()) + 1
        path = source.at(file, found[1])
        if path is None:
            source.drop("quiz", file, say("the file is not there"), line=line, name=found[1])
            return ""
        questions.extend(_questions(source, path))
        source.keep("quiz", file, line=line, name=found[1])
        return ""

    return _NAMED.sub(one, text), questions


def _questions(source: Source, path: str) -> Iterator[Question]:
    text = source.text(path) or ""
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        source.drop("file", path, say("this is no TOML: {}", error))
        return
    for number, one in enumerate(mappings(said.get("questions")), 1):
        prompt, answer = mapping(one.get("prompt")), mapping(one.get("answer"))
        asked_for = str(prompt.get("prompt") or prompt.get("program") or "")
        name = str(one.get("id") or "")
        line = line_of(text, name or asked_for.partition("\n")[0])
        about = str(one.get("context") or "")
        asked = Asked(path, line, asked_for, name or f"q{number}", explanation=about)
        if made := _question(source, asked, str(one.get("type")), prompt, answer):
            yield made


def _question(
    source: Source, asked: Asked, kind: str, prompt: dict[str, Any], answer: dict[str, Any]
) -> Question | None:
    given = answer.get("answer")
    right = [str(one) for one in (items(given) or [given]) if one is not None]
    if kind == "MultipleChoice":
        wrong = [str(one) for one in items(prompt.get("distractors"))]
        choices = [
            *(Choice(one, is_right=True) for one in right),
            *(Choice(one, is_right=False) for one in wrong),
        ]
        make = quizmaking.multiple if isinstance(given, list) else quizmaking.single
        return quizmaking.taken(source, asked, make(asked, choices))
    if kind == "ShortAnswer":
        accept = [*right, *(str(one) for one in items(answer.get("alternatives")))]
        return quizmaking.taken(source, asked, quizmaking.short(asked, accept))
    return quizmaking.refused(source, asked, say("there is nothing like {}", kind))
