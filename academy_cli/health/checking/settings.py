"""The settings: what is wrong with them, who can read the secrets in their file, and what is left unset.

Knows which settings a public academy needs; refuses to show a secret.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from shlex import quote

from academy_cli.config.secrets import FILE, REFERENCE
from academy_cli.config.settings import Settings, table
from academy_cli.errors import AcademyError
from academy_cli.health.checking.views import Finding, Pen
from academy_cli.kit.ownership import Exposure, exposure
from academy_cli.kit.saying import say, unstopped

PEN, SITE = Pen("settings"), Pen("site")
VARIABLES = "academy.env"
"""The file beside the settings that a service reads its variables from, as docs/deploy.md has it."""
_BESIDE_READERS = stat.S_IWGRP | stat.S_IXGRP | stat.S_IRWXO


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
    """Whether others can read a file in which secrets stand: the settings, or the variables beside them."""
    if said.path is None:
        return
    beside, names = said.path.with_name(VARIABLES), ", ".join(_written(said))
    files = [(said.path, names)] if names else []
    if beside.exists():
        files.append((beside, say("what the settings take from the environment")))
    for file, what in files:
        seen = _exposed(file)
        if seen is not None:
            yield PEN.failing(
                say("“{}” {}, and {} stands in it", file, seen.why, what),
                say("Keep it to yourself, or write file:/path/to/secret instead"),
                _closing(file),
            )
    if names and _exposed(said.path) is None:
        yield PEN.ok(say("only you can read the secrets in it"))


def _exposed(file: Path) -> Exposure | None:
    """How others can reach a file; what root keeps, and nobody beside our group can read, is kept well."""
    found = file.stat()
    if os.name == "posix" and found.st_uid == 0 and not found.st_mode & _BESIDE_READERS:
        is_ours = found.st_gid in (os.getegid(), *os.getgroups())
        if is_ours or not found.st_mode & stat.S_IRGRP:
            return None
    return exposure(file, found, "600")


def _closing(file: Path) -> str:
    """The command that lets nobody else reach a file, and whoever asks read it."""
    path = quote(str(file))
    if file.stat().st_uid == os.geteuid():
        return say("chmod 600 {}", path)
    import pwd  # of POSIX alone, where alone files have owners

    try:
        me = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # a container whose user has no name
        me = str(os.geteuid())
    return say("chown {} {} && chmod 600 {}", me, path, path)


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
