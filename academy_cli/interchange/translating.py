"""Translations that a source brings along: each stands in `translations/LANG/` where its original stands.

Knows which of a lesson's words are translated, and how sources say what they were made from; refuses to know
formats.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import md5, sha256
from typing import TYPE_CHECKING, Any

from academy_cli.authoring.document import Kind, Node
from academy_cli.authoring.languages import guess
from academy_cli.authoring.lessonfiles import read_lesson
from academy_cli.authoring.names import MODULE_FILE, TRANSLATIONS, is_quiz_name
from academy_cli.authoring.translations.tags import right_tag, widened
from academy_cli.authoring.translations.versions import version_of
from academy_cli.formats.yamltext import dump
from academy_cli.interchange.notes import Fate, Note
from academy_cli.interchange.outline import Heading, Lesson, Translation
from academy_cli.kit.saying import say
from academy_cli.quizzes.retelling import differences
from academy_cli.quizzes.whole import read_whole

if TYPE_CHECKING:
    from academy_cli.interchange.placing import Placing

_OWN = ("objectives", "tags", "resources", "video")
ENOUGH, BEGINNING = 8, 4000
"""So many texts of a language tell which it is, and so many characters of each."""


def put_translations(placing: Placing, translations: Iterable[Translation]) -> None:
    """Write translations beside the files that are there already, and note what became of each."""
    known = [one for one in translations if _has_original(placing, one)]
    known = [*_under_one_tag(placing, known)]
    for one in known:
        if not one.at:
            placing.stands.setdefault(one.lesson.source, placing.stands[one.of])
    for one in known:
        _put(placing, one)


def _under_one_tag(placing: Placing, known: Sequence[Translation]) -> Iterator[Translation]:
    """The same, where the parts of a source call one language by several tags, under the shortest of them.

    Where two say the same text, they are two languages to whoever made them.
    """
    texts: dict[str, set[str]] = {}
    for one in known:
        texts.setdefault(one.language, set()).add(one.at or one.of)
    told: dict[str, str] = {}
    for tag in sorted(texts, key=lambda tag: (len(tag), tag)):
        same = (other for other in told.values() if widened(other) == widened(tag))
        first = next((other for other in same if not texts[other] & texts[tag]), tag)
        told[tag] = first
        if first != tag:
            texts[first] |= texts[tag]
    for one in known:
        tag = told[one.language]
        if tag != one.language:
            why = say("other texts of this language are called {}", tag)
            placing.source.approximate("language", one.lesson.source, why, name=one.language)
        yield replace(one, language=tag)


def put_headings(placing: Placing, headings: Iterable[Heading]) -> None:
    """Write what modules are called in other languages, and note it."""
    for one in headings:
        folder = next(
            (path for path, module in placing.modules.items() if module is one.module), ""
        )
        where = f"{TRANSLATIONS}/{one.language}/{folder}/{MODULE_FILE}"
        if not folder or where in placing.files:
            continue
        made_from = _heading_made_from(placing, folder) if one.is_current else ""
        said = {"title": one.title[:500], **({"source": made_from} if made_from else {})}
        placing.files[where] = dump(said).encode("utf-8", "replace")
        note = Note(Fate.KEPT, "heading", one.source, one.line, one.title, "", where)
        placing.source.notes.append(note)


def _heading_made_from(placing: Placing, folder: str) -> str:
    original = Node(Kind.MODULE, "", folder)
    path = f"{folder}/{MODULE_FILE}"
    version = version_of(original, path, lambda file: placing.files.get(file, b"{}"))
    return version.digest if version is not None else ""


def _has_original(placing: Placing, one: Translation) -> bool:
    if one.at in placing.files or (one.of and not one.at and one.of in placing.stands):
        return True
    why = "there is no original of it in the course"
    placing.source.drop("translation", one.lesson.source, why, name=one.language)
    return False


def _put(placing: Placing, one: Translation) -> None:
    lesson, path = one.lesson, one.at or placing.stands[one.of]
    source, where = placing.source, f"{TRANSLATIONS}/{one.language}/{path}"
    if where in placing.files:
        why = "the same language has another one"
        source.drop("translation", lesson.source, why, name=one.language)
        return
    if is_quiz_name(path) is not lesson.is_quiz:
        why = "its original is a quiz" if is_quiz_name(path) else "its original is no quiz"
        source.drop("translation", lesson.source, why, name=one.language)
        return
    made_from = _made_from(placing, one, path)
    text, why = _text(placing, lesson, path, made_from), one.lacks
    fate = Fate.APPROXIMATED if one.lacks else Fate.KEPT
    if lesson.quiz and (differs := _differs(placing.files[path], path, text)):
        if lesson.is_quiz:
            source.drop(
                "translation",
                lesson.source,
                say("it asks otherwise: {}", differs),
                name=one.language,
            )
            return
        fate, why = Fate.APPROXIMATED, say("without its questions, which are others: {}", differs)
        text = _text(placing, replace(lesson, quiz=None), path, made_from)
    placing.files[where] = text.encode("utf-8", "replace")
    source.used.add(lesson.source)
    note = Note(fate, "translation", lesson.source, lesson.line, one.language, why, where)
    source.notes.append(note)


def _text(placing: Placing, lesson: Lesson, path: str, made_from: str) -> str:
    """A translation's file; its links are those of a file that stands where its original does."""
    said: dict[str, Any] = {"title": " ".join(lesson.title.split())[:500]} if lesson.title else {}
    said |= {name: lesson.fields[name] for name in _OWN if name in lesson.fields}
    said |= {"source": made_from} if made_from else {}
    quiz = placing.quiz(lesson, path)
    if lesson.is_quiz:
        return dump(said | dict(quiz or {}), blocks=True)
    if quiz is not None:
        said["quiz"] = quiz
    head = f"---\n{dump(said, blocks=True)}---\n\n" if said else ""
    return head + placing.linked(lesson.body, lesson, path).strip("\n") + "\n"


def _made_from(placing: Placing, one: Translation, path: str) -> str:
    """The digest of what a translation was made from: nothing where the source says nothing of it.

    Of a text that is not there any more nobody has the digest of its words; it gets one that no text has.
    """
    if one.is_current is None:
        return ""
    if not one.is_current:
        return sha256(f"another text than {one.of}".encode()).hexdigest()
    original = Node(Kind.LESSON, "", path)
    version = version_of(original, path, placing.files.get)
    return version.digest if version is not None else ""


def _differs(original: bytes, path: str, text: str) -> str:
    """What a translated quiz asks otherwise, in words; empty where one of the two cannot be read at all."""
    quizzes = [
        read_lesson(path, data, sha256(data).hexdigest()).quiz for data in (original, text.encode())
    ]
    if not all(quizzes):
        return say("one of the two has an error")
    wanted, said = map(read_whole, quizzes)
    return next(differences(wanted, said), "")


def is_md5_of(digest: str, data: bytes) -> bool:
    """Whether a translator's tool noted the MD5 of these bytes; as a mark, it protects nothing."""
    return md5(data, usedforsecurity=False).hexdigest() == digest.lower()


def tags_of(texts: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    """The right tag of each language by what a source calls it, which is empty where nobody can say.

    ``texts`` are beginnings of texts in that language.
    """
    return {code: right_tag(code, guess([*some])) for code, some in texts.items()}
