"""A course as a SCORM package: its pages, and one around them that tells a learning platform how far one is.

One thing to open for the whole course: its pages lead to each other, which a platform that opens lessons one
by one would not notice, and SCORM 1.2 has no rule for when several of them make a whole.
"""

from __future__ import annotations

from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.preview.addresses import href
from academy_cli.authoring.preview.frame import Frame
from academy_cli.authoring.preview.looking import View
from academy_cli.authoring.preview.whole import WholeCourse
from academy_cli.interchange.exporting.course import Course, Wanted
from academy_cli.interchange.exporting.package import Package
from academy_cli.interchange.exporting.scorm.manifest import NAME, manifest
from academy_cli.interchange.exporting.scorm.progress import Step, fits, is_remembered, told
from academy_cli.interchange.exporting.site import add_files, file_of, note
from academy_cli.interchange.exporting.untold import note_untold
from academy_cli.kit.completion import Lesson, Rule
from academy_cli.kit.language import is_right_to_left
from academy_cli.kit.opening import said
from academy_cli.pages.drawing import PLATFORM, TRACKED, around, drawn
from academy_cli.pages.drawing import STATIC as STATIC_FILES
from academy_cli.pages.values import Language, LessonPage
from academy_cli.quizzes.questions import Pool, Quiz
from academy_cli.quizzes.whole import read_whole

OPENED = "scorm.html"


def export(course: Course, wanted: Wanted, package: Package) -> None:
    """Fill a package with a course for a learning platform."""
    _Learning(course, wanted, package).write()


class _Learning:
    """One package while it is filled."""

    def __init__(self, course: Course, wanted: Wanted, package: Package) -> None:
        self._course, self._wanted, self._package = course, wanted, package
        self._view = View.AUTHOR if wanted.with_drafts else View.LEARNER
        self._looking = course.looking(self._view)
        self._rule = Rule.of(course.sketch.values.get("completion"))

    def write(self) -> None:
        """Write everything, the manifest last."""
        frame = Frame(
            self._wanted.hosts, scripts=TRACKED, grades=self._is_graded, has_every_language=False
        )
        whole = WholeCourse(self._looking, frame)
        steps: list[Step] = []
        for address, page in whole.pages():
            self._package.put(address, drawn(page, self._wanted.hosts))
            note(self._package, self._course, address, page)
            if isinstance(page, LessonPage):
                steps += self._steps(address)
        note_untold(self._package, self._course, self._view, frozenset({"completion"}))
        add_files(self._package, whole, (*STATIC_FILES, *TRACKED, *PLATFORM))
        self._put_around(steps)
        self._package.put(NAME, self._manifest())

    def _manifest(self) -> str:
        files = sorted(self._package.paths)
        version = self._wanted.version
        return manifest(self._course.slug, self._course.title, version, OPENED, files)

    def _put_around(self, steps: list[Step]) -> None:
        tag, version = self._course.language, self._wanted.version
        language = Language(tag, tag, is_right_to_left(tag))
        about = told(steps, self._rule, version)
        self._package.put(OPENED, around(self._course.title, language, about))
        if not is_remembered(steps, version):
            why = f"SCORM {version} remembers too little for so many quizzes: use --scorm 2004"
            self._package.approximate("progress", COURSE_FILE, why)
        elif not fits(steps, version):
            why = "so many lessons are remembered by their places: once those change, learners begin anew"
            self._package.approximate("progress", COURSE_FILE, why)

    def _steps(self, address: str) -> list[Step]:
        """A lesson as something to do; nothing for one that waits."""
        index = self._course.sketch.addresses.places[address]
        if not self._looking.is_readable(index):
            return []
        fields, key = self._course.sketch.told(index), self._course.nodes[index].key
        lesson = Lesson(key, said(fields.fields).is_required)
        quiz = read_whole(fields.quiz) if fields.quiz else None
        is_graded = quiz is not None and self._is_graded(quiz)
        if quiz is not None:
            self._note_quiz(quiz, file_of(self._course, address), is_graded=is_graded)
        mark = quiz.pass_mark if quiz is not None and is_graded else None
        return [Step(key, href("", address), self._rule.counts(lesson), is_graded, mark)]

    def _is_graded(self, quiz: Quiz) -> bool:
        """Whether the answers to a quiz may be in the package, without which no page can grade it."""
        return quiz.show == "answers" or self._wanted.with_answers

    def _note_quiz(self, quiz: Quiz, file: str, *, is_graded: bool) -> None:
        if not is_graded:
            why = f"`show: {quiz.show}` keeps its answers from learners; --with-answers grades it"
            self._package.drop("score", file, why)
            return
        self._package.keep("quiz", file)
        if any(isinstance(entry, Pool) for entry in quiz.entries):
            self._package.approximate("pool", file, "everybody has the same questions of it")
        if quiz.time_limit:
            self._package.drop("time limit", file, "nobody is there to keep the time")
