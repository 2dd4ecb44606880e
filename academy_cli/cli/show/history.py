"""Revisions as rows, what differs between two as a tree, and what was exported or dropped.

Knows how the past reads on a terminal; refuses to know where it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from shlex import quote
from typing import TYPE_CHECKING

from academy_cli.authoring.plan import change_json
from academy_cli.cli.answer import Columns
from academy_cli.cli.format import Format
from academy_cli.cli.show import plan as plans
from academy_cli.cli.show import report
from academy_cli.cli.terminal import Ink, Line, Terminal
from academy_cli.kit.amount import amount, size
from academy_cli.kit.saying import say, say_joined, say_so_many

if TYPE_CHECKING:
    from academy_cli.authoring.history.views import (
        Difference,
        Export,
        Garbage,
        RevisionSummary,
    )

_SHORT = 10
"""So many letters name a commit to a person."""
COLUMNS = Columns(
    ("revision", "applied_at", "applied_by", "commit", "changes"),
    ("revision", "applied_at", "applied_by", "commit", "changes", "course", "git_commit", "git_branch",
     "git_dirty", "rollback_to", "counts"),
)  # fmt: skip


def show(terminal: Terminal, revisions: Sequence[RevisionSummary]) -> None:
    """Write a course's revisions, newest first."""
    terminal.show_list([row(one) for one in revisions], COLUMNS)


def row(one: RevisionSummary) -> Mapping[str, object]:
    """A revision as a record."""
    return {
        "revision": one.revision,
        "applied_at": one.applied_at,
        "applied_by": one.applied_by,
        "commit": _commit(one),
        "changes": _changes(one),
        "course": one.course,
        "git_commit": one.git_commit,
        "git_branch": one.git_branch,
        "git_dirty": one.git_dirty,
        "rollback_to": one.rollback_to,
        "counts": one.counts,
    }


def choice(one: RevisionSummary) -> str:
    """A revision in a line to choose it by."""
    at = f"{one.applied_at:%Y-%m-%d %H:%M}"
    words = (at, one.applied_by, _commit(one), _changes(one))
    return say_joined("  ", [str(one.revision), *(word for word in words if word)])


def _changes(one: RevisionSummary) -> str:
    back = say("rollback to {}", one.rollback_to) if one.rollback_to is not None else ""
    return say_joined("; ", filter(None, (back, report.changes(one.counts))))


def _commit(one: RevisionSummary) -> str:
    """A commit as people name it; ``+`` says that there were changes beside it, as git describe does."""
    return (one.git_commit or "")[:_SHORT] + ("+" if one.git_commit and one.git_dirty else "")


def show_difference(terminal: Terminal, found: Difference, texts: plans.Texts | None) -> None:
    """Write what differs: a tree with the words of texts, rows, or one object."""
    if terminal.format.is_structured:
        terminal.show_documents([document(found)])
    elif terminal.format is Format.TABLE:
        terminal.print_lines(lines(found, texts))
    else:
        terminal.show_list(plans.rows(found.course, found.changes), plans.COLUMNS)


def document(found: Difference) -> Mapping[str, object]:
    """What differs as an object."""
    return {
        "course": found.course,
        "from": found.old,
        "to": found.new,
        "changes": [change_json(change) for change in found.changes],
        "counts": found.counts,
    }


def lines(found: Difference, texts: plans.Texts | None) -> Iterator[Line]:
    """What differs as a tree."""
    yield (
        Ink(found.course, "bold"),
        say("  from revision {} to revision {}", found.old, found.new),
    )
    yield from plans.tree(found.changes, texts=texts)
    yield (report.changes(found.counts) or say("Nothing differs."),)


def show_export(terminal: Terminal, made: Export) -> None:
    """Write what was exported, and say what could not be as it was."""
    terminal.show_one(made, "course", "revision", "folder", "modules", "lessons", "assets")
    for old, new in made.renamed.items():
        terminal.warn(
            say("“{}” is written as “{}”: something else stands at its path now.", old, new)
        )
    if made.inside is not None:
        terminal.warn(
            say(
                "“{}” is in the course folder “{}”, whose next sync will find a second course in it.",
                made.folder,
                plans.near(made.inside),
            )
        )
    if made.differs:
        terminal.warn(
            say_so_many(
                "{} part reads otherwise than revision {} has it, because errors held back a part of it "
                "when it was applied. See: academy course plan {} --diff",
                "{} parts read otherwise than revision {} has it, because errors held back a part of it "
                "when it was applied. See: academy course plan {} --diff",
                made.differs,
                made.revision,
                quote(str(made.folder)),
            )
        )


def show_garbage(terminal: Terminal, found: Garbage, *, files: bool) -> None:
    """Write what was dropped, or would be."""
    terminal.show_one(found)
    if found.files and not files:
        terminal.note(
            say(
                "Nothing here refers to {} in storage. --files drops such files; use it only where "
                "no other academy uses the folder.",
                _files(found),
            )
        )


def garbage(found: Garbage, *, files: bool) -> str:
    """What could be dropped, in a sentence."""
    old = (amount(found.revisions, "old revision"),) if found.revisions else ()
    texts = say("{} ({})", amount(found.texts, "text"), size(found.text_bytes))
    rows = say_joined(", ", (*old, texts))
    if files:
        return say("To be dropped: {} and {}.", rows, _files(found))
    return say("To be dropped: {}.", rows)


def _files(found: Garbage) -> str:
    return say("{} ({})", amount(found.files, "file"), size(found.file_bytes))
