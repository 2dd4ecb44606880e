"""The outputs in README.md: ``python -m tests.docs.readme`` runs its commands and writes them again.

Knows what is marked to be run and where each example starts from; refuses to know what a command says.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.archives import unpack
from tests.cli.screen import Screen
from tests.corpora.conftest import CORPORA

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "README.md"
SHOWN_AS = "/srv/courses"
"""How an example's folder is written."""
_BLOCK = re.compile(r"(<!-- run: (\S+) -->\n```console\n)(.*?)(```\n)", re.DOTALL)
_IOT = re.compile(r"iot-for-beginners/(?!translations/|quiz-app/|SOURCE)")
_PROGRESS = re.compile(r"(?:^(?:Reading|Applying|Checking) .*\n)+\n?", re.MULTILINE)
"""A bar, which a person's terminal takes away again."""
_CHANGING = re.compile(
    r"(?P<time>\d{4}-\d\d-\d\d \d\d:\d\dZ)|(?P<seconds> +\d+\.\d{1,3}$)|(?P<who>operator:\S+)",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Block:
    """A marked block: its example and the commands in it."""

    example: str
    commands: tuple[str, ...]


def blocks(page: str) -> Iterator[Block]:
    """The marked blocks of a page, in order."""
    for _, example, text, _ in _BLOCK.findall(page):
        lines = text.splitlines()
        yield Block(example, tuple(line[2:] for line in lines if line.startswith("$ ")))


def written(page: str, folders: Mapping[str, Path]) -> str:
    """A page with what its commands say now; examples without a folder stay as they are.

    The commands of one example are run one after the other, in its folder.
    """

    def again(found: re.Match[str]) -> str:
        if found[2] not in folders:
            return found[0]
        (block,) = blocks(found[0])
        shown = "\n".join(_shown(command, folders[found[2]]) for command in block.commands)
        return f"{found[1]}{shown}\n{found[4]}"

    return _BLOCK.sub(again, page)


def steady(page: str) -> str:
    """A page without what is different each time: times, seconds, and who ran it."""
    return _CHANGING.sub(lambda found: f"({found.lastgroup})", page)


def prepare(folder: Path) -> dict[str, Path]:
    """Lay out each example; one whose course is not on this machine is left out."""
    folders = {}
    for name, lay_out in _EXAMPLES.items():
        place = folder / name
        place.mkdir()
        if lay_out(place):
            folders[name] = place
    return folders


def _workshop(folder: Path) -> bool:
    pages = {
        "README.md": "# Baking bread\n",
        "1-dough/1-flour-and-water.md": "# Flour and water\n\nMix them.\n",
        "1-dough/2-kneading.md": "# Kneading\n\n![Two hands](hands.jpg)\n",
        "2-baking/1-the-oven.md": "# The oven\n\nWait for [the dough](../1-dough/2-kneeding.md).\n",
    }
    for name, text in pages.items():
        path = folder / "bread" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return True


def _iot(folder: Path) -> bool:
    archive = CORPORA / "iot-for-beginners.tar.gz"
    if not archive.exists():
        return False
    unpack(archive, folder, _IOT)
    (folder / "iot-for-beginners").rename(folder / "IoT-For-Beginners")
    (folder / "academy.yaml").write_text(
        "database:\n  url: sqlite:///academy.db\nstorage:\n  folder: storage\n", encoding="utf-8"
    )
    return True


_EXAMPLES: Mapping[str, Callable[[Path], bool]] = {"workshop": _workshop, "iot": _iot}


def _shown(command: str, folder: Path) -> str:
    """A command and what a person sees of it on a terminal, 80 columns wide."""
    program = folder.parent / "bin" / "academy"
    if not program.exists():
        program.parent.mkdir(exist_ok=True)
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m academy_cli "$@"\n')
        program.chmod(0o755)
    environ = {
        "PATH": f"{program.parent}:/usr/bin:/bin",
        "HOME": str(folder.parent),
        "LANG": "C.UTF-8",
        "TERM": "xterm",
        "NO_COLOR": "1",
        "PYTHONPATH": str(ROOT),
    }
    ran = Screen.of(["/bin/sh", "-c", command], "", folder, environ)
    said = _PROGRESS.sub("", "".join(f"{line}\n" for line in ran.lines))
    return f"$ {command}\n{said}".rstrip("\n").replace(str(folder), SHOWN_AS)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        PAGE.write_text(written(PAGE.read_text("utf-8"), prepare(Path(scratch))), encoding="utf-8")
