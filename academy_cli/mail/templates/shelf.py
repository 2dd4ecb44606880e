"""Where templates are: those of a folder first, then those that come with academy.

Reads files, each once; refuses to write any. Says of a folder what would not be sent as it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from academy_cli.errors import AcademyError
from academy_cli.kit.language import canonical_tag
from academy_cli.kit.saying import say, whole
from academy_cli.kit.systemwords import system_words
from academy_cli.mail.templates.catalog import EVENTS, event_of, is_template, samples
from academy_cli.mail.templates.errors import (
    FrontMatterError,
    Place,
    TemplateError,
    UnknownTemplateError,
    UnknownVariableError,
    UnreadableError,
)
from academy_cli.mail.templates.rendering import rendered
from academy_cli.mail.templates.source import Template, parse

SHIPPED = Path(__file__).parent / "shipped"
LAST_RESORT = "en"
LARGEST_BYTES = 100_000
"""A longer template is another file that was put there by mistake."""


class Finding(NamedTuple):
    """What is wrong with a file of the folder; ``line`` is 0 where it is the file as a whole."""

    path: str
    line: int
    code: str
    message: str
    hint: str


class Shelf:
    """The templates of an academy: ``folder`` holds LANGUAGE/NAME.md, which replace the shipped ones."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._read: dict[tuple[str, str], Template] = {}

    @property
    def folder(self) -> Path:
        """Where an academy's own templates are; without such a folder, where the shipped ones are."""
        return self._folder or SHIPPED

    @property
    def own(self) -> int:
        """How many templates an academy has in its folder, sound or not."""
        return len(self._files())

    def names(self) -> tuple[str, ...]:
        """Every template there is, campaigns of the folder's own included, in order."""
        own = (path.stem for path in self._files() if is_template(path.stem))
        return tuple(sorted({*EVENTS, *own}))

    def find(self, name: str, language: str | None = None) -> Template:
        """The template in a language, else in the next wider one (fr-CA, fr), else in English.

        Of each language the folder's comes before the shipped one. Raises UnknownTemplateError, and a
        TemplateError for a file that cannot be sent.
        """
        event_of(name)
        wanted = canonical_tag(language or "") or LAST_RESORT
        if (name, wanted) not in self._read:
            self._read[name, wanted] = self._found(name, wanted)
        return self._read[name, wanted]

    def check(self) -> tuple[Finding, ...]:
        """What is wrong with the folder's templates, by file and line; nothing where there is no folder."""
        if self._folder is not None and self._folder.exists() and not self._folder.is_dir():
            file = UnreadableError(Place(str(self._folder)), say("it is no folder"))
            return (_finding(file, file.place),)
        return tuple(found for path in self._files() for found in self._checked(path))

    def _found(self, name: str, wanted: str) -> Template:
        for language in _widening(wanted):
            for folder in filter(None, (self._folder, SHIPPED)):
                path = folder / language / f"{name}.md"
                if path.exists():
                    return _load(path)
        raise UnknownTemplateError(name, self.names())

    def _files(self) -> list[Path]:
        return sorted(self._folder.rglob("*.md")) if self._folder else []

    def _checked(self, path: Path) -> Iterator[Finding]:
        try:
            event_of(path.stem)
            template = _load(path)
        except AcademyError as error:
            yield _finding(error, Place(str(path)))
            return
        unknown = list(_unknown(template))
        yield from unknown
        yield from _missing(template)
        if not unknown:
            yield from _unfillable(template)


def _widening(language: str) -> Iterator[str]:
    parts = language.split("-")
    while parts:
        yield "-".join(parts)
        parts.pop()
    if not language.startswith(f"{LAST_RESORT}-") and language != LAST_RESORT:
        yield LAST_RESORT


def _load(path: Path) -> Template:
    place = Place(str(path))
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
        written = content.decode("utf-8")
    except OSError as error:
        raise UnreadableError(place, system_words(error)) from error
    except UnicodeDecodeError as error:
        raise UnreadableError(place, say("it is not UTF-8")) from error
    if len(content) > LARGEST_BYTES:
        raise UnreadableError(place, say("it has more than {:,} bytes", LARGEST_BYTES))
    template = parse(written, path)
    if template.language != path.parent.name:
        why = say(
            "it says “{}” and stands in the folder “{}”.", template.language, path.parent.name
        )
        raise FrontMatterError(Place(str(path), 1), why)
    return template


def _unknown(template: Template) -> Iterator[Finding]:
    known = event_of(template.name).variables
    for slot in template.slots:
        if slot.name not in known:
            place = Place(template.path, slot.line)
            yield _finding(UnknownVariableError(place, slot.name, known), place)


def _missing(template: Template) -> Iterator[Finding]:
    there = {slot.name for slot in template.slots}
    for one in event_of(template.name).variables.values():
        if one.is_needed and one.name not in there:
            message = say("{}: “{}” is missing: {}", template.path, one.name, whole(one.what))
            hint = say("Add a paragraph with a link to it: [text]({{{{ {}? }}}})", one.name)
            yield Finding(template.path, 0, "mail.template-incomplete", message, hint)


def _unfillable(template: Template) -> Iterator[Finding]:
    """What is only seen with values: all there are, and only those that are never empty."""
    every = samples(template.name)
    variables = event_of(template.name).variables
    least = {name: said for name, said in every.items() if not variables[name].may_be_empty}
    for values in (every, least):
        try:
            rendered(template, values)
        except TemplateError as error:
            yield _finding(error, error.place)
            return


def _finding(error: AcademyError, place: Place) -> Finding:
    at = error.place if isinstance(error, TemplateError) else place
    message = (
        error.message if isinstance(error, TemplateError) else say("{}: {}", place, error.message)
    )
    return Finding(at.path, at.line, error.code, message, error.hint)
