"""Quizzes and answers in files of their own, read for one command.

Knows where a quiz stands in a file, and what a file of answers looks like; refuses to know a course.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from academy_cli.cli.reading import text_of
from academy_cli.cli.terminal import Terminal
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, unstopped

if TYPE_CHECKING:
    from academy_cli.formats.problems import Problem
    from academy_cli.formats.yamltext import Node
    from academy_cli.quizzes.questions import Quiz

LONGEST = 1024 * 1024
"""Bytes, as of any text of a course."""
_LESSONS = (".md", ".mdx")


class FaultyQuizError(AcademyError):
    """A quiz with errors."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            Kind.INVALID,
            "quiz.invalid",
            say("The quiz in “{}” has errors.", file),
            "Each finding says how to mend it; then run the same command again.",
        )


class NoQuizError(AcademyError):
    """A lesson without a quiz."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            Kind.MISSING,
            "quiz.missing",
            say("There is no quiz in “{}”.", file),
            "Add `quiz:` to its front matter, or name a file NAME.quiz.yaml.",
        )


class BadAnswersError(AcademyError):
    """A file of answers that cannot be read as such."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "quiz.unreadable-answers",
            say("“{}” cannot be read as answers: {}.", file, why),
            "Write one line for each question, such as `1: b`.",
        )


def read(terminal: Terminal, file: Path) -> Quiz:
    """The quiz in a file; what is wrong with it is shown. Raises FaultyQuizError, NoQuizError."""
    from academy_cli.cli.show.quiz import show_findings
    from academy_cli.formats.problems import has_errors

    found, problems = examined(file)
    if problems:
        show_findings(terminal, problems, is_answer=has_errors(problems))
    return sound(found, problems, file)


def examined(file: Path) -> tuple[Quiz | None, tuple[Problem, ...]]:
    """The quiz in a file, if there is one without errors, and what is wrong with the file, in order."""
    from academy_cli.formats.problems import ordered
    from academy_cli.quizzes.reading import read_file

    data = text_of(file, LONGEST).encode()
    is_lesson = file.suffix.lower() in _LESSONS
    found, problems = _in_lesson(data, file) if is_lesson else read_file(data, str(file))
    return found, ordered(problems)


def sound(found: Quiz | None, problems: Sequence[Problem], file: Path) -> Quiz:
    """The quiz. Raises FaultyQuizError where there are errors, and NoQuizError where there is none."""
    from academy_cli.formats.problems import has_errors

    if has_errors(problems):
        raise FaultyQuizError(file)
    if found is None:
        raise NoQuizError(file)
    return found


def answers(file: Path) -> Mapping[str, Any]:
    """What a file of answers says, each scalar as the text it is written as. Raises BadAnswersError."""
    from academy_cli.formats.yamltext import parse

    text = text_of(file)
    if text.lstrip().startswith("{"):
        try:
            return _checked(json.loads(text, parse_float=str, parse_int=str), file)
        except json.JSONDecodeError:
            pass  # a mapping of YAML begins like that, too
        except RecursionError as error:
            raise BadAnswersError(file, say("it is nested too deep")) from error
    parsed = parse(text, file.name)
    if parsed.mapping is None:
        first = parsed.problems[0]
        raise BadAnswersError(file, say("{} (line {})", unstopped(first.message), first.line))
    return _checked(_said(parsed.mapping, file), file)


def _checked(said: Any, file: Path) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        raise BadAnswersError(file, say("it has no `question: answer` lines"))
    return said


def _said(node: Node, file: Path) -> Any:
    """What a node says, as texts; nothing where a key has no value. Raises BadAnswersError."""
    from academy_cli.formats.findings import NOTHING
    from academy_cli.formats.yamltext import MappingNode, ScalarNode, is_plain

    if isinstance(node, ScalarNode):
        return None if is_plain(node) and node.value in NOTHING else node.value
    if not isinstance(node, MappingNode):
        return [_said(one, file) for one in node.value]
    found: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            raise BadAnswersError(file, say("one of its keys is no plain text"))
        if key.value in found:
            raise BadAnswersError(file, say("“{}” stands twice", key.value))
        found[key.value] = _said(value, file)
    return found


def _in_lesson(data: bytes, file: Path) -> tuple[Quiz | None, tuple[Problem, ...]]:
    """The quiz in a lesson's front matter, and what is wrong there."""
    from academy_cli.authoring.codes import CODES
    from academy_cli.authoring.parts import split
    from academy_cli.authoring.schema import LESSON
    from academy_cli.formats.findings import Findings
    from academy_cli.formats.yamltext import parse
    from academy_cli.quizzes.reading import quiz_of

    front = split(data).front
    parsed = parse((front or b"").decode(), str(file), first_line=2)
    if parsed.mapping is None:
        return None, parsed.problems
    findings = Findings(str(file), 2, codes=CODES)
    said = LESSON.read(parsed.mapping, findings).get("quiz")
    return (None if said is None else quiz_of(said)), tuple(findings.problems)
