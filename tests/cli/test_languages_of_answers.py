"""What is answered is answered in a person's language, down to its parts: findings, plans and figures.

Knows commands whose answers are made of parts; refuses to know any real language.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_dry_run import ready, words
from tests.cli.test_languages_of_all import OPEN, _spoken, unmarked

pytestmark = pytest.mark.slow

__all__ = ["_spoken", "ready", "words"]
ANSWERED = (
    "status",
    "doctor --offline",
    "course check bad",
    "course plan bad",
    "course fix bad --dry-run",
    "course quiz check bad/quiz.yaml",
    "course gc --dry-run",
    "storage gc --dry-run",
    "mail preview",
    "worker list",
    "worker check",
    "price set python 19 --currency usd --dry-run",
    "price set python 19",
    "price set python x",
    "user list --limit x",
    "user list --limit -1",
    "user list --status what",
    "user role ann@example.org add admin --dry-run",
    "user erase ann@example.org --certificates keep --dry-run",
    "enrollment show nobody@example.org python",
    "mail preview enroled",
    "mail retry 99",
    "refund create R-1",
    "payment sync",
    "order show O-1",
    "invoice show INV-1",
    "subscription plan set a,b --price p --course c",
    "config check --config bad/settings.yaml",
    "--database nope://x user list",
    "--database sqlite:// user list",
)
BROKEN = {
    "course.yaml": "id: bad\ntitel: Bad\n",
    "01-one.md": "---\ntitle: One: two\n---\n\nText.\n",
    "02-two.md": "---\nminutes: soon\nrelease_at: never\ndraft: yes\n---\n\n![](gone.png)\n",
    "quiz.yaml": "quizz: 1\nquestions:\n- {kind: single, text: A, choices: []}\n- {kind: numeric, text: B}\n",
    "settings.yaml": "mail:\n  sender: nobody\n  transport: pigeon\nsite:\n  url: http://x\npages: 3\n",
}


@pytest.mark.parametrize("command", ANSWERED)
def test_an_answer_can_be_translated_down_to_its_parts(
    ready: Path, academy: Run, command: str
) -> None:
    for name, text in BROKEN.items():
        path = ready / "bad" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    ran = academy(*command.split(), "--format", "table")

    assert [*unmarked(ran.out), *unmarked(ran.err)] == []
    assert OPEN in ran.out + ran.err
