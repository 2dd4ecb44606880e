"""``academy course search``, ``feature`` and ``recommend``: finding courses, and putting some in front.

Knows the words of each command and which view answers it; refuses to know how anything is found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli import choose
from academy_cli.cli.answer import Columns
from academy_cli.cli.catalogwords import price_range
from academy_cli.cli.moments import end
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.record import shown
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.catalog.views import FeatureChange

app = noun("Find courses.")

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="[WORDS]", help="Words, '\"a phrase\"', -not, begin*; none lists all."),
]
Category = Annotated[
    str | None, typer.Option("--category", metavar="NAME", help="Only on this shelf.")
]
Level = Annotated[
    Literal["beginner", "intermediate", "advanced"] | None,
    typer.Option("--level", help="Only of this level."),
]
Tag = Annotated[str | None, typer.Option("--tag", metavar="WORD", help="Only with this tag.")]
Language = Annotated[
    str | None,
    typer.Option("--language", metavar="CODE", help="Only what is there in it, like en or pt-BR."),
]
Instructor = Annotated[
    str | None,
    typer.Option("--instructor", metavar="NAME", help="Only by them: a part of a name, or EMAIL."),
]
PriceOf = Annotated[
    str | None, typer.Option("--price", metavar="RANGE", help="free, ..20, 10..20 or 50.. .")
]
Currency = Annotated[
    str | None, typer.Option("--currency", metavar="CODE", help="Of --price; any by default.")
]
Rating = Annotated[
    float | None,
    typer.Option("--rating", metavar="STARS", min=1, max=5, help="Only with so many on average."),
]
Status = Annotated[
    Literal["draft", "published", "archived"] | None,
    typer.Option("--status", help="Only draft, published or archived ones."),
]
Featured = Annotated[bool, typer.Option("--featured", help="Only what stands before others.")]
Slug = Annotated[str | None, typer.Argument(metavar="[COURSE]", help="The course's slug.")]
Position = Annotated[
    int | None,
    typer.Option("--position", metavar="N", min=1, help="Its place; behind the others by default."),
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DATE", help="The last day, UTC, or a time.")
]
Remove = Annotated[bool, typer.Option("--remove", help="Let it stand before others no more.")]
Email = Annotated[str | None, typer.Argument(metavar="EMAIL", help="Whom it is for.")]

FOUND = Columns(
    ("course", "title", "level", "prices", "rating", "reviews", "found_in", "place", "text"),
    (
        "course", "title", "summary", "language", "languages", "level", "category", "tags",
        "instructors", "status", "prices", "rating", "reviews", "is_featured", "found_in",
        "place", "text", "places", "missing", "score",
    ),
)  # fmt: skip
FEATURED = Columns(
    ("position", "course", "title", "state", "status", "ends_at"),
    (
        "position", "course", "title", "state", "status", "ends_at", "featured_at", "featured_by",
    ),
    "course",
)  # fmt: skip
CHANGE = ("course", "outcome", "position", "ends_at")
RECOMMENDED = Columns(
    ("course", "title", "level", "why"),
    ("course", "title", "level", "language", "why", "because_of", "score"),
)


@command(
    app,
    "search",
    listing=True,
    examples=(
        "academy course search python decorators",
        "academy course search '\"for loop\" -javascript' --level beginner",
        "academy course search --category Programming --price ..50 --currency eur --rating 4",
        "academy course search c++ --format json",
    ),
)
def search(  # noqa: PLR0913 - its words are options of one question
    shell: Shell,
    words: Words = None,
    *,
    category: Category = None,
    level: Level = None,
    tag: Tag = None,
    language: Language = None,
    instructor: Instructor = None,
    price: PriceOf = None,
    currency: Currency = None,
    rating: Rating = None,
    status: Status = None,
    featured: Featured = False,
) -> None:
    """Find courses by what they, their modules and lessons say, in each language they have.

    Words are found in every form: without case, accents and endings. One that stands nowhere is taken for the
    beginning of a word, then for a slip of the keyboard, which is said. Drafts and lessons that are not out
    are found by staff and whoever teaches the course alone.
    """
    from academy_cli.catalog.views import Wanted
    from academy_cli.cli.show import catalog as showing

    wanted = Wanted(
        category, level, tag, language, instructor,
        price_range(price, currency), rating, status, featured,
    )  # fmt: skip
    with showing.reading(shell.terminal) as progress:
        found = shell.academy.search.search(" ".join(words or ()), wanted, progress=progress)
    showing.show_found(shell.terminal, found, FOUND)


@command(
    app,
    "feature",
    listing=True,
    changing=True,
    examples=(
        "academy course feature",
        "academy course feature python-basics --position 1 --until 2027-01-31",
        "academy course feature python-basics --remove --dry-run",
    ),
)
def feature(
    shell: Shell,
    slug: Slug = None,
    *,
    position: Position = None,
    until: Until = None,
    remove: Remove = False,
) -> None:
    """Let a course stand before others where two are found alike; without COURSE list those that do."""
    if slug is None and position is None and until is None and not remove:
        empty = say("No course stands before others.")
        shell.terminal.show_list(shell.academy.features.list(), FEATURED, empty=empty)
        return
    name, ends_at = choose.course(shell, slug), end("--until", until)
    dry = shell.is_dry_run
    if remove:
        change = shell.academy.features.remove(name, dry_run=dry)
    else:
        change = shell.academy.features.set(name, position, ends_at, dry_run=dry)
    _tell(shell, change)
    shell.terminal.show_one(change, *CHANGE)


@command(
    app,
    "recommend",
    listing=True,
    examples=(
        "academy course recommend ann@example.org",
        "academy course recommend ann@example.org --limit 3 --format json",
    ),
)
def recommend(shell: Shell, email: Email = None) -> None:
    """Recommend courses to somebody: what others took along with theirs, else what is alike, and why.

    Nothing is recommended that they have had, teach, or cannot join; and nothing is said of fewer than five
    people.
    """
    found = shell.academy.recommendations.of(choose.person(shell, email))
    shell.terminal.show_list(found, RECOMMENDED, empty="There is no course that they could take.")


def _tell(shell: Shell, change: FeatureChange) -> None:
    """Say what was done, or would be."""
    if not change.is_change:
        shell.terminal.note(say("Nothing to do: “{}” stands like that already.", change.course))
    elif shell.is_dry_run:
        if change.position:
            said = say("“{}” would stand at position {}", change.course, change.position)
        else:
            said = say("“{}” would stand where it stands by itself", change.course)
        if change.ends_at:
            shell.terminal.note(say("{} until {}.", said, shown(change.ends_at)))
        else:
            shell.terminal.note(say("{}.", said))
    if shell.is_dry_run:
        shell.terminal.note(DRY)
