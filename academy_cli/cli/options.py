"""The options every command shares, and the decorator that gives them to one.

Knows names, help texts and which command gets which; refuses to know what a command does with them.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import typer

from academy_cli.cli.command import GENERAL, OUTPUT, Command
from academy_cli.cli.format import REPORTS, Format
from academy_cli.cli.lazy import Noun
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.cli.shell import Shell

Verb = Callable[..., None]
_PATHS = frozenset({"path", "place"})
"""Kinds of words that may be anything that a disk holds."""
_NO_TEXT = re.compile("[\ud800-\udfff]")
"""What Python makes of bytes on the command line that are not UTF-8."""


class NoTextError(AcademyError):
    """Words on the command line that are not UTF-8, where a text is wanted; they may be a secret."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Kind.USAGE,
            "value.not-text",
            say("The value of “{}” is not UTF-8.", name),
            "Type it again, or set the terminal and LC_ALL to UTF-8.",
        )


class FormatNotOfferedError(AcademyError):
    """A format that this command does not have."""

    def __init__(self, form: Format, offered: Sequence[Format]) -> None:
        some = "".join(f", {one.value}" for one in offered)
        super().__init__(
            Kind.USAGE,
            "format.not-offered",
            say("This command does not answer as {}.", form.value),
            say("Choose one of table, tsv, json, jsonl, csv, yaml, ids{}.", some),
        )


class Shared(NamedTuple):
    """One option that many commands have."""

    name: str
    flag: str
    type: Any
    help: str
    section: str | None = None
    metavar: str | None = None
    envvar: str | None = None

    @property
    def written(self) -> str:
        """The option as help writes it."""
        return f"{self.flag} {self.metavar}" if self.metavar else self.flag

    def parameter(self) -> inspect.Parameter:
        """The option as a keyword of a function, as typer reads it."""
        option = typer.Option(
            self.flag,
            help=self.help,
            metavar=self.metavar,
            rich_help_panel=self.section,
            envvar=self.envvar,
            show_default=False,
            min=_LEAST.get(self.name),
        )
        return inspect.Parameter(
            self.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=False if self.type is bool else None,
            annotation=Annotated[self.type, option],
        )


_LEAST = {"limit": 0, "page": 1}
_COMMON = tuple(one.value for one in Format if not one.is_report)
CHANGING = (
    Shared("dry_run", "--dry-run", bool, "Show what would change and change nothing."),
    Shared("yes", "--yes", bool, "Answer yes to every question."),
)
LISTING = (
    Shared("sort", "--sort", str | None, "Order by fields; a minus puts the largest first.",
           OUTPUT, "NAME,-NAME"),
    Shared("limit", "--limit", int | None, "Show at most this many.", OUTPUT, "N"),
    Shared("page", "--page", int | None, "Show that page of so many, the first is 1; 50 on a page "
           "unless --limit says otherwise.", OUTPUT, "K"),
)  # fmt: skip
GLOBAL = (
    Shared("format", "--format", Literal[_COMMON] | None, "table, tsv, json, jsonl, csv, yaml or ids; by "
           "default a table on a terminal and tsv in a pipe.", OUTPUT, "FORMAT"),
    Shared("fields", "--fields", str | None, "Only these fields, in this order.", OUTPUT,
           "NAME,NAME"),
    Shared("plain", "--plain", bool, "Draw no boxes, bars or colour.", OUTPUT),
    Shared("quiet", "--quiet", bool, "Say only the answer, warnings and errors.", OUTPUT),
    Shared("debug", "--debug", bool, "Show where an error came from.", GENERAL),
    Shared("config", "--config", Path | None, "Use this settings file.", GENERAL, "FILE"),
    Shared("database", "--database", str | None, "Use this database.", GENERAL, "URL"),
    Shared("actor", "--as", str | None, "Act as this user, with this user's rights.", GENERAL,
           "EMAIL", "ACADEMY_ACTOR"),
)  # fmt: skip
UNTOLD = frozenset({"database", "config", "actor", "to_database", "from_database"})
"""Options that no record of a command repeats."""
PERSONAL = frozenset(
    {
        *("email", "new_email", "name", "bio", "avatar", "privacy", "metadata"),
        *("reason", "reference", "archive"),
    }
)
"""Words about people: a record of a command says that they were given, and not what they were."""
PEOPLE = frozenset({"EMAIL", "USER", "LEARNER", "WHO"})
"""What a command calls the place of somebody's address; so are they, whatever the parameter is called."""
SHARED_FLAGS = frozenset(option.flag for option in (*CHANGING, *LISTING, *GLOBAL))


def noun(help: str) -> Noun:  # noqa: A002
    """The verbs of one noun, still to be added."""
    return Noun(help, {})


def single() -> Noun:
    """One command of the root, still to be added."""
    return Noun("", {})


