"""Manual pages: ``python -m academy_cli.cli.manual FOLDER`` writes academy.1 and a page for each noun.

Knows the macros of man(7); the words are those of the commands themselves.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from academy_cli import __version__
from academy_cli.cli import helppage, root
from academy_cli.cli.help import EXIT_CODES
from academy_cli.cli.lazy import Entry, load
from academy_cli.cli.options import GLOBAL
from academy_cli.cli.reference import Documented, Row


def pages() -> Iterator[tuple[str, str]]:
    """Every page: the name of its file, and its text."""
    yield "academy.1", _joined(_root())
    for entry in root.ENTRIES:
        yield f"academy-{entry.name}.1", _joined(_page(entry))


def _root() -> Iterator[str]:
    yield from _head("academy", "run an online academy from the terminal")
    yield from (".SH SYNOPSIS", ".B academy", _text("[OPTIONS] COMMAND [ARGS]..."))
    for who, names in helppage.PEOPLE.items():
        known = {one.name: one.summary for one in root.ENTRIES}
        yield f".SH {_text(who.upper())}"
        for name in names:
            yield from _item(f"academy-{name}(1)", known[name])
    yield ".SH OPTIONS OF EVERY COMMAND"
    yield from _rows([Row(one.written, one.help) for one in GLOBAL])
    yield ".SH EXIT STATUS"
    for one in EXIT_CODES:
        yield from _item(str(one.code), one.meaning)


def _page(entry: Entry) -> Iterator[str]:
    found, about = helppage.verbs(entry), load(entry).help or entry.summary
    name = f"academy-{entry.name}"
    yield from _head(name, about.partition("\n")[0].rstrip("."))
    yield ".SH SYNOPSIS"
    for place, one in enumerate(found):
        yield from ([".br"] if place else [])
        yield _text(one.usage)
    yield ".SH COMMANDS" if entry.is_noun else ".SH DESCRIPTION"
    for one in found:
        yield from _command(one)
    yield from (".SH SEE ALSO", ".BR academy (1)")


def _command(one: Documented) -> Iterator[str]:
    yield f".SS {_text(one.path)}"
    for part in one.help.split("\n\n"):
        yield from (".PP", _text(" ".join(part.split())))
    yield from _rows([*one.arguments, *one.options])
    yield from (".PP", "Examples:", ".PP", ".nf", ".RS 4")
    yield from map(_text, one.examples)
    yield from (".RE", ".fi")


def _head(name: str, about: str) -> Sequence[str]:
    title = f'.TH "{_text(name.upper())}" 1 "" "academy {__version__}" "academy"'
    return (title, ".ad l", ".nh", ".SH NAME", f"{_text(name)} \\- {_text(about)}")


def _rows(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        yield from _item(row.written, row.meaning)


def _item(term: str, said: str) -> Sequence[str]:
    return (".TP", f"\\fB{_text(term)}\\fR", _text(" ".join(said.split())) or "\\&")


def _text(said: str) -> str:
    """Text as it is: no escape, hyphens as a minus, breaks after bars and slashes."""
    plain = said.replace("\\", "\\e").replace("-", "\\-").replace("|", "|\\:").replace("/", "/\\:")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


def _joined(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def main(folder: Path) -> None:
    """Write them all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
