"""What holds for every command there is, found by walking the command tree.

Knows the contract; refuses to list commands, so that a new one cannot be forgotten.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from academy_cli.cli.answered import ANSWERED
from academy_cli.cli.reference import Documented, commands
from tests.cli.conftest import Run

ALL = commands()
CHANGING = {
    "init", "upgrade", "new", "fix", "apply", "sync", "publish", "unpublish", "rollback", "export", "gc",
    "create", "set", "deactivate", "activate", "role", "erase", "invite", "password", "session", "token",
    "import", "prune", "restore", "keygen", "schedule", "alarm",
    "remove", "extend", "complete", "recount",
    "send", "retry", "campaign", "suppress",
    "checkout", "cancel", "record", "approve", "recover", "resolve",
    "bulk", "close", "reconcile", "webhook",
    "issue", "reissue", "renew", "revoke", "suspend", "expiring", "share", "key", "anchor", "template",
    "upload", "copy", "build", "quiz", "run",
}  # fmt: skip
VERBS = {
    "init", "new", "list", "show", "add", "set", "remove", "check", "fix", "plan", "sync", "apply",
    "publish", "unpublish", "export", "import", "issue", "verify", "revoke", "send", "retry",
    "create", "restore", "prune", "run", "keygen", "schedule", "alarm", "upgrade", "status", "path", "schema",
    "history", "diff", "rollback", "gc", "deactivate", "activate", "role", "erase",
    "invite", "password", "session", "token",
    "students", "courses", "extend", "complete", "recount",
    "campaign", "suppress", "preview", "pdf",
    "checkout", "cancel", "record", "approve", "recover", "resolve",
    "bulk", "close", "reconcile", "webhook",
    "reissue", "renew", "suspend", "expiring", "share", "key", "anchor", "template",
    "upload", "copy", "link", "quiz", "build", "translations",
}  # fmt: skip
PLANNING = {"academy subscription plan", "academy storage check"}
"""Whose plan is a thing that is sold, and which removes what it found if it is told to."""
CALLED = {
    "certificate issue --course": "certificate issue --course python",
    "certificate issue --from": "certificate issue --from done.csv",
    "certificate issue --undo": "certificate issue --undo B-2026-000001",
    "ci init": "ci init github",
    "course apply": "course apply plan.json",
    "course export --to": "course export --to olx",
    "course import": "course import workshop there",
    "invoice export --facturx": "invoice export --facturx INV-2026-000001",
    "invoice export --qr-bill": "invoice export --qr-bill INV-2026-000001",
    "mail send --test": "mail send --test sam@x.org",
    "user role add": "user role sam@x.org add",
    "user role remove": "user role sam@x.org remove",
}
"""Deeds that take more words before they are read at all."""
GLOBAL = {"--format", "--fields", "--plain", "--quiet", "--debug", "--config", "--database", "--as"}


def every(wanted: Any = lambda _: True) -> pytest.MarkDecorator:
    chosen = [one for one in ALL if wanted(one)]
    return pytest.mark.parametrize("one", chosen, ids=[one.path for one in chosen])


def everything(home: Path) -> dict[Path, bytes]:
    """Every file there is, the database among them."""
    return {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}


def test_there_are_commands_to_walk() -> None:
    assert {"academy db upgrade", "academy version"} <= {one.path for one in ALL}


@every()
def test_help_says_what_a_command_does_and_gives_an_example(academy: Run, one: Documented) -> None:
    ran = academy(*one.words, "--help")

    assert (ran.code, ran.err) == (0, "")
    assert one.help.strip()
    assert "Examples:" in ran.out
    assert all(example in ran.out for example in one.examples)


@every()
def test_examples_show_the_command_itself(one: Documented) -> None:
    assert one.examples
    assert all(one.path in example for example in one.examples)


@every()
def test_an_example_can_be_pasted_into_a_shell(one: Documented) -> None:
    assert not set("“”‘’") & set("".join(one.examples))


@every()
def test_an_example_names_only_options_there_are(one: Documented) -> None:
    words = " ".join(one.examples).replace("=", " ").replace(")", " ").split()

    assert {word for word in words if word.startswith("--")} <= one.flags


@every()
def test_every_command_has_the_global_options(one: Documented) -> None:
    assert one.flags >= GLOBAL


@every()
def test_an_unknown_option_ends_with_2(academy: Run, one: Documented) -> None:
    ran = academy(*one.words, "--no-such-option")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: There is no option “--no-such-option” in ")


@every(lambda one: one.verb in CHANGING)
def test_what_changes_something_can_be_tried_and_confirmed(one: Documented) -> None:
    assert one.flags >= {"--dry-run", "--yes"}


@pytest.mark.parametrize("words", [words for words, parts in ANSWERED.items() if parts])
def test_a_misspelt_field_is_refused_before_anything_is_done(
    staffed: Run, home: Path, words: str
) -> None:
    before = everything(home)

    ran = staffed(*CALLED.get(words, words).split(), "--fields", "bogus")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: There is no field “bogus” for --fields.\n")
    assert everything(home) == before


@every(lambda one: one.verb in CHANGING)
def test_it_is_known_what_a_change_answers(one: Documented) -> None:
    command = " ".join(one.words)

    assert [words for words in ANSWERED if words == command or words.startswith(f"{command} ")]


@every(lambda one: one.verb not in CHANGING and one.path not in PLANNING)
def test_what_changes_nothing_does_not_pretend(one: Documented) -> None:
    assert not one.flags & {"--dry-run", "--yes"}


@every(lambda one: one.verb == "list")
def test_every_list_can_be_sorted_and_limited(one: Documented) -> None:
    assert one.flags >= {"--sort", "--limit", "--page"}


@every(lambda one: len(one.words) == 2)
def test_verbs_come_from_one_list(one: Documented) -> None:
    assert one.verb in VERBS


@every()
def test_help_is_a_sentence(one: Documented) -> None:
    first = one.help.splitlines()[0]

    assert first[0].isupper()
    assert first.endswith(".")


@pytest.mark.parametrize("noun", sorted({one.words[0] for one in ALL if len(one.words) == 2}))
def test_a_noun_alone_is_wrong_words(academy: Run, noun: str) -> None:
    ran = academy(noun)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"error: academy {noun} needs a verb: ")