def command(
    app: Noun,
    name: str,
    *,
    examples: tuple[str, ...],
    listing: bool = False,
    changing: bool = False,
    reports: tuple[Format, ...] = (),
) -> Callable[[Verb], Verb]:
    """Add a function to ``app`` as a command with the shared options.

    The function's first parameter receives the Shell; its docstring is the help. ``reports`` are formats that
    it offers beside those that all have.
    """
    everywhere = (_with_reports(GLOBAL[0], reports), *GLOBAL[1:])
    shared = (*(CHANGING if changing else ()), *(LISTING if listing else ()), *everywhere)

    def register(function: Verb) -> Verb:
        shaped = functools.partial(_built, name, function, shared, examples, reports)
        app.makers[name] = functools.cache(shaped)
        return function

    return register


def _with_reports(option: Shared, reports: Sequence[Format]) -> Shared:
    """--format, with the formats that one command offers besides."""
    some = tuple(one.value for one in reports)
    if not some:
        return option
    told = say("{} Also {}.", option.help, ", ".join(some))
    return option._replace(help=told, type=Literal[_COMMON + some] | None)


def _built(
    name: str,
    function: Verb,
    shared: tuple[Shared, ...],
    examples: tuple[str, ...],
    reports: tuple[Format, ...],
) -> Any:
    """A function as typer's command; reading signatures is so slow that only the one that runs is read."""
    alone = typer.Typer(rich_markup_mode=None, add_completion=False)
    alone.command(name, cls=Command, epilog="\n".join(examples))(
        _with_shell(function, shared, reports)
    )
    return typer.main.get_command(alone)


def with_globals(function: Verb) -> Verb:
    """Add the options that may also stand before the noun to the root's callback.

    Their values stay in the root's context, where ``open_shell`` finds them.
    """
    own = list(inspect.signature(function, eval_str=True).parameters.values())

    def run(**values: Any) -> None:
        function(**{parameter.name: values[parameter.name] for parameter in own})

    every = _with_reports(GLOBAL[0], tuple(REPORTS))._replace(help=GLOBAL[0].help)
    shared = (option.parameter() for option in (every, *GLOBAL[1:]))
    return _shaped(functools.wraps(function)(run), [*own, *shared])


def _with_shell(function: Verb, shared: tuple[Shared, ...], reports: tuple[Format, ...]) -> Verb:
    _, *own = inspect.signature(function, eval_str=True).parameters.values()
    names = [parameter.name for parameter in own]

    def run(context: typer.Context, **values: Any) -> None:
        from academy_cli.cli.shell import open_shell

        root = context.find_root()
        _require_text(root)
        _require_text(context)
        given = {name: value for name, value in values.items() if name not in names}
        shell = open_shell({**given, "to": values.get("to")}, root.params, _words(context))
        form = shell.terminal.wish.format
        if form is not None and form.is_report and form not in reports:
            raise FormatNotOfferedError(form, reports)
        if not shell.is_dry_run:
            _require_answered(shell, context)
        with shell.opened:
            function(shell, **{name: values[name] for name in names})

    context = inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    wanted = [*own, *(option.parameter() for option in shared), context]
    return _shaped(functools.wraps(function)(run), wanted)


def _require_answered(shell: Shell, context: Any) -> None:
    """Refuse a misspelt field before anything is changed."""
    wish = shell.terminal.wish
    if wish.fields or wish.page.sort:
        from academy_cli.cli.answered import require_answered

        require_answered(wish, shell.terminal.format, context)


def _words(context: Any) -> str:
    """The command as it is put on record, with what it was given; an address may hold a password.

    Nor may the record say who somebody was after they are erased: of words about people, it names the place.
    """
    words = [context.command_path]
    for parameter in context.command.params:
        value = context.params.get(parameter.name)
        if value in (None, False, [], ()) or parameter.name in UNTOLD:
            continue
        values = value if isinstance(value, list | tuple) else [value]
        place = parameter.metavar or parameter.name.upper()
        if parameter.name in PERSONAL or place.rstrip("….") in PEOPLE:
            values = [place]
        is_option = parameter.param_type_name == "option"
        words += [parameter.opts[0]] if is_option else []
        words += [] if value is True else [str(getattr(one, "value", one)) for one in values]
    return " ".join(words)


def _require_text(context: Any) -> None:
    """Refuse words that are no text; paths may be called anything that a disk holds."""
    for parameter in context.command.params:
        value = context.params.get(parameter.name)
        for word in value if isinstance(value, list | tuple) else [value]:
            if (
                isinstance(word, str)
                and _NO_TEXT.search(word)
                and parameter.type.name not in _PATHS
            ):
                is_option = parameter.param_type_name == "option"
                raise NoTextError(parameter.opts[0] if is_option else parameter.metavar)


def _shaped(function: Verb, parameters: list[inspect.Parameter]) -> Verb:
    """Give a function the signature that typer shall read."""
    function.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters]
    )
    function.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return function
