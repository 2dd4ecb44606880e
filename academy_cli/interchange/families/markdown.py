"""A folder of Markdown that is nearly a course already: every file keeps its name and place.

Order: the numbers of names, as in our format. A ``quiz-app`` (the one of Microsoft's curricula for beginners)
beside it becomes quizzes: each stands after the lesson that links to it, by the address ``/quiz/NUMBER``.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from academy_cli.authoring.conventions import Conventions, folders_of
from academy_cli.authoring.guesses import identity, left_out
from academy_cli.authoring.names import is_markdown_name, with_usual_suffix
from academy_cli.interchange import quizmaking
from academy_cli.interchange.outline import Lesson, Outline, Translation
from academy_cli.interchange.quizmaking import Asked, Choice
from academy_cli.interchange.shapes import mapping, mappings
from academy_cli.interchange.sources import Source, line_of
from academy_cli.interchange.translating import BEGINNING, ENOUGH, is_md5_of, tags_of
from academy_cli.kit.saying import say

_APP = re.compile(r"(?:^|/)quiz-app/(?:.*/)?translations/([\w-]+)\.json$")
_ADDRESS = re.compile(r"https?://[^\s)\"'<>]*/quiz/(\d+)[^\s)\"'<>]*")
_MIRRORED = re.compile(r"translations/([A-Za-z][\w-]*)/(.+\.mdx?)$", re.IGNORECASE)
_NOTED = re.compile(
    r"\s*<!--\s*CO_OP_TRANSLATOR_METADATA:[^>]*?\"original_hash\":\s*\"([0-9a-fA-F]{32})\""
)
_KNOWN = frozenset(
    {
        "id", "title", "kind", "minutes", "required", "preview", "draft", "release_at", "video", "resources",
        "objectives", "tags", "quiz",
    }
)  # fmt: skip


def read(source: Source) -> Outline:
    """Every page that our format takes for a lesson, and the quizzes that pages link to."""
    title = identity(source.tree, ["course"])[1]
    ignored = left_out(source.tree)
    ignore = ignored.value if ignored is not None and isinstance(ignored.value, list) else []
    pages = list(_pages(source, ignore))
    wanted, apps = _apps(source)
    quizzes = _quizzes(source, apps.get(wanted, ""))
    asked = defaultdict[str, list[str]](list)
    lessons = [made for path in pages if (made := _lesson(source, path, quizzes, asked))]
    taken = [_quiz_lesson(source, quizzes, number, paths) for number, paths in asked.items()]
    for number, quiz in quizzes.items():
        if number not in asked:
            why = "no page links to it"
            source.drop("quiz", quiz.source, why, line=quiz.line, name=quiz.title)
    found = (
        *_translations(source, {lesson.source for lesson in lessons}),
        *_translated_quizzes(source, asked),
    )
    guessed = {"title": title.why}
    return Outline(str(title.value), (*lessons, *taken), guessed=guessed, translations=found)


def _translations(source: Source, lessons: set[str]) -> Iterator[Translation]:
    """What mirrors the lessons in folders of languages, by the languages' right codes."""
    files = {path: m.groups() for path in source.paths if (m := _MIRRORED.match(path))}
    texts = defaultdict[str, list[str]](list)
    for path, (code, original) in files.items():
        if original in lessons and len(texts[code]) < ENOUGH:
            texts[code].append(source.peek(path, source.limits.text_bytes)[:BEGINNING])
    tags = tags_of(texts)
    for path, (code, original) in files.items():
        if original not in lessons:
            continue
        page = source.page(path)
        if not tags[code] or page is None:
            source.drop(
                "translation", path, say("nobody can say which language it is in"), name=code
            )
            continue
        if tags[code] != code:
            why = say("the code of its language is {}", tags[code])
            source.approximate("language", path, why, name=code)
        said = page.front.value
        lesson = Lesson(str(said.get("title") or ""), path, page.body, line=page.line, fields=said)
        yield Translation(tags[code], original, lesson, _is_current(source, page.body, original))


def _is_current(source: Source, text: str, original: str) -> bool | None:
    """Whether a text was made from its original as it is, by what a translator's tool noted."""
    noted = _NOTED.match(text)
    data = source.data(original) if noted else None
    return is_md5_of(noted[1], data) if noted and data is not None else None


def _pages(source: Source, ignore: Sequence[str]) -> Iterator[str]:
    """Every page that stands as a lesson by our format's conventions."""
    places = {path: _place(source, path) for path in source.paths}
    conventions = Conventions(folders_of(places.values()), ignore)
    for path, placed in places.items():
        is_apart = re.search(r"(?:^|/)(?:quiz-app|lesson-template)/", path)
        if is_markdown_name(placed) and conventions.stands(placed) and not is_apart:
            yield path


