"""The pages of a course, as values: each made when it is asked for, from no more than it shows.

Knows what stands on which page; refuses to know how pages look and how they reach anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from academy_cli.authoring.document import LESSON
from academy_cli.authoring.names import COURSE_FILE
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
from academy_cli.authoring.preview.retelling import Retold, Said
from academy_cli.authoring.preview.switching import language, language_of, languages
from academy_cli.authoring.preview.telling import findings, own_video, resources, telling
from academy_cli.formats.problems import Problem
from academy_cli.pages.rendering import Body, rendered
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
    Telling,
)
from academy_cli.pages.wording import Words, words


class PageMaker:
    """Makes the pages of one view of a course, in one of its languages."""

    def __init__(
        self, looking: Looking, found: Found, frame: Frame, attempt: Attempt = NO_ATTEMPT
    ) -> None:
        self.looking, self.sketch, self.attempt = looking, looking.sketch, attempt
        self.found, self.frame, self.telling = found, frame, looking.retelling
        self.outlines = Outlines(looking, Found() if looking.is_learner else found)

    def page(self, address: str) -> Page | None:
        """The page at an address; None where there is none, or where it is in another language."""
        folder = self.looking.folder
        if not address.startswith(folder):
            return None
        below = address.removeprefix(folder)
        if below in ("", HOME):
            return self._course()
        if below == FINDINGS and not self.looking.is_learner:
            return self._findings()
        index = self.sketch.addresses.places.get(below)
        if index is None or not self.looking.is_shown(index):
            return None
        if self.sketch.places[index].kind is LESSON:
            return self._lesson(index)
        return self._module(index)

    def missing(self, address: str) -> NoticePage:
        """The page for an address at which there is none."""
        message = "There is no such page in this course. It may have been renamed, or be a draft."
        return NoticePage(self._site(address, HOME), "Not here", message)

    def addresses(self) -> Sequence[str]:
        """The address of every page that is seen."""
        every = self.looking.shown(range(len(self.sketch.places)))
        return [f"{self.looking.folder}{HOME}", *map(self.looking.address, every)]

    def _site(self, address: str, elsewhere: str, index: int | None = None) -> Site:
        """What is around a page; ``elsewhere`` is what leads to it below the folder of each language."""
        root, folder, tag = root_of(address), self.looking.folder, self.telling.language
        every = languages(self.looking, address, elsewhere, index)
        found = None
        if not self.looking.is_learner and self.frame.is_live:
            found = Link(self._found_word(words(tag)), href(root, f"{folder}{FINDINGS}"))
        title = self.telling.course.title
        home = Link(title.text, href(root, f"{folder}{HOME}"), language_of(title, tag))
        views = [
            Link(words(tag)(view.title), view.href) for view in self.frame.views(root, address)
        ]
        own = next(one for one in every if one.tag == tag)
        here = every if self.frame.has_every_language else (own,)
        return Site(home, root, own, here, views, found, self.frame.is_live, self.frame.scripts)

    def _found_word(self, told: Words) -> str:
        every = sum(self.found.counts.values())
        if not self.found.is_checked:
            return told("findings")
        return told("finding") if every == 1 else told("many_findings", count=f"{every:,}")

    # -- the course ----------------------------------------------------------------------------

    def _course(self) -> Page:
        address = f"{self.looking.folder}{HOME}"
        site, told = self._site(address, HOME, -1), self.telling.course
        if not self.sketch.is_readable:
            wrong = findings(self._problems(COURSE_FILE, self.sketch.problems))
            message = "course.yaml cannot be read. Mend it, and this page shows the course."
            return NoticePage(site, "The course cannot be shown", message, wrong)
        links = self._links(told, site.root)
        first = self.looking.neighbour(-1, 1)
        cover = links.named(told.values["cover"]) if "cover" in told.values else None
        return CoursePage(
            site,
            self.outlines.whole(site.root),
            told.summary.text,
            self._rendered(told.text, links, site.course),
            self._facts(site),
            cover or "",
            first=self._link(first, site.root) if first is not None else None,
            findings=self._told_of(told.file, (*self.sketch.problems, *told.problems)),
            telling=self._telling(-1, told),
        )

    def _facts(self, site: Site) -> Sequence[tuple[str, Link]]:
        told = words(site.language.tag)
        lessons, values = self.looking.lessons(-1), self.sketch.values
        facts = []
        if lessons is not None:
            many = told("lessons", count=f"{lessons:,}")
            facts.append((told("contents_fact"), Link(told("lesson") if lessons == 1 else many)))
        own = None if told.tag == self.telling.own else language(self.telling.own)
        facts += [
            (told(name), Link(str(values[name]), language=own))
            for name in ("duration", "level")
            if name in values
        ]
        return facts

    def _problems(self, file: str, own: Sequence[Problem]) -> Sequence[Problem]:
        return [one for one in self.found.of(file, own) if one.file == file]

    @property
    def _for_author(self) -> bool:
        return self.frame.is_live and not self.looking.is_learner

    def _told_of(self, file: str, own: Sequence[Problem]) -> Sequence[Finding]:
        return findings(self._problems(file, own)) if self._for_author else ()

    def _telling(self, index: int, told: Retold) -> Telling:
        return telling(self.looking, index, told, for_author=self._for_author)

    # -- modules and lessons ----------------------------------------------------------------------

    def _module(self, index: int) -> ModulePage:
        site, told = self._at(index), self.looking.told(index)
        root, path = site.root, self.sketch.places[index].path
        standing, first = self.looking.standing(index), self.looking.neighbour(index, 1)
        files = (told.file, path) if told.original is None else (told.file,)
        return ModulePage(
            site,
            told.title.text,
            self._trail(index, root),
            self.outlines.around(index, root),
            self.outlines.inside(index, root),
            told.summary.text,
            standing.state,
            standing.opens_at,
            next=self._link(first, root) if first is not None else None,
            findings=[
                one
                for file in files
                for one in self._told_of(file, (*self.sketch.problems, *told.problems))
            ],
            telling=self._telling(index, told),
        )

    def _lesson(self, index: int) -> LessonPage:
        site, told = self._at(index), self.looking.told(index)
        root, values = site.root, told.values
        standing, links = self.looking.standing(index), self._links(told, root)
        before, after = self.looking.neighbour(index, -1), self.looking.neighbour(index, 1)
        is_readable, title = self.looking.is_readable(index), told.title.text
        how = self._telling(index, told)
        return LessonPage(
            site,
            title,
            self._trail(index, root),
            self.outlines.around(index, root),
            self._rendered(told.text, links, title) if is_readable else Body(),
            own_video(values, links, title) if is_readable else "",
            resources(values, links, self._tongue(told.resources_in)) if is_readable else (),
            self._link(before, root) if before is not None else None,
            self._link(after, root) if after is not None else None,
            values.get("kind", "article"),
            values.get("minutes"),
            values.get("required", True) is not False,
            standing.state,
            standing.opens_at,
            "" if self.looking.is_learner else told.file,
            self._told_of(told.file, told.problems),
            self._quiz(index, told, root) if is_readable else None,
            how,
        )

    def _at(self, index: int) -> Site:
        """What is around the page of a module or lesson."""
        return self._site(self.looking.address(index), self.sketch.addresses.of[index], index)

    def _quiz(self, index: int, told: Retold, root: str) -> QuizForm | None:
        found = self.telling.quiz(index)
        if found is None:
            return None
        quiz, tag = found
        is_own = tag == told.text.language
        file = told.file if is_own else self.sketch.places[index].path
        links = Links(self.looking, file, root, self.frame, told.original if is_own else None)

        def text(markdown: str) -> Body:
            return rendered(markdown, links, language=tag)

        if self.frame.grades(quiz):
            form = self_graded_form(quiz, text, words(tag))
        else:
            form = quiz_form(quiz, self.attempt, text, is_live=self.frame.is_live)
        return replace(form, language=self._tongue(tag))

    def _rendered(self, said: Said, links: Links, title: str) -> Body:
        return rendered(said.text, links, title=title, language=said.language)

    def _links(self, told: Retold, root: str) -> Links:
        return Links(self.looking, told.file, root, self.frame, told.original)

    def _tongue(self, tag: str) -> Language | None:
        """A language, where it is another than the page's."""
        return language(tag) if tag != self.telling.language else None

    def _link(self, index: int, root: str) -> Link:
        title = self.looking.told(index).title
        tongue = language_of(title, self.telling.language)
        return Link(title.text, href(root, self.looking.address(index)), tongue)

    def _trail(self, index: int, root: str) -> Sequence[Link]:
        trail: list[Link] = []
        while (index := self.sketch.places[index].parent) >= 0:
            trail.insert(0, self._link(index, root))
        return trail

    # -- findings -----------------------------------------------------------------------------------

    def _findings(self) -> FindingsPage:
        site = self._site(f"{self.looking.folder}{FINDINGS}", FINDINGS)
        if not self.found.is_checked:
            return FindingsPage(site, (), (), is_checked=False)
        shown, counts = self.found.first, self.found.counts
        files: dict[str, list[Problem]] = {}
        for problem in shown:
            files.setdefault(problem.file, []).append(problem)
        listed = [
            (self._of_file(file, site.root), findings(found)) for file, found in files.items()
        ]
        told = [(name, number) for name, number in counts.items() if number]
        return FindingsPage(site, listed, told, sum(counts.values()) - len(shown))

    def _of_file(self, file: str, root: str) -> Link:
        """Where what is wrong with a file stands: on its page, in its own language."""
        origin = self.sketch.translated.files.get(file)
        index = self.sketch.lessons.get(origin.path if origin else file)
        if index is None:
            return Link(file)
        tag = origin.language if origin else self.telling.own
        return Link(file, href(root, self.looking.address(index, tag)))
