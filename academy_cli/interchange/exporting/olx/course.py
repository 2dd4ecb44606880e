"""Open edX (OLX): a course as the tree of files that Studio imports.

After https://docs.openedx.org/en/latest/educators/olx/. Knows the course and its levels; lessons and their
questions are in modules beside it. Refuses to leave anything out without a note.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from academy_cli.authoring.document import LESSON
from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.preview.looking import View
from academy_cli.interchange.exporting.course import Course, Wanted
from academy_cli.interchange.exporting.naming import names_of
from academy_cli.interchange.exporting.olx.sections import Chapter, Sections, Sequential
from academy_cli.interchange.exporting.olx.units import NO_KEY, TOP, Units, file_name
from academy_cli.interchange.exporting.package import Package
from academy_cli.interchange.exporting.placing import Placing
from academy_cli.interchange.exporting.xmltext import element, lines

RUN = "run"
_GRADER = "Quiz"
_GRADING: Mapping[str, Any] = {
    "GRADER": [
        {"type": _GRADER, "short_label": _GRADER, "min_count": 1, "drop_count": 0, "weight": 1.0}
    ],
    "GRADE_CUTOFFS": {"Pass": 0.5},
}
"""Quizzes are all that counts, and half of their points pass: Open edX wants a rule, and we have none."""
_ARRANGING = frozenset({"content", "ignore", "moved", "checks"})
"""Keys that say how files become a course, which is done when it is exported."""
_SOLD = frozenset({"prices", "access", "capacity", "refunds", "status", "publish_at"})


def export(course: Course, wanted: Wanted, package: Package) -> None:
    """Fill a package with a course; drafts are in it, for its staff alone."""
    names = names_of(course.nodes)
    writer = _Writer(course, names, package)
    sections = Sections(course, names)
    chapters = [writer.chapter(one) for one in sections.chapters]
    writer.root(chapters)
    writer.remade(sections)


class _Writer:
    """The files of one course, but for its lessons."""

    def __init__(self, course: Course, names: Sequence[str], package: Package) -> None:
        self.course, self.package = course, package
        self.units = Units(course, course.looking(View.AUTHOR), names, package)
        self.names = names
        self.placing = Placing(course, COURSE_FILE)

    # -- levels ------------------------------------------------------------------------------------

    def chapter(self, chapter: Chapter) -> str:
        """Write a chapter, and give the reference to it."""
        inside = [self._sequential(one, chapter) for one in chapter.sequentials]
        return self._level("chapter", chapter, inside, start=self._start(chapter.module, -1))

    def _sequential(self, one: Sequential, chapter: Chapter) -> str:
        has_quiz = [self.units.add(index) for index in one.lessons]
        is_graded = any(has_quiz)
        inside = [element("vertical", url_name=self.names[index]) for index in one.lessons]
        start = self._start(one.module, chapter.module)
        graded = {"format": _GRADER, "graded": "true"} if is_graded else {}
        return self._level("sequential", one, inside, start=start, **graded)

    def _level(
        self, kind: str, one: Chapter | Sequential, inside: Sequence[str], **said: str | None
    ) -> str:
        to = f"{TOP}{kind}/{file_name(one.name)}.xml"
        self.package.put(to, element(kind, lines(inside), display_name=one.title, **said) + "\n")
        return element(kind, url_name=one.name)

    def _start(self, module: int, around: int) -> str | None:
        """When all modules are open from one up to, and without, another that is around it."""
        dates = []
        while module not in (-1, around):
            values: Mapping[str, Any] = json.loads(self.course.told(module).fields)
            dates.append(str(values.get("release_at", "")))
            module = self.course.sketch.places[module].parent
        return max(dates, default="") or None

    def remade(self, sections: Sections) -> None:
        """Note what became of each module, and of lessons without one."""
        for index, node in enumerate(self.course.nodes):
            name, file = self.names[index], self.course.module_file(index)
            if index in sections.loose:
                why = "it stands in no module, and Open edX wants one: a section was made for it"
                self.package.approximate("lesson", node.path, why, name=name)
            elif index in sections.remade:
                why = "Open edX has two levels: it is a section beside the one that it was in"
                self.package.approximate("module", file, why, name=name)
            elif node.kind is not LESSON:
                self.package.keep("module", file, name=name)

    # -- the course ----------------------------------------------------------------------------------

    def root(self, chapters: Sequence[str]) -> None:
        """Write what is about the whole course."""
        values, said = self.course.sketch.values, {"display_name": self.course.title}
        for key, name in (("language", "language"), ("starts_at", "start"), ("ends_at", "end")):
            if key in values:
                said[name] = str(values[key])
                self._kept(key)
        if self.course.spoken:
            said["language"] = self.course.language
        if address := self._cover(values):
            said["course_image"] = address
        self._about(values)
        slug = self.course.slug
        self._put("course.xml", element("course", url_name=RUN, org="academy", course=slug))
        self._put(f"course/{RUN}.xml", element("course", lines(chapters), **said))
        self._put(f"policies/{RUN}/policy.json", _json({f"course/{RUN}": {}}))
        self._put(f"policies/{RUN}/grading_policy.json", _json(_GRADING))
        self.package.keep("course", COURSE_FILE, name=slug, to=f"{TOP}course/{RUN}.xml")
        told = {"language", "starts_at", "ends_at", "cover", "summary", "description"}
        for key in sorted(values.keys() - told - _ARRANGING):
            why = "it is of the academy that sells the course" if key in _SOLD else NO_KEY
            self.package.drop("key", COURSE_FILE, why, line=self.placing.key(key), name=key)

    def _cover(self, values: Mapping[str, Any]) -> str | None:
        """The name of the picture of the course."""
        address = (
            self.units.bodies.file(str(values["cover"]), COURSE_FILE) if "cover" in values else None
        )
        if address is None:
            return None
        self._kept("cover")
        return address.removeprefix("/static/")

    def _about(self, values: Mapping[str, Any]) -> None:
        if summary := self.course.summary:
            self._put("about/short_description.html", escape(summary, quote=False))
            self._kept("summary")
        told = self.course.telling.course
        if told.text.text:
            placing = Placing(self.course, told.file)
            self._put("about/overview.html", self.units.html(told.text.text, placing))
            self._kept("description")

    def _kept(self, key: str) -> None:
        self.package.keep("key", COURSE_FILE, line=self.placing.key(key), name=key)

    def _put(self, path: str, text: str) -> None:
        self.package.put(f"{TOP}{path}", text if text.endswith("\n") else text + "\n")


def _json(value: object) -> str:
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)
