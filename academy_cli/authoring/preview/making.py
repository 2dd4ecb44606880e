"""The pages of a course, as values: each made when it is asked for, from no more than it shows.

Knows what stands on which page; refuses to know how pages look and how they reach anybody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from academy_cli.authoring.document import LESSON
from academy_cli.authoring.names import COURSE_FILE, MODULE_FILE
from academy_cli.authoring.preview.addresses import FINDINGS, HOME, href, root_of
from academy_cli.authoring.preview.found import Found
from academy_cli.authoring.preview.frame import Frame
from academy_cli.authoring.preview.links import Links
from academy_cli.authoring.preview.looking import Looking
from academy_cli.authoring.preview.outlines import Outlines
from academy_cli.authoring.preview.quizzing import (
    NO_ATTEMPT,
    Attempt,
    quiz_form,
    self_graded_form,
)
from academy_cli.formats.problems import Problem
from academy_cli.kit.language import is_right_to_left
from academy_cli.pages.rendering import Body, rendered, video
from academy_cli.pages.values import (
    CoursePage,
    Finding,
    FindingsPage,
    Language,
    LessonPage,
    Link,
    ModulePage,
    NoticePage,
    Page,
    QuizForm,
    Site,
)
from academy_cli.pages.wording import Words, words
from academy_cli.quizzes.whole import read_whole


class PageMaker:
    """Makes the pages of one view of a course."""

    def __init__(
        self, looking: Looking, found: Found, frame: Frame, attempt: Attempt = NO_ATTEMPT
    ) -> None:
        self.looking, self.sketch, self.attempt = looking, looking.sketch, attempt
        self.found, self.frame = found, frame
        self.outlines = Outlines(looking, Found() if looking.is_learner else found)

    def page(self, address: str) -> Page | None:
        """The page at an address; None where there is none."""
        if address in ("", HOME):
            return self._course()
        if address == FINDINGS and not self.looking.is_learner:
            return self._findings()
        index = self.sketch.addresses.places.get(address)
        if index is None or not self.looking.is_shown(index):
            return None
        if self.sketch.places[index].kind is LESSON:
            return self._lesson(index, address)
        return self._module(index, address)

    def missing(self, address: str) -> NoticePage:
        """The page for an address at which there is none."""
        message = "There is no such page in this course. It may have been renamed, or be a draft."
        return NoticePage(self._site(address), "Not here", message)

    def addresses(self) -> Sequence[str]:
        """The address of every page that is seen."""
        every = self.looking.shown(range(len(self.sketch.places)))
        return [HOME, *(self.sketch.addresses.of[index] for index in every)]

    def _site(self, address: str) -> Site:
        root = root_of(address)
        tag = str(self.looking.values.get("language", "en"))
        own = Language(tag, tag, is_right_to_left(tag))
        found = None
        if not self.looking.is_learner and self.frame.is_live:
            found = Link(self._found_word(words(tag)), href(root, FINDINGS))
        title = self.sketch.root.title or self.sketch.name
        views = [
            Link(words(tag)(view.title), view.href) for view in self.frame.views(root, address)
        ]
        return Site(title, root, (own,), views, found, self.frame.is_live, self.frame.scripts)

    def _found_word(self, told: Words) -> str:
        every = sum(self.found.counts.values())
        if not self.found.is_checked:
            return told("findings")
        return told("finding") if every == 1 else told("many_findings", count=f"{every:,}")

    # -- the course ----------------------------------------------------------------------------

    def _course(self) -> Page:
        site = self._site(HOME)
        if not self.sketch.is_readable:
            wrong = _findings(self._problems(COURSE_FILE, self.sketch.problems))
            message = "course.yaml cannot be read. Mend it, and this page shows the course."
            return NoticePage(site, "The course cannot be shown", message, wrong)
        links, values = self._links(COURSE_FILE, ""), self.looking.values
        first = self.looking.neighbour(-1, 1)
        cover = links.named(values["cover"]) if "cover" in values else None
        return CoursePage(
            site,
            self.outlines.whole(""),
            str(values.get("summary", "")),
            self._rendered(self.sketch.description, links, site.course),
            self._facts(site),
            cover or "",
            first=self._link(first, "") if first is not None else None,
            findings=self._told_of(COURSE_FILE, self.sketch.problems),
        )

    def _facts(self, site: Site) -> Sequence[tuple[str, str]]:
        told = words(site.language.tag)
        lessons, values = self.looking.lessons(-1), self.looking.values
        facts = []
        if lessons is not None:
            many = told("lessons", count=f"{lessons:,}")
            facts.append((told("contents_fact"), told("lesson") if lessons == 1 else many))
        facts += [
            (told(name), str(values[name])) for name in ("duration", "level") if name in values
        ]
        return facts

    def _problems(self, file: str, own: Sequence[Problem]) -> Sequence[Problem]:
        return [one for one in self.found.of(file, own) if one.file == file]

    def _told_of(self, file: str, own: Sequence[Problem]) -> Sequence[Finding]:
        is_shown = self.frame.is_live and not self.looking.is_learner
        return _findings(self._problems(file, own)) if is_shown else ()

    # -- modules and lessons ----------------------------------------------------------------------

    def _module(self, index: int, address: str) -> ModulePage:
        root, told = root_of(address), self.looking.told(index)
        standing = self.looking.standing(index)
        first, path = self.looking.neighbour(index, 1), self.sketch.places[index].path
        return ModulePage(
            self._site(address),
            told.title,
            self._trail(index, root),
            self.outlines.around(index, root),
            self.outlines.inside(index, root),
            str(_values(told.fields).get("summary", "")),
            standing.state,
            standing.opens_at,
            next=self._link(first, root) if first is not None else None,
            findings=[
                one
                for file in (f"{path}/{MODULE_FILE}", path)
                for one in self._told_of(file, self.sketch.problems)
            ],
        )

    def _lesson(self, index: int, address: str) -> LessonPage:
        root, told = root_of(address), self.looking.told(index)
        path, values = self.sketch.places[index].path, _values(told.fields)
        standing, links = self.looking.standing(index), self._links(path, root)
        before, after = self.looking.neighbour(index, -1), self.looking.neighbour(index, 1)
        is_readable = self.looking.is_readable(index)
        body = self._rendered(told.text, links, told.title) if is_readable else Body()
        return LessonPage(
            self._site(address),
            told.title,
            self._trail(index, root),
            self.outlines.around(index, root),
            body,
            _video(values, links, told.title) if is_readable else "",
            tuple(_resources(values, links)) if is_readable else (),
            self._link(before, root) if before is not None else None,
            self._link(after, root) if after is not None else None,
            values.get("kind", "article"),
            values.get("minutes"),
            values.get("required", True) is not False,
            standing.state,
            standing.opens_at,
            "" if self.looking.is_learner else path,
            self._told_of(path, told.problems),
            self._quiz(told.quiz, links) if told.quiz and is_readable else None,
        )

    def _quiz(self, written: str, links: Links) -> QuizForm:
        language = str(self.looking.values.get("language", "en"))
        quiz = read_whole(written)

        def text(markdown: str) -> Body:
            return rendered(markdown, links, language=language)

        if self.frame.grades(quiz):
            return self_graded_form(quiz, text, words(language))
        return quiz_form(quiz, self.attempt, text, is_live=self.frame.is_live)

    def _rendered(self, text: str, links: Links, title: str) -> Body:
        language = str(self.looking.values.get("language", "en"))
        return rendered(text, links, title=title, language=language)

    def _links(self, file: str, root: str) -> Links:
        return Links(self.looking, file, root, self.frame)

    def _link(self, index: int, root: str) -> Link:
        return Link(self.looking.told(index).title, href(root, self.sketch.addresses.of[index]))

    def _trail(self, index: int, root: str) -> Sequence[Link]:
        trail: list[Link] = []
        while (index := self.sketch.places[index].parent) >= 0:
            trail.insert(0, self._link(index, root))
        return trail

    # -- findings -----------------------------------------------------------------------------------

    def _findings(self) -> FindingsPage:
        site = self._site(FINDINGS)
        if not self.found.is_checked:
            return FindingsPage(site, (), (), is_checked=False)
        shown, counts = self.found.first, self.found.counts
        files: dict[str, list[Problem]] = {}
        for problem in shown:
            files.setdefault(problem.file, []).append(problem)
        listed = [(self._of_file(file), _findings(found)) for file, found in files.items()]
        told = [(name, number) for name, number in counts.items() if number]
        return FindingsPage(site, listed, told, sum(counts.values()) - len(shown))

    def _of_file(self, file: str) -> Link:
        index = self.sketch.lessons.get(file)
        return Link(file, href("", self.sketch.addresses.of[index]) if index is not None else "")


def _findings(problems: Sequence[Problem]) -> Sequence[Finding]:
    return [
        Finding(one.severity.value, one.code, _place(one), _sentence(one.message), one.hint)
        for one in problems
    ]


def _place(problem: Problem) -> str:
    """Where in its file something is; which file that is stands above."""
    return f"{problem.line}:{problem.column}" if problem.line else ""


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:]}{'' if message.endswith('.') else '.'}"


def _values(fields: str) -> Mapping[str, Any]:
    import json

    values: Mapping[str, Any] = json.loads(fields)
    return values


def _video(values: Mapping[str, Any], links: Links, title: str) -> str:
    """A lesson's video, where it has one that is there."""
    address = str(values.get("video", ""))
    is_elsewhere = urlsplit(address).scheme in ("http", "https")
    own = None if is_elsewhere or not address else links.named(address)
    return video(address, own, links.hosts, title=title) if is_elsewhere or own else ""


def _resources(values: Mapping[str, Any], links: Links) -> list[Link]:
    """What a lesson gives to take along; what is not there is left out."""
    found: list[Link] = []
    for one in values.get("resources", ()):
        told = one if isinstance(one, dict) else {"file": one}
        target = str(told.get("url") or told.get("file") or "")
        if urlsplit(target).scheme in ("http", "https"):
            address: str | None = target
        else:
            address = links.named(target)
        if address is not None:
            found.append(Link(str(told.get("title") or target.rpartition("/")[2]), address))
    return found
