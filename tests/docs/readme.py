"""The outputs on pages: ``python -m tests.docs.readme`` runs their commands and writes them again.

Knows what is marked to be run and where each example starts from; refuses to know what a command says.
"""

from __future__ import annotations

import re
import shlex
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
MARK = "<!-- run: "
SHOWN_AS = "/srv/courses"
"""How an example's folder is written."""
HOME = "/home/you"
"""How the home of whoever types is written."""
_BLOCK = re.compile(r"(<!-- run: (\S+) -->\n```console\n)(.*?)(```\n)", re.DOTALL)
_FILE = re.compile(r"<!-- file: (\S+) (\S+) -->\n```\w+\n(.*?)```\n", re.DOTALL)
"""A file that the reader saves, and where."""
_IOT = re.compile(r"iot-for-beginners/(?!translations/|quiz-app/|SOURCE)")
_SHELL = re.compile(r"[|<>&;$`#]")
_PROGRESS = re.compile(
    r"(?:^(?:(?:Reading|Applying|Checking|.*[━╸╺]) .*|.* [\u2800-\u28ff])\n)+\n?", re.MULTILINE
)
"""A bar, which a person's terminal takes away again."""
_CHANGING = re.compile(
    r"(?P<time>\d{4}-\d\d-\d\d \d\d:\d\dZ)|(?P<seconds> +\d+\.\d{1,3}$)|(?P<who>operator:\S+)"
    r"|(?P<ago>\b\d+m ago)|(?P<day>\d{4}-\d\d-\d\d)|(?P<year>\b[A-Z]{1,3}-\d{4}-)"
    r"|(?P<number>\b[0-9a-f]{8}\b|\b[0-9a-f]{64}\b|\d{8}T\d{6}Z)|(?P<size>(?<=size) +\d+$)",
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
        if saved := _FILE.fullmatch(found[0]):
            _save(folders[saved[1]] / saved[2], saved[3])
            return found[0]
        if found[2] not in folders:
            return found[0]
        (block,) = blocks(found[0])
        shown = "\n".join(_shown(command, folders[found[2]]) for command in block.commands)
        return f"{found[1]}{shown}\n{found[4]}"

    return re.sub(f"{_BLOCK.pattern}|{_FILE.pattern}", again, page, flags=re.DOTALL)


def _save(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def steady(page: str) -> str:
    """A page without what is different each time: times, seconds, and who ran it."""
    return _CHANGING.sub(lambda found: f"({found.lastgroup})", page)


def pages() -> Iterator[Path]:
    """The pages that show what commands say."""
    for page in (PAGE, *sorted((ROOT / "docs").rglob("*.md"))):
        if MARK in page.read_text(encoding="utf-8"):
            yield page


def prepare(folder: Path, page: str) -> dict[str, Path]:
    """Lay out each example of a page; one whose course is not on this machine is left out."""
    folders = {}
    for name in dict.fromkeys(one.example for one in blocks(page)):
        lay_out = EXAMPLES[name]
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


def _empty(folder: Path) -> bool:
    return folder.is_dir()


EXAMPLES: Mapping[str, Callable[[Path], bool]] = {
    "workshop": _workshop,
    "iot": _iot,
    "empty": _empty,
    **dict.fromkeys(("authors", "operators", "support", "unattended"), _empty),
}


def _shown(command: str, folder: Path) -> str:
    """A command and what a person sees of it on a terminal, 80 columns wide."""
    ran = _ran(command, folder)
    said = _PROGRESS.sub("", "".join(f"{line}\n" for line in ran.lines))
    return (
        f"$ {command}\n{said}".rstrip("\n")
        .replace(str(folder), SHOWN_AS)
        .replace(str(folder.parent), HOME)
    )


def _ran(command: str, folder: Path) -> Screen:
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
    if command.startswith("academy ") and not _SHELL.search(command):
        return Screen.of_academy(shlex.split(command)[1:], "", folder, environ)
    return Screen.of(["/bin/sh", "-c", command], "", folder, environ)


if __name__ == "__main__":
    for page in pages():
        text = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as scratch:
            page.write_text(written(text, prepare(Path(scratch), text)), encoding="utf-8")
