"""What is refused is refused in a person's language, down to the reason.

Knows commands that go wrong in every way that people find; refuses to know any real language.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_dry_run import ready, words
from tests.cli.test_languages_of_all import OPEN, OWN, SHUT, _spoken, unmarked

pytestmark = pytest.mark.slow

__all__ = ["_spoken", "ready", "words"]
WORD = re.compile(r"(?<![a-z.:_-])[a-z’']{3,}(?![a-z._=-]|:\S)")
"""A word by itself: neither a code nor the name of a key or a file."""
REFUSED = (
    "user show a..b@x.org",
    "user create ann@ --name A",
    "user create new@x.org --name A --language klingon",
    "user create new@x.org --name A --time-zone Mars/Base",
    "user set ann@example.org --avatar http://x",
    "user set ann@example.org --privacy profile=nobody",
    "user set ann@example.org --privacy what=no",
    "user password ann@example.org --stdin",
    "user token create ann@example.org --name ci --scope what",
    "user import nope.csv",
    "user import news.md",
    "enrollment create ann@x.org",
    "enrollment create python ann@x.org",
    "enrollment create ann@x.org nope",
    "course check nope",
    "course check bad --all",
    "course fix bad --dry-run",
    "course plan bad",
    "course sync bad --yes",
    "course new python --template minimal",
    "course new other --template nope",
    "course new other --template minimal --set title=",
    "course init python",
    "course init empty",
    "course publish nope",
    "course show nope",
    "course diff python 99",
    "course rollback python 99",
    "course import nope x",
    "course import workshop there --id Bad_Slug",
    "course export python out --revision 99",
    "course check git@",
    "course check ftp://x/y.git",
    "course check bad --changed-since nope",
    "course search python --price cheap",
    "course quiz check nope",
    "lesson show python nope",
    "batch show B-1",
    "audit show 999",
    "coupon create --percent 200",
    "coupon create",
    "coupon create --percent 5 --amount 5",
    "coupon show NOPE",
    "certificate show K7QM",
    "certificate verify nope.pdf",
    "certificate verify news.md",
    "certificate verify bad/course.yaml --trust news.md",
    "certificate verify K7QM-29XD-4HTR-0B8N",
    "certificate issue bob@x.org python",
    "certificate issue ann@x.org nope",
    "certificate template check nope",
    "certificate template check p1",
    "certificate template new python",
    "certificate key import news.md",
    "backup show nope",
    "backup verify news.md",
    "backup restore latest --only what",
    "backup restore latest --only course:nope",
    "backup keygen --out news.md",
    "backup create --recipient nope",
    "backup status --max-age soon",
    "backup prune --keep never=1",
    "backup set latest --label " + "x" * 300,
    "backup verify latest --identity news.md",
    "mail campaign --course python --template nope",
    "mail campaign --course nope --template campaign",
    "payment close 2026-99",
    "db copy --to sqlite:///academy.db",
    "course check python --chek",
    "nope",
)
"""Each refused, or with findings; some files of them are made beside the academy."""
YAML = """\
id: Bad Course
titel: X
title: "Y"
access: forever
prices: [{amount: x, currency: eur}]
content: [one.md, two.md]
tags: yes
starts_at: tomorrow
"""
PAPER = """\
format: 1
name: Bad
languages: [xx]
typefaces: {text: [nope]}
elements:
  - {text: "{recipient.nam}", at: [1, 1], size: 12, color: navi}
  - {image: nope.png, at: [1, 1]}
  - {boxx: [1, 1, 2, 2]}
"""


def plain(said: str) -> list[str]:
    """Words that nobody could translate, in lines of a refusal."""
    depth, left = 0, []
    for letter in said:
        depth += (letter == OPEN) - (letter == SHUT)
        left.append("\n" if letter == "\n" else " " if depth or letter == SHUT else letter)
    return WORD.findall(OWN.sub(" ", "".join(left)))


@pytest.mark.parametrize("command", REFUSED)
def test_what_is_refused_can_be_translated(ready: Path, academy: Run, command: str) -> None:
    wrong(ready)

    ran = academy(*command.split(), "--format", "table", given="short\n")

    assert [*unmarked(ran.out), *unmarked(ran.err)] == []
    assert plain(ran.err) == []


def wrong(home: Path) -> None:
    """Files in which something is wrong."""
    for folder in ("bad", "empty", "p1"):
        (home / folder).mkdir(exist_ok=True)
    (home / "bad" / "course.yaml").write_text(YAML, encoding="utf-8")
    (home / "bad" / "one.md").write_text("title: A: b\n---\n![](x.png) [l](nope.md)\n")
    (home / "bad" / "three.md").write_text("---\ntitle: T\nfoo: 1\n---\n[x](ONE.md) [y](#z)\n")
    (home / "p1" / "template.yaml").write_text(PAPER, encoding="utf-8")


def test_a_word_without_a_mark_is_found() -> None:
    """The control."""
    assert plain(f"{OPEN}error:{SHUT} no such thing") == ["such", "thing"]
    assert plain(f"{OPEN}“x/y” is {OPEN}none{SHUT}: see{SHUT} academy course check x") == []
