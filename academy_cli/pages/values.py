"""What pages of a course show: frozen values, made by whoever knows the course.

Every address is relative to the page it stands on, so pages are the same below any path, and from a folder.
Refuses to know where any of it comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, TypeAlias

from academy_cli.pages.rendering import Body

NO_TEXT = Body()


class State(Enum):
    """What a learner can do with a module or lesson."""

    OPEN = "open"
    WAITING = "waiting"
    DRAFT = "draft"


class Language(NamedTuple):
    """A language that a text or a page is in. ``href`` leads to the same page in it, which ``is_translated``
    if it says there what it has to say in that language."""

    tag: str
    name: str
    is_right_to_left: bool
    href: str = ""
    is_translated: bool = True


class Link(NamedTuple):
    """Something to follow; without an address it is where the reader is, or cannot be followed.

    ``language`` is that of its title, None for the page's.
    """

    title: str
    href: str = ""
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A module or lesson in an outline. ``lessons`` is how many a module has, None for a lesson.

    ``inside`` is what an outline shows of a module; ``opens_at`` is an ISO 8601 time in UTC.
    """

    title: str
    href: str
    lessons: int | None = None
    minutes: int | None = None
    state: State = State.OPEN
    opens_at: str = ""
    is_current: bool = False
    findings: int = 0
    inside: Sequence[Entry] = ()
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check has to say, beside what it is about."""

    severity: str
    code: str
    place: str
    message: str
    hint: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages of a course have in common, as one of them sees it.

    ``root`` leads to the folder that all addresses are in: empty, or ``../`` as often as it takes.
    ``home`` leads to the course's own page, whose title it has. ``language`` is what the page is in, of all
    ``languages`` in which there is one; the first of these is the course's own. ``views`` are the ways to
    look at the course, where there are several. ``is_live`` pages follow what they show.
    ``scripts`` are those that pages run beside what all do, by name.
    """

    home: Link
    root: str
    language: Language
    languages: Sequence[Language]
    views: Sequence[Link] = ()
    findings: Link | None = None
    is_live: bool = False
    scripts: Sequence[str] = ()

    @property
    def course(self) -> str:
        """The course's title."""
        return self.home.title


class Telling(NamedTuple):
    """In which languages the texts of a page are, each None for the page's own.

    A page that ``is_original`` is not translated; one that ``is_stale`` was, before its original changed,
    which is told to authors.
    """

    title: Language | None = None
    text: Language | None = None
    summary: Language | None = None
    is_original: bool = False
    is_stale: bool = False


AS_THE_PAGE = Telling()


@dataclass(frozen=True, slots=True)
class CoursePage:
    """The course's own page."""

    site: Site
    inside: Sequence[Entry]
    summary: str = ""
    description: Body = NO_TEXT
    facts: Sequence[tuple[str, Link]] = ()
    cover: str = ""
    first: Link | None = None
    findings: Sequence[Finding] = ()
    telling: Telling = AS_THE_PAGE


@dataclass(frozen=True, slots=True)
class ModulePage:
    """One module: what is in it."""

    site: Site
    title: str
    trail: Sequence[Link]
    outline: Sequence[Entry]
    inside: Sequence[Entry]
    summary: str = ""
    state: State = State.OPEN
    opens_at: str = ""
    previous: Link | None = None
    next: Link | None = None
    findings: Sequence[Finding] = ()
    telling: Telling = AS_THE_PAGE


class Choice(NamedTuple):
    """Something to choose, or one side of a pair; ``html`` is safe, and ``said`` is what was chosen of it."""

    key: str
    letter: str
    html: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer came to, as far as it is shown; every text is safe HTML but ``points`` and ``why``."""

    points: str
    is_right: bool
    why: str = ""
    feedback: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a quiz. ``said`` are the keys or words of the answer that was given.

    ``solution`` is the right answer and ``explanation`` says why: safe HTML, empty where it is not shown.
    """

    number: int
    key: str
    kind: str
    html: str
    points: int
    choices: Sequence[Choice] = ()
    lefts: Sequence[Choice] = ()
    unit: str = ""
    said: Sequence[str] = ()
    verdict: Verdict | None = None
    solution: str = ""
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What all answers came to; ``percent`` is None where there were no points to be had."""

    points: str
    out_of: int
    percent: int | None
    is_passed: bool


@dataclass(frozen=True, slots=True)
class QuizForm:
    """A quiz on a page. Without ``is_answered_here`` nobody is there to grade it.

    A page that grades it by itself has its right answers as ``key``, and needs a script for it.

    ``seed`` says which questions were drawn, in which order; ``again`` is where to draw others. ``language``
    is what it is in, None for the page's.
    """

    text: Body
    questions: Sequence[Asked]
    pass_mark: int | None = None
    is_answered_here: bool = False
    seed: int = 0
    again: str = ""
    result: Result | None = None
    language: Language | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class LessonPage:
    """One lesson. ``body`` is what its kind makes of it, as safe HTML; so is ``video``.

    A lesson that waits has neither. ``source`` is the file that an author edits.
    """

    site: Site
    title: str
    trail: Sequence[Link]
    outline: Sequence[Entry]
    body: Body = NO_TEXT
    video: str = ""
    resources: Sequence[Link] = ()
    previous: Link | None = None
    next: Link | None = None
    kind: str = "article"
    minutes: int | None = None
    is_required: bool = True
    state: State = State.OPEN
    opens_at: str = ""
    source: str = ""
    findings: Sequence[Finding] = ()
    quiz: QuizForm | None = None
    telling: Telling = AS_THE_PAGE


@dataclass(frozen=True, slots=True)
class FindingsPage:
    """Everything that a check has to say of a course, by file; ``left_out`` were too many for one page."""

    site: Site
    files: Sequence[tuple[Link, Sequence[Finding]]]
    counts: Sequence[tuple[str, int]]
    left_out: int = 0
    is_checked: bool = True


class Solved(NamedTuple):
    """The questions of one quiz whose answers are shown; ``number`` tells it from others of its book."""

    number: int
    lesson: Link
    questions: Sequence[Asked]


@dataclass(frozen=True, slots=True)
class SolutionsPage:
    """The right answers to all questions of a book, at its end."""

    site: Site
    quizzes: Sequence[Solved]


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A page that says why there is no other."""

    site: Site
    title: str
    message: str
    findings: Sequence[Finding] = ()


Page: TypeAlias = CoursePage | ModulePage | LessonPage | FindingsPage | NoticePage
