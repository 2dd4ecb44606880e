"""PrairieLearn: assessments of a course instance, with zones of questions, become quizzes.

Order: the sets of infoCourse.json, an assessment's ``number``, its zones. A question used by several
assessments stands in each. What a question's server code makes or grades is dropped, by name.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from academy_cli.authoring.names import natural_key
from academy_cli.interchange.families import prairielearn_question
from academy_cli.interchange.outline import Lesson, Module, Outline
from academy_cli.interchange.quizmaking import Question
from academy_cli.interchange.shapes import items, mappings
from academy_cli.interchange.sources import Source, line_of
from academy_cli.kit.saying import say

_ASSESSMENT = re.compile(r"^courseInstances/(.+?)/assessments/(.+)/infoAssessment\.json$")
_QUESTION = re.compile(r"^questions/(.+)/info\.json$")
_TAKEN = frozenset({"uuid", "title", "set", "number", "zones", "text"})
_ZONE_TAKEN = frozenset({"title", "questions", "numberChoose"})
_USE_TAKEN = frozenset(
    {"id", "points", "autoPoints", "maxPoints", "maxAutoPoints", "alternatives", "numberChoose"}
)


class _Assessment(NamedTuple):
    path: str
    name: str
    instance: str
    said: Mapping[str, Any]
    text: str

    def line(self, words: str) -> int:
        return line_of(self.text, words)


def read(source: Source) -> Outline:
    """The quizzes of every course instance, by set."""
    course = source.json("infoCourse.json")
    said = course if isinstance(course, dict) else {}
    found = list(_assessments(source))
    converter = _Converter(source)
    instances = sorted({one.instance for one in found})
    children: list[Module] = []
    for instance in instances:
        inside = [one for one in found if one.instance == instance]
        modules = tuple(_modules(said, inside, converter))
        if len(instances) == 1:
            children += modules
        else:
            children.append(
                Module(instance, inside[0].path, modules, slug=instance, what="course instance")
            )
    converter.note_unused()
    text = source.text("infoCourse.json") or ""
    for key in said:
        if key not in ("uuid", "name", "title", "assessmentSets") and said[key]:
            line = line_of(text, f'"{key}"')
            source.drop("key", "infoCourse.json", say("ours has no such key"), line=line, name=key)
    return Outline(
        str(said.get("title") or said.get("name") or ""),
        tuple(children),
        "assessmentSets of infoCourse.json, then the number of each assessment",
        str(said.get("name") or ""),
    )


def _assessments(source: Source) -> Iterator[_Assessment]:
    for path in source.paths:
        found = _ASSESSMENT.match(path)
        if found and isinstance(said := source.json(path), dict):
            yield _Assessment(path, found[2], found[1], said, source.text(path) or "")


def _modules(
    course: Mapping[str, Any], found: list[_Assessment], converter: _Converter
) -> Iterator[Module]:
    """A module for each set, in the order of the sets."""
    stated = mappings(course.get("assessmentSets"))
    names = [str(one.get("name")) for one in stated]
    others = sorted({str(one.said.get("set")) for one in found} - set(names))
    for name in (*names, *others):
        inside = [one for one in found if str(one.said.get("set")) == name]
        inside.sort(
            key=lambda one: (natural_key(str(one.said.get("number"))), natural_key(one.name))
        )
        lessons = tuple(lesson for one in inside if (lesson := converter.lesson(one)))
        if lessons:
            heading = next(
                (str(one.get("heading") or "") for one in stated if one.get("name") == name), ""
            )
            fields = {"summary": heading} if heading and heading != name else {}
            yield Module(name, inside[0].path, lessons, slug=name, fields=fields, what="set")


class _Converter:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.questions = {
            found[1]: path for path in source.paths if (found := _QUESTION.match(path))
        }
        self.made: dict[str, list[Question]] = {}
        self.standing: set[tuple[str, str]] = set()

    def lesson(self, one: _Assessment) -> Lesson | None:
        """An assessment as a quiz; None, noted, where none of its questions has a counterpart."""
        title = str(one.said.get("title") or one.name)
        entries = [
            entry for zone in mappings(one.said.get("zones")) for entry in self._zone(one, zone)
        ]
        for key in one.said:
            if key not in _TAKEN:
                why = "ours has no such key"
                self.source.drop("key", one.path, why, line=one.line(f'"{key}"'), name=key)
        if not entries:
            why = "none of its questions has a counterpart"
            self.source.drop("quiz", one.path, why, name=one.name)
            return None
        quiz: dict[str, Any] = {"show": "answers", "questions": entries}
        if one.said.get("text"):
            made = prairielearn_question.plain(self.source, one.path, str(one.said["text"]))
            quiz = {"text": made, **quiz}
        return Lesson(title, one.path, id=one.name, slug=one.name, quiz=quiz, is_quiz=True)

    def _zone(self, one: _Assessment, zone: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """A zone's questions; a pool where some of them are chosen."""
        title = str(zone.get("title") or "")
        line = one.line(f'"{title}"') if title else 1
        for key in zone:
            if key not in _ZONE_TAKEN:
                self.source.drop("key", one.path, say("ours has no such key"), line=line, name=key)
        inside: list[Mapping[str, Any]] = []
        for use in mappings(zone.get("questions")):
            inside += self._use(one, use)
        pick = zone.get("numberChoose")
        if (
            isinstance(pick, int)
            and 0 < pick < len(inside)
            and not any("pool" in one for one in inside)
        ):
            self.source.keep("zone", one.path, line=line, name=title)
            yield {"pool": f"zone-{line}", "pick": pick, "questions": inside}
            return
        if title or pick:
            why = "its questions stand where they stood; a quiz has no headings"
            self.source.approximate("zone", one.path, why, line=line, name=title)
        else:
            self.source.keep("zone", one.path, line=line)
        yield from inside

    def _use(self, one: _Assessment, use: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """A question where an assessment uses it, or one of several alternatives."""
        for key in use:
            if key not in _USE_TAKEN:
                line = one.line(f'"{use.get("id", key)}"')
                self.source.drop("key", one.path, say("ours has no such key"), line=line, name=key)
        alternatives = use.get("alternatives")
        if not isinstance(alternatives, list):
            yield from self._question(one, use, use)
            return
        inside = [
            made for each in mappings(alternatives) for made in self._question(one, each, use)
        ]
        pick = use.get("numberChoose", 1)
        if isinstance(pick, int) and 0 < pick < len(inside):
            name = str(mappings(alternatives)[0].get("id", "")).rpartition("/")[2]
            yield {
                "pool": re.sub(r"[^A-Za-z0-9._:-]", "_", f"one-of-{name}"),
                "pick": pick,
                "questions": inside,
            }
        else:
            yield from inside

    def _question(
        self, one: _Assessment, use: Mapping[str, Any], outer: Mapping[str, Any]
    ) -> Iterator[Question]:
        name = str(use.get("id") or "")
        line = one.line(f'"{name}"')
        if name not in self.questions:
            self.source.drop(
                "reference", one.path, say("there is no such question"), line=line, name=name
            )
            return
        if (one.path, name) in self.standing:
            why = "it stands in this assessment already"
            self.source.drop("reference", one.path, why, line=line, name=name)
            return
        self.standing.add((one.path, name))
        if name not in self.made:
            self.made[name] = prairielearn_question.questions(self.source, name)
        made = self.made[name]
        if not made:
            why = "this question could not be converted"
            self.source.drop("reference", one.path, why, line=line, name=name)
            return
        self.source.keep("reference", one.path, line=line, name=name)
        points = _points(use) if _points(use) is not None else _points(outer)
        share = None if points is None else points // len(made) or (1 if points else 0)
        for question in made:
            yield {**question, "points": share} if share not in (None, 1) else question

    def note_unused(self) -> None:
        """Note every question that no assessment uses."""
        for name, path in self.questions.items():
            if name not in self.made:
                self.source.drop("question", path, say("no assessment uses it"), name=name)
                folder = posixpath.dirname(path)
                self.source.used.update(self.source.below(folder, "question.html"))


def _points(use: Mapping[str, Any]) -> int | None:
    for key in ("autoPoints", "points", "maxAutoPoints", "maxPoints"):
        value = use.get(key)
        numbers = [one for one in items(value) if isinstance(one, int | float)]
        best = max(numbers) if numbers else value
        if isinstance(best, (int, float)) and not isinstance(best, bool):
            return max(0, min(1000, round(best)))
    return None
