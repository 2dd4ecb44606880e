"""Words come out of units and of lines of cron as they went in, or are refused."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from academy_cli.backups.schedule.errors import LineTooLongError, UnfitWordError
from academy_cli.backups.schedule.quoting import (
    MOST_IN_LINE,
    cron_line,
    environment,
    exec_line,
    file_pattern,
    shell,
    whole,
)
from tests.backups.schedule import unitfile

WORDS = st.text(alphabet=st.sampled_from("ab /%$\\\"';#*?[]{}~!é日-n"), max_size=12)
PLAIN = st.text(alphabet=st.sampled_from("ab /%$;#{}~!é日-n"), min_size=1, max_size=12)


@settings(deadline=None)  # a busy machine takes longer
@given(PLAIN, st.lists(WORDS, max_size=4))
def test_a_command_of_a_unit_is_run_as_it_was(program: str, words: list[str]) -> None:
    assert unitfile.command(exec_line(f"/{program}", words)) == [f"/{program}", *words]


def test_the_reader_finds_words_that_were_not_quoted() -> None:
    """The control: what a careless writer writes is read as something else, or refused."""
    for careless in ("/a b/c", "/a%n", '/"a', "/a;b", "/a\\sb"):
        with pytest.raises((unitfile.UnitError, AssertionError)):
            assert unitfile.command(careless) == [careless]
    with pytest.raises(unitfile.UnitError):
        unitfile.command("/a $HOME")


def test_what_is_plain_is_not_quoted() -> None:
    assert (
        exec_line("/srv/academy", ["backup", "--max-age", "26h"])
        == "/srv/academy backup --max-age 26h"
    )
    assert exec_line("/a", [""]) == '/a ""'


@pytest.mark.parametrize("program", ['/a"b', "/a'b", "/a\\b"])
def test_a_program_that_systemd_does_not_run_is_refused(program: str) -> None:
    with pytest.raises(UnfitWordError):
        exec_line(program, [])


@given(WORDS)
def test_an_assignment_holds_its_value(value: str) -> None:
    (word,) = unitfile.words(environment("XDG_DATA_HOME", value))

    assert unitfile.value(word) == f"XDG_DATA_HOME={value}"


@given(WORDS)
def test_a_value_to_the_end_of_its_line_is_what_it_was_or_refused(text: str) -> None:
    try:
        written = whole(text)
    except UnfitWordError:
        assert text != text.strip() or text.endswith("\\")
        return
    assert unitfile.value(written) == text


@pytest.mark.parametrize("path", ["/a*", "/a?", "/[a]", "/a\\b", "/a ", "/a\n"])
def test_a_path_that_would_be_a_pattern_is_refused(path: str) -> None:
    with pytest.raises(UnfitWordError):
        file_pattern(path)


@pytest.mark.parametrize(
    "word", ["a\nb", "a\tb", "a\x1bb", "a\x00b", "\udcff", "a\u2028b", "a\u202eb"]
)
def test_what_ends_or_steers_a_line_is_refused_everywhere(word: str) -> None:
    for write in (lambda one: exec_line(one, []), whole, lambda one: shell([one])):
        with pytest.raises(UnfitWordError) as error:
            write(word)
        assert error.value.message.isprintable()


@settings(deadline=None)  # as above, and it may start a shell
@given(st.lists(WORDS.filter(lambda word: "\\" not in word), min_size=1, max_size=4))
def test_a_shell_reads_what_cron_gives_it(words: list[str]) -> None:
    _, command = cron_line("@", f"printf '%s\\0' {shell(words)}").split(" ", 1)

    given_by_cron = _unescaped(command)
    ran = subprocess.run(["/bin/sh", "-c", given_by_cron], capture_output=True)

    assert ran.stdout.decode().split("\0")[:-1] == words


def test_a_backslash_is_refused_that_crons_disagree_about() -> None:
    with pytest.raises(UnfitWordError):
        shell(["a\\%b"])


def test_a_line_that_some_crons_cut_off_is_refused() -> None:
    assert cron_line("@", "x" * MOST_IN_LINE)
    with pytest.raises(LineTooLongError):
        cron_line("@", "x" * MOST_IN_LINE + "%")


def _unescaped(command: str) -> str:
    """What is left of a command by crontab(5): a bare ``%`` ends it."""
    out, marks = "", iter(command)
    for mark in marks:
        if mark == "%":
            return out
        if mark == "\\":
            following = next(marks)
            out += following if following == "%" else mark + following
        else:
            out += mark
    return out
