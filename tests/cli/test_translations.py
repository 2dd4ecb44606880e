"""How far translations are, as translators ask for it: by language, by state, and with what changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import make
from tests.authoring.history.changed import edit
from tests.authoring.synced import git
from tests.authoring.translations.words import FILES, GERMAN, INTRO, LOOPS, course
from tests.cli.conftest import Run

ASK = ("course", "translations", "python")
TRADITIONAL = f"translations/zh-hant/{LOOPS}"


@pytest.fixture
def folder(home: Path) -> Path:
    return make.folder(home / "python", course())


def test_what_is_missing_is_named_by_what_there_is_to_translate(academy: Run, folder: Path) -> None:
    """Where nothing is missing but its file, an empty line named it."""
    del folder

    french = academy(*ASK, "--language", "fr", "--state", "missing", "--format", "ids")

    assert french.out.splitlines() == ["course.yaml", "01-basics/module.yaml", INTRO, FILES]
    assert academy(*ASK, "--language", "de", "--format", "ids").out.splitlines()[2] == GERMAN


@pytest.mark.parametrize("code", ["zh-Hant", "zh-hant", "ZH-HANT"])
def test_a_language_is_asked_for_in_any_letter_case(academy: Run, folder: Path, code: str) -> None:
    edit(folder, TRADITIONAL, "# 迴圈\n\n文字\n")

    [loops] = json.loads(
        academy(*ASK, "--language", code, "--state", "unsourced", "--format", "json").out
    )

    assert (loops["language"], loops["file"]) == ("zh-Hant", TRADITIONAL)


def test_what_lost_its_original_is_counted_with_its_language(academy: Run, folder: Path) -> None:
    edit(folder, TRADITIONAL, "# 迴圈\n\n文字\n")
    edit(folder, "translations/zh-hant/02-more/09-gone.md", "# 沒有\n\n文字\n")

    found = json.loads(academy(*ASK, "--format", "json").out)

    counted = {one["language"]: one["orphaned"] for one in found}
    assert counted == {"de": 0, "fr": 0, "zh-Hant": 1}


def test_a_broken_one_is_in_the_table(academy: Run, folder: Path) -> None:
    edit(folder, GERMAN, "---\ntitle: [\n---\n")

    table = academy(*ASK, "--format", "table").out.splitlines()

    row = dict(zip(table[0].split(), table[1].split(), strict=True))
    assert (row["language"], row["broken"], row["missing"]) == ("de", "1", "0")


def test_a_plan_says_of_a_translation_what_its_author_wrote(academy: Run, folder: Path) -> None:
    """What kind of node it translates is for the database, and a digest is for nobody to read."""
    told = json.loads(academy("course", "plan", "python", "--format", "json").out)
    [german] = [one for one in told["changes"] if one["path"] == GERMAN]
    academy("course", "sync", "python", "--yes")
    edit(folder, GERMAN, f"---\nsource: {'0' * 64}\n---\n\n# Einführung\n\nText\n")

    assert german["fields"].keys() == {"title", "text", "source", "fields.source"}
    assert (
        "  ~ 01-intro.md  made from another text, text\n"
        in academy("course", "plan", "python", "--format", "table").out
    )


def test_programs_read_what_an_original_said_and_says_now(academy: Run, folder: Path) -> None:
    ask = (*ASK, "--language", "de", "--diff", "--format", "json")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Begin")
    old = (folder / INTRO).read_text("utf-8")
    edit(folder, INTRO, f"{old}\nMore words.\n")

    [german] = json.loads(academy(*ask, "--state", "stale").out)
    others = json.loads(academy(*ask, "--state", "current").out)
    [changed] = german["diff"]

    assert (german["path"], german["diff_unknown"], changed["file"]) == (GERMAN, None, INTRO)
    assert (changed["before"], changed["after"]) == (old, f"{old}\nMore words.\n")
    assert {(len(one["diff"]), one["diff_unknown"]) for one in others} == {(0, None)}


def test_why_nobody_can_say_what_changed_is_said(
    academy: Run, folder: Path, home: Path, tmp_path: Path
) -> None:
    diff = (*ASK, "--diff", "--format", "table")
    alone = f"What {INTRO} said before is not known: its folder is in no git repository."
    edit(folder, INTRO, "# Introduction\n\nOther words.\n")

    assert academy(*diff).out == f"{GERMAN}  stale\n  {alone}\n"
    [told] = json.loads(academy(*diff[:-1], "json").out)
    assert (told["diff"], told["diff_unknown"]) == ([], alone)

    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Begin")
    assert (
        "  No commit of 01-basics/01-intro.md says what it was made from.\n" in academy(*diff).out
    )

    folder.rename(tmp_path / "origin")
    git(home, "clone", "-q", "--depth", "1", f"file://{tmp_path}/origin", "python")
    edit(folder, INTRO, "# Introduction\n\nWords.\n")
    assert "not in this shallow clone: git fetch --unshallow\n" in academy(*diff).out
