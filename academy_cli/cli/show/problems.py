"""Findings for a person, the same kind together, and as rows.

Knows how a finding reads on a terminal and how many of a kind are enough; refuses to judge it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import PurePath

from academy_cli.authoring.codes import CODES
from academy_cli.cli.answer import Columns
from academy_cli.cli.terminal import Ink, Line
from academy_cli.cli.terminal.ink import Style
from academy_cli.formats.codes import Code, Codes
from academy_cli.formats.problems import Problem, Severity, count
from academy_cli.kit.record import record
from academy_cli.kit.saying import say, say_joined, say_so_many, whole
from academy_cli.kit.table import one_line

ENOUGH = 5
"""So many warnings of one kind show what it is about; ``--all`` shows the rest. Errors are all shown."""

_WIDTH = 78
"""Place and sentence share a line of this length; a longer sentence has one of its own."""
_DIGEST = re.compile(r"[0-9a-f]{64}")
_STYLES: Mapping[Severity, Style] = {Severity.ERROR: "red", Severity.WARNING: "yellow"}
_WORDS: Mapping[Severity, str] = {
    Severity.ERROR: say("error"),
    Severity.WARNING: say("warning"),
    Severity.NOTE: say("note"),
}
_MANY: Mapping[str, Callable[[int], str]] = {
    "error": lambda number: say_so_many("{} error", "{} errors", number),
    "warning": lambda number: say_so_many("{} warning", "{} warnings", number),
    "note": lambda number: say_so_many("{} note", "{} notes", number),
}
_GRAVITY = tuple(Severity)

COLUMNS = Columns(
    ("course", "file", "line", "column", "severity", "code", "value", "message"),
    ("course", "file", "line", "column", "severity", "code", "value", "message", "hint"),
    reference="file",
)


def rows(course: str, problems: Sequence[Problem]) -> list[Mapping[str, object]]:
    """One record per finding."""
    return [{"course": course, **record(problem)} for problem in problems]


def lines(
    problems: Sequence[Problem],
    folder: PurePath,
    *,
    is_whole: bool = False,
    codes: Codes = CODES,
    fixable: Collection[Problem] = (),
) -> Iterator[Line]:
    """Each kind of finding with its reason and remedy, said once, and the places; errors first.

    Places begin with ``folder``, so that a terminal or an editor can open them. Unless it ``is_whole``,
    only the first few of a kind that is no error are shown, and the rest counted. ``codes`` are those of what
    was read: a course, if nothing is said. Of each kind it is said how many are ``fixable``.
    """
    kinds: dict[tuple[Severity, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        kinds[problem.severity, problem.code].append(problem)
    for severity, code in sorted(kinds, key=lambda kind: (_GRAVITY.index(kind[0]), kind[1])):
        found = kinds[severity, code]
        is_cut = not is_whole and severity is not Severity.ERROR and len(found) > ENOUGH + 1
        mended = sum(one in fixable for one in found)
        most = ENOUGH if is_cut else len(found)
        yield from _kind(found, folder, most, codes.get(code), mended)


def _kind(
    found: Sequence[Problem], folder: PurePath, most: int, known: Code | None, mended: int
) -> Iterator[Line]:
    first = found[0]
    word = _WORDS.get(first.severity, first.severity.value)
    severity = Ink(word, _STYLES.get(first.severity, "cyan"))
    times = say(", {} times", len(found)) if len(found) > 1 else ""
    what = say("{}: {}", times, whole(known.what) if known else "")
    yield (severity, " ", Ink(first.code, "bold"), what)
    if known:
        yield (Ink(say("  why: {}", whole(known.why)), "dim"),)
    remedies = {problem.hint for problem in found}
    if len(remedies) == 1:
        yield (say("  fix: {}", one_line(first.hint)),)
    if mended:
        yield (Ink(_mended(mended, len(found)), "green"),)
    for problem in found[:most]:
        yield from _place(problem, folder, known)
        if len(remedies) > 1:
            yield (say("      fix: {}", one_line(problem.hint)),)
    if len(found) > most:
        yield (Ink(say("  … and {} more; --all shows them", len(found) - most), "dim"),)
    yield ("",)


def _mended(mended: int, found: int) -> str:
    """How many findings of a kind `academy course fix` mends."""
    if found == 1:
        return say("  academy course fix mends it")
    if mended == found:
        return say("  academy course fix mends them")
    return say("  academy course fix mends {} of them", mended)


def _place(problem: Problem, folder: PurePath, known: Code | None) -> Iterator[Line]:
    """Where, and what it says there, where that is more than what the whole kind says."""
    is_said = known is not None and problem.message == known.what
    said = problem.value if is_said else problem.message
    if not is_said and _adds(problem):
        said = say("“{}”: {}", problem.value, said)
    said = one_line(said)  # a text of the course begins no line of a log
    place = Ink(f"  {one_line(str(folder / problem.place))}", "bold")
    if len(place.text) + len(said) < _WIDTH:
        yield (place, "  ", said) if said else (place,)
    else:
        yield from ((place,), ("      ", said))


def _adds(problem: Problem) -> bool:
    """Whether a value says anything beside the place and the message; a digest says nothing to anybody."""
    value = problem.value
    is_known = value in problem.message or value == problem.file
    return bool(value) and not is_known and _DIGEST.fullmatch(value) is None


def summary(problems: Sequence[Problem]) -> str:
    """``2 errors and 1 warning``; ``no findings`` when there is none."""
    counts = count(problems)
    *others, last = [
        say_many(counts[word]) for word, say_many in _MANY.items() if counts[word]
    ] or [say("no findings")]
    return say("{} and {}", say_joined(", ", others), last) if others else last
