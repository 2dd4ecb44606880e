"""A page as a document: a value in, HTML out.

Knows which template draws which value, and where stylesheets and scripts are; every text is escaped unless
it was sanitised before.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from academy_cli.kit.language import is_right_to_left
from academy_cli.pages.values import (
    CoursePage,
    FindingsPage,
    Language,
    LessonPage,
    ModulePage,
    NoticePage,
    Page,
    SolutionsPage,
)
from academy_cli.pages.wording import Words, words

if TYPE_CHECKING:
    from jinja2 import Environment

STATIC = ("academy.css", "academy.js", "icon.svg", "theme.js")
"""What every page needs, by name."""
BOOK = "book.css"
"""How a book looks."""
TRACKED = ("quizzing.js", "tracking.js")
"""What pages run that a learning platform opens; the one that may be answered at once comes last."""
PLATFORM = ("around.css", "around.js")
"""What the page around them needs."""
LIVE = ("live.js",)
"""What a page needs that follows what it shows."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; frame-src {frames}; base-uri 'none'; form-action {forms}"
)
AROUND = (
    "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; base-uri 'none'; "
    "form-action 'none'"
)
_TEMPLATES = {
    CoursePage: "course.html",
    ModulePage: "module.html",
    LessonPage: "lesson.html",
    FindingsPage: "findings.html",
    NoticePage: "notice.html",
}


def policy(hosts: frozenset[str], *, is_live: bool = False) -> str:
    """The Content-Security-Policy of pages whose videos may come from some hosts; live ones take answers."""
    frames = " ".join(f"https://{host}" for host in sorted(hosts)) or "'none'"
    return POLICY.format(frames=frames, forms="'self'" if is_live else "'none'")


def drawn(page: Page, hosts: frozenset[str] = frozenset()) -> str:
    """A page as an HTML document."""
    template = _environment().get_template(_TEMPLATES[type(page)])
    told = words(page.site.language.tag)
    return template.render(
        page=page,
        site=page.site,
        words=told,
        in_words=_in_words(told, page.site.language),
        policy=policy(hosts, is_live=page.site.is_live),
    )


def _in_words(told: Words, language: Language) -> Any:
    """The attributes of what says a page's own words, whose language may be another than the page's."""
    from markupsafe import Markup

    is_against = is_right_to_left(told.tag) is not language.is_right_to_left
    side = ' dir="ltr"' if is_against else ""  # English, for lack of other words
    return Markup('lang="{}"' + side).format(told.tag)


def around(title: str, language: Language, course: str) -> str:
    """The page around a course's that a learning platform opens; ``course`` is what its script reads."""
    template = _environment().get_template("around.html")
    return template.render(title=title, language=language, course=course, policy=AROUND)


def leaf(page: Page | SolutionsPage, solutions: str = "") -> str:
    """What of a page stands in a book: its content alone; ``solutions`` is where its right answers are."""
    template = _environment().get_template("leaf.html")
    told = words(page.site.language.tag)
    return template.render(
        page=page,
        site=page.site,
        words=told,
        in_words=_in_words(told, page.site.language),
        solutions=solutions,
    )


def static(name: str) -> bytes:
    """A stylesheet or script."""
    return (files(__package__) / "static" / name).read_bytes()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["safe_html"] = Markup
    environment.filters["ticked"] = _ticked
    environment.filters["day"] = _day
    return environment


def _template(name: str) -> str:
    return (files(__package__) / "templates" / name).read_text("utf-8")


def _ticked(sentence: str) -> Any:
    """A sentence whose words between backticks are code."""
    from markupsafe import Markup, escape

    pieces = sentence.split("`")
    if len(pieces) % 2 == 0:
        return escape(sentence)
    told = [
        Markup("<code>{}</code>").format(one) if n % 2 else escape(one)
        for n, one in enumerate(pieces)
    ]
    return Markup("").join(told)


def _day(moment: Any) -> str:
    """An ISO 8601 time as a person reads it."""
    return str(moment)[:16].replace("T", " ").removesuffix(" 00:00")
