"""A course as a book (EPUB 3.3): its pages without what only a site needs, in the order they are read in.

Knows which pages become which documents; refuses to make pages, which is what ``authoring/preview`` does.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from academy_cli.authoring.document import LESSON
from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.preview.addresses import HOME, href
from academy_cli.authoring.preview.frame import Frame
from academy_cli.authoring.preview.looking import Looking, View
from academy_cli.authoring.preview.whole import WholeCourse
from academy_cli.interchange.exporting.course import Course, Wanted
from academy_cli.interchange.exporting.epub.grammar import in_order
from academy_cli.interchange.exporting.epub.leaves import (
    NAV,
    Branch,
    Leaf,
    Spoken,
    document,
    way_through,
    without_dead_ends,
)
from academy_cli.interchange.exporting.epub.media import Medium
from academy_cli.interchange.exporting.epub.names import Names
from academy_cli.interchange.exporting.epub.opf import (
    CONTAINER,
    About,
    Item,
    Senses,
    package_document,
)
from academy_cli.interchange.exporting.epub.placing import Placing, Shelf
from academy_cli.interchange.exporting.epub.xhtml import parsed, written
from academy_cli.interchange.exporting.package import Package
from academy_cli.interchange.exporting.site import file_of
from academy_cli.interchange.exporting.untold import note_untold
from academy_cli.kit.clock import iso
from academy_cli.kit.language import is_right_to_left
from academy_cli.pages.drawing import BOOK, leaf, static
from academy_cli.pages.values import (
    Asked,
    CoursePage,
    Language,
    LessonPage,
    Link,
    ModulePage,
    Page,
    Site,
    SolutionsPage,
    Solved,
)
from academy_cli.pages.wording import words

FIRST = "mimetype"
_SOLUTIONS = "solutions.html"
_ROOT = "EPUB/"
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)


def export(course: Course, wanted: Wanted, package: Package) -> None:
    """Fill a package with a course as a book."""
    view = View.AUTHOR if wanted.with_drafts else View.LEARNER
    _Book(course, course.looking(view), package, wanted.hosts).write()
    note_untold(package, course, view, frozenset({"tags"}))


class _Book:
    """One book while it is written."""

    def __init__(
        self, course: Course, looking: Looking, package: Package, hosts: frozenset[str]
    ) -> None:
        self._course, self._looking, self._package = course, looking, package
        self._whole = WholeCourse(looking, Frame(hosts, has_every_language=False))
        self._language = Spoken(course.language, is_right_to_left(course.language))
        self._names = Names()
        self._shelf = Shelf(course.folder, self._names)
        addresses = [HOME, *course.sketch.addresses.of, _SOLUTIONS]
        self._pages = {one: self._names.of(one, ".xhtml") for one in addresses}
        self._senses = Senses()
        self._solved: list[Solved] = []

    def write(self) -> None:
        """Write everything."""
        leaves = list(self._leaves())
        ids = {one.name: one.ids for one in leaves}
        self._package.put(FIRST, "application/epub+zip")
        self._package.put("META-INF/container.xml", CONTAINER)
        for one in leaves:
            self._package.put(_ROOT + one.name, without_dead_ends(one, ids))
        for path, (name, medium) in self._shelf.items.items():
            self._add(path, _ROOT + name, medium)
        told = words(self._language.tag)
        branches = [*self._branches(-1)]
        branches.insert(0, Branch(self._course.title, self._pages[HOME]))
        if self._solved:
            branches.append(Branch(told("solutions"), self._pages[_SOLUTIONS]))
        self._package.put(_ROOT + NAV, way_through(told("contents_fact"), branches, self._language))
        self._package.put(_ROOT + BOOK, static(BOOK))
        self._package.put(
            f"{_ROOT}package.opf",
            package_document(self._about(), self._items(leaves), self._senses),
        )

    def _add(self, path: str, name: str, medium: Medium) -> None:
        if medium.mended:
            self._package.put(name, medium.mended)
            why = "ids in it that stood twice, or are no names, are left out"
            self._package.approximate("file", path, why, to=name)
        else:
            self._package.copy(name, path)
            self._package.keep("file", path, to=name)

    # -- leaves ---------------------------------------------------------------------------------

    def _leaves(self) -> Iterator[Leaf]:
        for address, page in self._whole.pages():
            file = file_of(self._course, address)
            solutions = f"{page.site.root}{_SOLUTIONS}#academy-solution-{len(self._solved) + 1}"
            self._solve(address, page)
            self._note(page, file)
            title = self._course.title if isinstance(page, CoursePage) else _title(page)
            yield self._leaf(address, title, leaf(page, solutions), file)
        if self._solved:
            told = words(self._language.tag)("solutions")
            html = leaf(SolutionsPage(self._solutions_site(), self._solved))
            yield self._leaf(_SOLUTIONS, told, html, COURSE_FILE)

    def _solutions_site(self) -> Site:
        tag, is_rtl = self._language
        own = Language(tag, tag, is_rtl)
        return Site(Link(self._course.title, ""), "", own, (own,))

    def _leaf(self, address: str, title: str, html: str, file: str) -> Leaf:
        body = parsed(html)
        placing = Placing(address, file, self._shelf, self._pages)
        placing.place(body, self._package)
        in_order(body)
        needs = Senses(
            placing.has_pictures, placing.has_sounds, placing.has_videos, placing.lacks_words
        )
        self._senses = self._senses.together(needs)
        ids = frozenset(one.attributes["id"] for one in body.all() if "id" in one.attributes)
        text = document(title, written(body.children), placing.name, self._language)
        return Leaf(placing.name, title, text, ids, placing.targets)

    def _solve(self, address: str, page: Page) -> None:
        """Take note of the right answers that learners may see."""
        if not isinstance(page, LessonPage) or page.quiz is None:
            return
        shown = [_from_home(one, page.site.root) for one in page.quiz.questions if one.solution]
        if shown:
            lesson = Link(page.title, href("", address))
            self._solved.append(Solved(len(self._solved) + 1, lesson, shown))

    def _note(self, page: Page, file: str) -> None:
        if isinstance(page, LessonPage):
            self._package.keep("lesson", file, name=page.title)
            if page.quiz is not None:
                self._package.approximate("quiz", file, "a book can be read, not answered")

    # -- around them -------------------------------------------------------------------------------

    def _branches(self, above: int) -> Sequence[Branch]:
        sketch = self._course.sketch
        return [
            Branch(
                self._looking.told(index).title.text,
                self._pages[sketch.addresses.of[index]],
                () if sketch.places[index].kind is LESSON else self._branches(index),
            )
            for index in self._looking.shown(sketch.children[above])
        ]

    def _items(self, leaves: Sequence[Leaf]) -> list[Item]:
        xhtml = "application/xhtml+xml"
        read = [Item(one.name, xhtml, is_read=True) for one in leaves]
        files = [Item(name, medium.type) for name, medium in self._shelf.items.values()]
        return [Item(NAV, xhtml, "nav"), Item(BOOK, "text/css"), *read, *sorted(files)]

    def _about(self) -> About:
        values = self._course.sketch.values
        cover = self._shelf.items.get(str(values.get("cover", "")), ("",))[0]
        seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
        is_one = re.fullmatch(r"[0-9]{1,10}", seconds) is not None
        moment = datetime.fromtimestamp(int(seconds), UTC) if is_one else _EPOCH
        return About(
            self._course.slug,
            self._course.title,
            self._language,
            iso(moment),
            self._course.summary,
            [str(tag) for tag in values.get("tags", ())],
            cover,
        )


def _from_home(question: Asked, root: str) -> Asked:
    """A question whose answer stands at the top of the book, from where its own page is ``root`` away."""
    if not root:
        return question
    solution, explanation = (
        one.replace(f'="{root}', '="') for one in (question.solution, question.explanation)
    )
    return replace(question, solution=solution, explanation=explanation)


def _title(page: Page) -> str:
    return page.title if isinstance(page, LessonPage | ModulePage) else ""
