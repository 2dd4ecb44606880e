"""How far long work has come: a bar on a terminal, a line in a pipe."""

from __future__ import annotations

import io
from collections.abc import Callable

from academy_cli.cli.terminal import Terminal
from tests.cli.screen import Screen

OnScreen = Callable[..., Screen]


def test_long_work_is_one_line_per_step_in_a_pipe() -> None:
    out, err = io.StringIO(), io.StringIO()
    terminal = Terminal(out, err, io.StringIO(), {})

    for label, total in (("Reading lessons", 14441), ("Comparing", None)):
        with terminal.progress(label, total) as progress:
            progress(1)

    assert (out.getvalue(), err.getvalue()) == ("", "Reading lessons (14441)\nComparing\n")


PROGRESS = """
import os, sys, time
from academy_cli.cli.answer import Wish
from academy_cli.cli.terminal import Terminal
terminal = Terminal(sys.stdout, sys.stderr, sys.stdin, os.environ, Wish(is_plain={plain}))
with terminal.progress("Reading", 3) as progress:
    for done in range(3):
        time.sleep({pause})
        progress(done)
print("rich" in sys.modules)
"""


def test_long_work_draws_a_bar_on_a_terminal_and_takes_it_away(screen: OnScreen) -> None:
    ran = screen(code=PROGRESS.format(plain=False, pause=0.3))

    assert "Reading" in ran.drawn
    assert "━" in ran.drawn
    assert ran.lines[-1] == "True"


def test_only_the_bar_begun_last_is_drawn(screen: OnScreen) -> None:
    code = """
import os, sys, time
from academy_cli.cli.terminal import Terminal
terminal = Terminal(sys.stdout, sys.stderr, sys.stdin, os.environ)
with terminal.progress("Loading") as rows:
    time.sleep(0.5)
    rows(1)
    with terminal.progress("Fetching", 30) as megabytes:
        time.sleep(0.5)
        for done in range(20, 30):
            megabytes(done)
            rows(1000 + done)
    rows(5)
"""
    ran = screen(code=code)

    text = ran.text
    assert text.index("Loading 1") < text.index("Fetching") < text.index("Loading 5"), text
    assert "Loading 10" not in text


def test_short_work_draws_nothing_and_imports_nothing(screen: OnScreen) -> None:
    ran = screen(code=PROGRESS.format(plain=False, pause=0))

    assert ran.lines == ["False"]


def test_plain_work_is_a_line_on_a_terminal(screen: OnScreen) -> None:
    ran = screen(code=PROGRESS.format(plain=True, pause=0.3))

    assert ran.lines == ["Reading (3)", "False"]
