"""A course as a site: the pages that ``academy course build`` writes, in one package.

Knows which files a site is made of; refuses to make pages, which is what ``authoring/preview`` does.
"""

from __future__ import annotations

from collections.abc import Iterable

from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.preview.addresses import STATIC
from academy_cli.authoring.preview.frame import Frame
from academy_cli.authoring.preview.looking import View
from academy_cli.authoring.preview.whole import WholeCourse
from academy_cli.interchange.exporting.course import Course, Wanted
from academy_cli.interchange.exporting.package import Package
from academy_cli.interchange.exporting.untold import note_untold
from academy_cli.pages.drawing import STATIC as STATIC_FILES
from academy_cli.pages.drawing import drawn, static
from academy_cli.pages.values import LessonPage, Page


def export(course: Course, wanted: Wanted, package: Package) -> None:
    """Fill a package with a course as a site."""
    view = View.AUTHOR if wanted.with_drafts else View.LEARNER
    whole = WholeCourse(course.looking(view), Frame(wanted.hosts))
    for address, page in whole.pages():
        package.put(address, drawn(page, wanted.hosts))
        note(package, course, address, page)
    for path in course.sketch.translated.files:
        package.keep("translation", path)
    note_untold(package, course, view)
    add_files(package, whole, STATIC_FILES)


def add_files(package: Package, whole: WholeCourse, names: Iterable[str]) -> None:
    """Add what pages refer to: stylesheets and scripts by their names, and files of the course."""
    for name in names:
        package.put(f"{STATIC}{name}", static(name))
    for path in whole.referred():
        package.copy(whole.address(path), path)
        package.keep("file", path, to=whole.address(path))


def note(package: Package, course: Course, address: str, page: Page) -> None:
    """Note what became of a lesson."""
    if not isinstance(page, LessonPage) or address not in course.sketch.addresses.places:
        return  # in another language it is no other lesson
    file = file_of(course, address)
    package.keep("lesson", file, name=page.title, to=address)
    if page.quiz is not None and not page.quiz.is_answered_here:
        why = "nobody is there to grade: its questions are shown"
        package.approximate("quiz", file, why, name=page.title, to=address)


def file_of(course: Course, address: str) -> str:
    """The file of the course that a page is made of."""
    index = course.sketch.addresses.places.get(address)
    return COURSE_FILE if index is None else course.sketch.places[index].path
