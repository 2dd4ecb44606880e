"""The settings: what is wrong with them, who can read the secrets in their file, and what is left unset.

Knows which settings a public academy needs; refuses to show a secret.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote

from academy_cli.config.secrets import FILE, REFERENCE
from academy_cli.config.settings import Settings, table
from academy_cli.errors import AcademyError
from academy_cli.health.checking.views import Finding, Pen
from academy_cli.kit.ownership import exposure
from academy_cli.kit.saying import say, unstopped

PEN, SITE = Pen("settings"), Pen("site")


def wrong(errors: Sequence[AcademyError], path: Path | None) -> Iterator[Finding]:
    """Everything that is wrong with what is written."""
    for error in errors:
        yield PEN.failing(unstopped(error.message), error.hint, "academy config check")
    if not errors:
        where = (
            say("“{}” is sound", path)
            if path
            else say("there is no settings file: all is as it comes")
        )
        yield PEN.ok(where)


def secrets(said: Settings) -> Iterator[Finding]:
    """Whether others can read a file in which secrets stand."""
    if said.path is None or not (names := _written(said)):
        return
    seen = exposure(said.path, said.path.stat(), "600")
    if seen is None:
        yield PEN.ok(say("only you can read the secrets in it"))
        return
    some = ", ".join(names)
    yield PEN.failing(
        say("“{}” {}, and {} stands in it", said.path, seen.why, some),
        say("Keep it to yourself, or write file:/path/to/secret instead"),
        say("chmod 600 {}", quote(str(said.path))),
    )


def _written(said: Settings) -> Sequence[str]:
    """The secrets whose text is in the settings file itself."""
    assert said.path is not None
    lines = said.path.read_text(encoding="utf-8", errors="replace").splitlines()
    found = []
    for one in table():
        name = f"{one.group}.{one.key}"
        place, _, line = said.origins.get(name, "").rpartition(":")
        is_there = one.is_secret and place and line.isdigit() and int(line) <= len(lines)
        if not is_there or Path(place).name != said.path.name:
            continue
        value = lines[int(line) - 1].partition(":")[2].strip().strip("'\"")
        is_plain = value and not value.startswith(FILE) and not REFERENCE.search(value)
        if is_plain and (one.key != "url" or "@" in value):
            found.append(name)
    return found


def site(said: Settings, *, is_live: bool) -> Iterator[Finding]:
    """Whether what learners get has links in it, and documents a seller; needed once money is real."""
    write = SITE.failing if is_live else SITE.warning
    file = said.path or Path("academy.yaml")
    edit = f"${{EDITOR:-vi}} {quote(str(file))}"
    if said.site.url:
        yield SITE.ok(say("links begin with {}", said.site.url))
    else:
        yield SITE.warning(
            say(
                "site.url is not set: mail holds bare codes instead of links, and nobody comes back "
                "from paying"
            ),
            say("Set site.url"),
            edit,
        )
    invoices = said.invoices
    lacking = [name for name in ("name", "address", "country") if not getattr(invoices, name)]
    if is_live and lacking:
        names = ", ".join(f"invoices.{name}" for name in lacking)
        yield write(
            say("money is real, and invoices lack {}", names), "Set what the law asks for", edit
        )