def _place(source: Source, path: str) -> str:
    """Where a file stands in the course: as ``.md``, which others write out."""
    short = with_usual_suffix(path)
    return path if short in source.known else short


def _lesson(
    source: Source, path: str, quizzes: Mapping[str, Lesson], asked: dict[str, list[str]]
) -> Lesson | None:
    page = source.page(path)
    if page is None:
        return None
    fields = {}
    for key, value in page.front.value.items():
        if key in _KNOWN - {"id", "title"}:
            fields[key] = value
        elif key not in _KNOWN:
            line = page.front.line(key)
            source.drop("key", path, say("ours has no such key"), line=line, name=key)

    def local(found: re.Match[str]) -> str:
        quiz = quizzes.get(found[1])
        if quiz is None:
            return found[0]
        asked[found[1]].append(path)
        return posixpath.relpath(
            _quiz_path(asked[found[1]][0], found[1]), posixpath.dirname(path) or "."
        )

    said = page.front.value
    return Lesson(
        str(said.get("title") or ""),
        path,
        _ADDRESS.sub(local, page.body) if quizzes else page.body,
        str(said.get("id") or ""),
        line=page.line,
        path=_place(source, path),
        fields=fields,
    )


def _quiz_path(page: str, number: str) -> str:
    folder, _, name = page.rpartition("/")
    stem = name.rpartition(".")[0]
    return posixpath.join(folder, f"{stem}-quiz-{number}.quiz.yaml")


def _quiz_lesson(
    source: Source, quizzes: Mapping[str, Lesson], number: str, paths: list[str]
) -> Lesson:
    quiz = quizzes[number]
    return Lesson(
        quiz.title,
        quiz.source,
        id=quiz.id,
        line=quiz.line,
        path=_quiz_path(paths[0], number),
        quiz=quiz.quiz,
        is_quiz=True,
    )


def _apps(source: Source) -> tuple[str, Mapping[str, str]]:
    """The language of the quizzes that are taken, and the app's file of each language."""
    files = {found[1]: path for path in source.paths if (found := _APP.search(path))}
    return source.language or ("en" if "en" in files else next(iter(files), "")), files


def _quizzes(source: Source, path: str) -> dict[str, Lesson]:
    """Every quiz of the app in one language, by its number."""
    said = source.json(path) if path else None
    text = source.text(path) or "" if path else ""
    return dict(_of_app(source, path, text, said))


def _translated_quizzes(source: Source, asked: Mapping[str, list[str]]) -> Iterator[Translation]:
    """The quizzes that pages link to, in the app's other languages."""
    wanted, files = _apps(source)
    aside = source.aside()  # what became of each question is told once
    for code, path in files.items():
        if code == wanted:
            continue
        quizzes = _quizzes(aside, path)
        texts = [str(one["text"]) for quiz in quizzes.values() for one in _questions_of(quiz)]
        tag = tags_of({code: texts})[code]
        if not tag:
            source.drop(
                "translation", path, say("nobody can say which language it is in"), name=code
            )
            continue
        for number, quiz in quizzes.items():
            if number in asked:
                at = _quiz_path(asked[number][0], number)
                yield Translation(tag, files[wanted], replace(quiz, is_quiz=True), at=at)


def _questions_of(quiz: Lesson) -> Sequence[Mapping[str, Any]]:
    return quiz.quiz["questions"] if quiz.quiz else ()


def _of_app(source: Source, path: str, text: str, said: Any) -> Iterator[tuple[str, Lesson]]:
    for app in said if isinstance(said, list) else [said]:
        for quiz in mappings(mapping(app).get("quizzes")):
            title, number = str(quiz.get("title") or ""), str(quiz.get("id") or "")
            questions = [
                made
                for one in mappings(quiz.get("quiz"))
                if (made := _question(source, path, text, one))
            ]
            line = line_of(text, f'"{title}"')
            if not questions:
                why = "none of its questions has a counterpart"
                source.drop("quiz", path, why, line=line, name=title)
                continue
            yield (
                number,
                Lesson(title, path, id=f"quiz-{number}", line=line, quiz={"questions": questions}),
            )


def _question(
    source: Source, path: str, text: str, said: dict[str, Any]
) -> quizmaking.Question | None:
    words = str(said.get("questionText") or "")
    asked = Asked(path, line_of(text, words), words)
    choices = [
        Choice(str(one.get("answerText") or ""), str(one.get("isCorrect")).lower() == "true")
        for one in mappings(said.get("answerOptions"))
    ]
    make = quizmaking.multiple if sum(one.is_right for one in choices) > 1 else quizmaking.single
    return quizmaking.taken(source, asked, make(asked, choices))
