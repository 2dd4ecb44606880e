"""What packages for learners do not say: what they may not see, and keys that pages have no place for.

Knows which keys pages show; refuses to leave any of the others out without a note.
"""

from __future__ import annotations

from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.preview.looking import View
from academy_cli.interchange.exporting.course import Course
from academy_cli.interchange.exporting.package import Package
from academy_cli.interchange.exporting.placing import Placing

_OF_COURSES = frozenset(
    [
        *("summary", "description", "language", "level", "duration", "cover"),
        *("content", "ignore", "moved", "checks"),
    ]
)
"""Keys that pages show, or that say how files become a course, which is done when it is exported."""
_OF_LESSONS = frozenset(
    ["minutes", "required", "draft", "release_at", "video", "resources", "quiz"]
)
_WHY = "no page shows it"


def note_untold(
    package: Package, course: Course, view: View, told: frozenset[str] = frozenset()
) -> None:
    """Note whatever of a course is not in a package; ``told`` are keys that its format has a place for."""
    placing = Placing(course, COURSE_FILE)
    for key in sorted(course.sketch.values.keys() - _OF_COURSES - told):
        package.drop("key", COURSE_FILE, _WHY, line=placing.key(key), name=key)
    looking = course.looking(view)
    for path, index in course.sketch.lessons.items():
        placing = Placing(course, path)
        if not looking.is_shown(index):
            package.drop("draft", path, "learners do not see it", line=placing.key("draft"))
            continue
        if not looking.is_readable(index):
            day = looking.standing(index).opens_at
            why = f"it opens on {day}: its title alone is there until then"
            package.approximate("release", path, why, line=placing.key("release_at"))
        for key in sorted(course.said(index).keys() - _OF_LESSONS):
            package.drop("key", path, _WHY, line=placing.key(key), name=key)


def note_spoken(package: Package, course: Course) -> None:
    """Note which texts are there in the language that is spoken, and which are not translated into it."""
    if not course.spoken:
        return
    for path, origin in course.sketch.translated.files.items():
        if origin.language == course.spoken:
            package.keep("translation", path)
    left_out = {note.file for note in package.notes if note.what == "draft"}
    files = [COURSE_FILE, *(path for path in course.sketch.lessons if path not in left_out)]
    why = f"it is not translated into {course.spoken}, and stands as it is"
    for path in files:
        if not course.sketch.translated.of(course.spoken, path):
            package.approximate("translation", path, why)
