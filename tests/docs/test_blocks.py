"""Every command that README.md or a page below docs shows is run, or its source says why it is not."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from academy_cli.cli.options import GLOBAL
from academy_cli.cli.reference import Documented, commands
from tests.cli.conftest import Ran, Run, Set
from tests.cli.snapshots import Snapshots
from tests.docs import blocks, readme
from tests.docs.blocks import Block
from tests.docs.preambles import FIRST, STAGES
from tests.docs.references import filled
from tests.docs.stages import DAY, Stage, school

pytestmark = pytest.mark.slow

KNOWN = {one.words: one for one in commands()}
ROOT_FLAGS = {"--install-completion", "--help", "--version", *(one.flag for one in GLOBAL)}
ALL = [block for page in blocks.pages() for block in blocks.blocks(page)]
RUN = sorted({one.page for one in ALL if not one.example and any(map(one.is_run, one.lines))})
SHELL = re.compile(r"[|<>&;$`]|^\w+=")
QUOTED = re.compile(r"'[^']*'|\"[^\"$]*\"")
INLINE = re.compile(r"`(academy [^`\n]+)`")
BEFORE = re.compile(r"\w+=|xargs|-n1|docker|compose|run|--rm|-v|/|\$PWD|if|then")
"""What may stand before a command in its line."""
NOT_RUN = 105
"""How many lines of pages, beside the examples of each command's help, nothing here can run."""


@pytest.fixture
def stage(
    home: Path, academy: Run, given: Set, snapshots: Snapshots, request: pytest.FixtureRequest
) -> Stage:
    """A home, and whatever a page may need."""
    return Stage(home, academy, given, snapshots, request)


@pytest.mark.parametrize("page", RUN)
def test_what_a_page_shows_can_be_typed(page: str, stage: Stage) -> None:
    wrong = []
    with time_machine.travel(f"{DAY}T12:00:00Z", tick=True):
        STAGES.get(page, school)(stage)
        for block in blocks.blocks(page):
            if block.first:
                FIRST[block.first](stage)
            for line in typed(block):
                ran = perform(stage, filled(line, stage))
                if ran.code != int(block.said("ends", line) or 0):
                    wrong.append((block.where, line, ran.code, ran.err))

    assert wrong == []


def test_a_command_that_ends_otherwise_is_noticed(stage: Stage) -> None:
    school(stage)

    assert perform(stage, "academy course show python-basic").code == 4
    assert perform(stage, "academy course list | grep rust").code == 1


def test_lines_that_are_not_run_are_counted() -> None:
    lines = [(one, line) for one in ALL for line in one.lines if one.page != "docs/cli.md"]

    assert len([line for one, line in lines if not one.is_run(line)]) == NOT_RUN
    assert len(lines) > 4 * NOT_RUN


def test_every_mark_is_about_a_line_and_every_reason_is_a_sentence() -> None:
    for block in ALL:
        for mark in block.marks:
            assert any(map(mark.is_about, block.lines)), (block.where, mark)
            assert mark.word != "not run" or len(mark.said) > 20, (block.where, mark)


def test_no_mark_is_mistyped() -> None:
    for page in blocks.pages():
        for comment in re.findall(r"(<!--.*?-->)\n *```(?:console|sh)\n", blocks.read(page)):
            assert blocks.is_mark(comment), (page, comment)


def test_whatever_shows_an_answer_has_it_written_by_its_commands() -> None:
    for block in ALL:
        if block.says:
            assert block.example in readme.EXAMPLES or not block.is_run(block.lines[0]), block.where


def test_commands_stand_in_no_other_block() -> None:
    for page in blocks.pages():
        for language, text in blocks.fences(blocks.read(page)):
            is_shown = re.search(r"^ *(\$ |academy )", text, re.MULTILINE)
            assert language in blocks.LANGUAGES or not is_shown, (page, text)


def test_every_command_that_is_shown_exists_with_its_options() -> None:
    found = 0
    mistyped = {one.where for one in ALL if "cuorse" in one.text}
    for where, words in named():
        if where in mistyped:
            continue
        command = known(words)
        options = {word.partition("=")[0] for word in words if re.match("--[a-z]", word)}
        is_noun = len(words) == 1 and any(one[0] == words[0] for one in KNOWN)
        assert command or is_noun or options & ROOT_FLAGS or words[0].isupper(), (where, words)
        assert options <= (command.flags if command else set()) | ROOT_FLAGS, (where, words)
        found += 1

    assert found > 800


def test_a_command_that_does_not_exist_is_noticed() -> None:
    assert known(["cuorse", "list"]) is None
    assert "--frob" not in KNOWN["course", "sync"].flags


def typed(block: Block) -> Iterator[str]:
    """What of a block is run: each line, or a script as a whole."""
    lines = [line for line in block.lines if block.is_run(line)]
    if block.example or not lines:
        return
    if block.language == "sh" and not all(line.startswith("academy ") for line in lines):
        yield "\n".join(lines)
    else:
        yield from lines


def perform(stage: Stage, line: str) -> Ran:
    """Run a line as it is typed: in this process, or by a shell where it takes one."""
    if SHELL.search(QUOTED.sub("", line)) or not line.startswith("academy "):
        return stage.typed(line)
    words = shlex.split(line)[1:]
    command = known(words)
    asks = command and "--yes" in command.flags and not {"--yes", "--dry-run"} & set(words)
    return stage.academy(*words, *(["--yes"] if asks else []))


def named() -> Iterator[tuple[str, list[str]]]:
    """Every command line of academy on every page, run or not, as words."""
    for block in ALL:
        for line in block.lines:
            yield from ((block.where, words) for words in commands_of(line))
    for page in blocks.pages():
        for line in INLINE.findall(blocks.read(page)):
            if words := re.split(r"[;|>…\\]", line)[0].replace("'", "").split()[1:]:
                yield page, words


def commands_of(line: str) -> Iterator[list[str]]:
    """The words of each command of academy in a line of a shell."""
    words: list[str] = []
    lexer = shlex.shlex(line.replace("$(", " ; "), posix=True, punctuation_chars=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    for word in (*lexer, ";"):
        if not set(word) <= set("();<>|&"):
            words.append(word)
            continue
        if "academy" in words and all(map(BEFORE.match, words[: words.index("academy")])):
            yield words[words.index("academy") + 1 :]
        words = []


def known(words: list[str]) -> Documented | None:
    """The command that some words are of."""
    if words[0] == "--as":
        words = words[2:]
    tried = (KNOWN.get(tuple(words[:length])) for length in (4, 3, 2, 1))
    return next(filter(None, tried), None)
