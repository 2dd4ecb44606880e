"""Questions to a person: on standard error and from standard input, so that answers stay clean.

Knows how a question is put; refuses to decide whether anybody is there.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

from academy_cli.kit.table import cut, printable

_POINTERS = 4
"""What a menu draws before a choice or its question."""
_TICKED = 6
"""What it draws before one that can be ticked."""
_NARROWEST = 20


def read_line(source: TextIO, err: TextIO, prompt: str) -> str:
    """Read one trimmed line after a prompt; empty at the end of input."""
    err.write(prompt)
    err.flush()
    line = source.readline()
    if not line.endswith("\n"):
        err.write("\n")
    return line.strip()


def read_secrets(source: TextIO, err: TextIO, prompts: Sequence[str]) -> list[str]:
    """Read a line after each prompt that the terminal does not show; spaces in it count."""
    lines = []
    with _unseen(source):
        for prompt in prompts:
            err.write(prompt)
            err.flush()
            lines.append(source.readline().rstrip("\r\n"))
            err.write("\n")
    return lines


@contextmanager
def _unseen(source: TextIO) -> Iterator[None]:
    """Let a terminal echo nothing that is typed during the block."""
    try:
        import termios

        before = termios.tcgetattr(source)
    except (ImportError, OSError, ValueError):  # no such terminal, or none at all
        yield
        return
    silent = [*before]
    silent[3] = int(silent[3]) & ~termios.ECHO
    termios.tcsetattr(source, termios.TCSAFLUSH, silent)
    try:
        yield
    finally:
        termios.tcsetattr(source, termios.TCSAFLUSH, before)


def pick_number(source: TextIO, err: TextIO, question: str, choices: Mapping[str, str]) -> str:
    """Put a numbered list, which a screen reader can follow; empty when nothing is chosen."""
    numbered = enumerate(choices.values(), 1)
    err.writelines(f"{number:>3}  {printable(title)}\n" for number, title in numbered)
    given = read_line(source, err, f"{question} (1-{len(choices)}): ")
    if given.isdecimal() and 0 < int(given) <= len(choices):
        return list(choices)[int(given) - 1]
    return given if given in choices else ""


def tick_numbers(
    source: TextIO, err: TextIO, question: str, choices: Mapping[str, str]
) -> list[str]:
    """Put a numbered list of which any may be chosen; those that are typed, one after the other."""
    numbered = enumerate(choices.values(), 1)
    err.writelines(f"{number:>3}  {printable(title)}\n" for number, title in numbered)
    given = read_line(source, err, question).replace(",", " ")
    numbers = {int(word) for word in given.split() if word.isdecimal()}
    return [value for number, value in enumerate(choices, 1) if number in numbers]


def tick_in_menu(err: TextIO, question: str, choices: Mapping[str, str]) -> list[str]:
    """Put a menu of which any may be ticked, with the arrow keys and the space bar."""
    import questionary
    from prompt_toolkit.output import create_output

    room = max(shutil.get_terminal_size().columns - _TICKED, _NARROWEST)
    menu = [questionary.Choice(cut(printable(one), room), key) for key, one in choices.items()]
    return list(questionary.checkbox(question, menu, output=create_output(err)).unsafe_ask() or ())


def pick_from_menu(err: TextIO, question: str, choices: Mapping[str, str]) -> str:
    """Put a menu of values with titles, moved through with the arrow keys; empty when left."""
    import questionary
    from prompt_toolkit.output import create_output

    room = max(shutil.get_terminal_size().columns - len(question) - _POINTERS, _NARROWEST)
    titles = {value: cut(printable(title), room) for value, title in choices.items()}
    menu = [questionary.Choice(title, value) for value, title in titles.items()]
    asked = questionary.select(question, menu, output=create_output(err))
    _let_escape(asked.application)
    return str(asked.unsafe_ask() or "")


def _let_escape(menu: Any) -> None:
    """Let the escape key leave a menu with nothing chosen."""
    from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings

    keys = KeyBindings()
    keys.add("escape", eager=True)(lambda event: event.app.exit(result=""))
    menu.key_bindings = merge_key_bindings([menu.key_bindings, keys])
