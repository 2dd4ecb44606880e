"""A program that does as its words say, in the place of academy, and notes what was done when."""

from __future__ import annotations

import sys
from pathlib import Path

from academy_cli.worker.running import Program

_TEXT = """
import signal, sys, time
from pathlib import Path
notes, *words = sys.argv[1:]

def note(said):
    with open(notes, "a", encoding="utf-8") as file:
        file.write(said + "\\n")

note(" ".join(words))
if words[0] == "fail":
    sys.exit(int(words[1]))
if words[0] == "say":
    print("an answer")
    print(words[1], file=sys.stderr)
if words[0] == "fail-until":
    mark = Path(words[1])
    if not mark.exists():
        sys.exit(7)
if words[0] == "stay":
    def end(*_):
        note("ended well")
        sys.exit(143)
    signal.signal(signal.SIGTERM, signal.SIG_IGN if "deaf" in words else end)
    note("stays")
    while True:
        time.sleep(0.05)
"""


def program(folder: Path, inherited: tuple[int, ...] = ()) -> Program:
    """The program, which notes what it does in ``notes`` of a folder."""
    script = folder / "program.py"
    script.write_text(_TEXT, encoding="utf-8")
    return Program([sys.executable, "-S", str(script), str(folder / "notes")], None, inherited)


def notes(folder: Path) -> list[str]:
    """What was done so far."""
    file = folder / "notes"
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []
