"""A quiz, read: a file of its own, or a block in a lesson's front matter.

Knows how what a quiz says becomes a page; refuses to know what kinds of questions there are.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from academy_cli.authoring import conflicts, markdown
from academy_cli.authoring.codes import CODES, problem
from academy_cli.authoring.document import Page
from academy_cli.authoring.markdown import Link
from academy_cli.formats import reading
from academy_cli.formats.problems import Problem, has_errors
from academy_cli.formats.reading import BOM, decoded
from academy_cli.formats.yamltext import YamlLimits
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.saying import say
from academy_cli.quizzes.lessonkeys import AIMS, OPENING, ORIGIN
from academy_cli.quizzes.reading import markdown_of, quiz_of
from academy_cli.quizzes.schema import QUIZ
from academy_cli.quizzes.whole import whole

_OF_LESSONS = frozenset(field.name for field in (*OPENING, *AIMS, *ORIGIN))
_SETTINGS = ("pass_mark", "attempts", "time_limit", "shuffle", "show")
_ID = re.compile(
    rb"^id:[ \t]*[\"']?([A-Za-z0-9][A-Za-z0-9._:-]*)[\"']?[ \t]*(?:#.*)?\r?$", re.MULTILINE
)
_MAY_BE_ID = re.compile(rb"(?<![A-Za-z0-9_])id(?![A-Za-z0-9_])|\\")


def read_quiz(
    data: bytes,
    source: str,
    *,
    off: frozenset[str] = frozenset(),
    limits: YamlLimits = YamlLimits(),
) -> Page:
    """Read a quiz of its own, whose bytes have the sha256 ``source``, as ``page.read_page`` reads a lesson.

    Never raises. Its body is the whole file.
    """
    text, problems = decoded(data, "")
    problems += conflicts.left_in(data) if text is not None else []
    if text is None or any(one.code == "source.conflict" for one in problems):
        return _unreadable(source, data, problems)
    values, found = reading.values(text, "", QUIZ, codes=CODES, limits=limits)
    problems += found
    if values is None:
        return _unreadable(source, data, problems)
    is_broken = has_errors(problems)
    other_ids, name = QUIZ.almost("id", values), values.pop("id", None)
    title = values.pop("title", None)
    fields = {key: values[key] for key in values if key in _OF_LESSONS or key.startswith("x-")}
    quiz = "" if is_broken else compiled(values)
    said = {"kind": "quiz"} if is_broken else {"kind": "quiz", "quiz": settings(quiz)}
    links = tuple(links_of(values, problems))
    return Page(
        source,
        hashlib.sha256(data.removeprefix(BOM)).hexdigest(),
        id=name,
        title=title,
        fields=canonical(fields | said),
        links=links,
        problems=tuple(p for p in problems if p.is_firm or p.code not in off),
        is_unsure=name is None and is_broken and not other_ids and _may_hide_id(data),
        other_ids=other_ids,
        quiz=quiz,
    )


def compiled(values: Mapping[str, Any]) -> str:
    """The quiz that sound keys describe, as canonical JSON."""
    return whole(quiz_of(values))


def settings(quiz: str) -> Mapping[str, Any]:
    """What a lesson's fields say of its quiz: how it is taken, how many questions it has, and its sha256."""
    said = json.loads(quiz)
    kept = {name: said[name] for name in _SETTINGS if name in said}
    digest = hashlib.sha256(quiz.encode()).hexdigest()
    return kept | {"questions": len(said["questions"]), "sha256": digest}


def links_of(values: Mapping[str, Any], problems: list[Problem], line: int = 1) -> Iterator[Link]:
    """The links in the Markdown of a quiz that concern the course, about where they stand."""
    for text in markdown_of(values):
        try:
            found = markdown.links(text)
        except markdown.MarkdownError as error:
            message = say("the Markdown cannot be parsed: {}", error)
            place = (text.line + line - 1, text.column)
            problems.append(problem("source.unreadable", "", *place, message=message))
            continue
        for link in found:
            if not link.is_external or not link.has_alt:
                yield link._replace(line=link.line + text.first_line + line - 2, column=text.column)


def _unreadable(source: str, data: bytes, problems: list[Problem]) -> Page:
    """A quiz of which no field can be read; it keeps the id that it seems to give."""
    found = {name.decode() for name in _ID.findall(data)}
    name = found.pop() if len(found) == 1 else None
    is_unsure = name is None and _may_hide_id(data)
    return Page(
        source, "", id=name, problems=tuple(problems), is_unreadable=True, is_unsure=is_unsure
    )


def _may_hide_id(data: bytes) -> bool:
    """Whether an id may come to light when a file is mended that gives none as it is."""
    return _MAY_BE_ID.search(data) is not None
