"""Plans as Markdown for a comment on a pull request: who is affected, what changes, what waits and why.

Knows how much a comment may hold; refuses to leave anything out without saying how much.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from academy_cli.authoring.changes import Change
from academy_cli.authoring.impact import Effects
from academy_cli.authoring.plan import Plan
from academy_cli.cli.show import impact, problems, wording
from academy_cli.cli.show.markdown import code, row, text
from academy_cli.cli.show.plan import standing, summary
from academy_cli.cli.show.reports.places import sentences
from academy_cli.cli.terminal import Line
from academy_cli.formats.problems import Problem, Severity
from academy_cli.kit.saying import say, say_so_many

MARK = "<!-- academy course plan -->"
"""By this line a pipeline finds the comment that it wrote before."""
LONGEST = 65_000
"""GitHub refuses a comment of more than 65,536 characters."""
_LEAST = 1_600
"""What a course takes at the least."""
_WAITING, _FINDINGS = 0.2, 0.3
"""The largest shares of a course's room for what is withheld, and for findings; changes have the rest."""
_SIGNS = {Severity.ERROR: "🛑", Severity.WARNING: "⚠️", Severity.NOTE: "ℹ️"}  # a sign


def document(plans: Sequence[Plan]) -> str:
    """The comment: courses with something to say first, and at most LONGEST characters."""
    told = [plan for plan in plans if plan.changes or plan.withheld or plan.problems]
    quiet = len(plans) - len(told)
    parts, room = [MARK], LONGEST - len(MARK) - 400
    left = len(told)
    for plan in told:
        share = room // left
        if share < _LEAST and parts[1:]:
            break
        part = "\n".join(_course(plan, max(share, _LEAST)))
        parts.append(part)
        room -= len(part) + 2
        left -= 1
    if left:
        parts.append(
            say_so_many(
                "… and {} more course: `academy course plan`",
                "… and {} more courses: `academy course plan`",
                left,
            )
        )
    if quiet:
        stays = (
            say("1 course stays as it is")
            if quiet == 1
            else say("{} courses stay as they are", quiet)
        )
        parts.append(f"{stays}.")
    return "\n\n".join(parts)


def _course(plan: Plan, room: int) -> Iterator[str]:
    head = list(_head(plan))
    yield from head
    room -= sum(map(len, head)) + 700
    waiting = _fitted(list(_withheld(plan)), int(room * _WAITING))
    found = _fitted(list(map(_finding, _worst_first(plan.problems))), int(room * _FINDINGS))
    room -= sum(len(line) + 1 for line in (*waiting, *found))
    if plan.changes:
        yield from ("", row("", "where", "what", "learners"), row("---", "---", "---", "---"))
        yield from _fitted(list(_changes(plan)), room)
    if waiting:
        yield from _folded(say("{} withheld", len(plan.withheld)), waiting)
    if found:
        yield from _folded(problems.summary(plan.problems), found)


def _head(plan: Plan) -> Iterator[str]:
    yield f"### {code(plan.course)} {text(standing(plan))}"
    yield ""
    yield f"**{text(summary(plan.counts))}**"
    for line in impact.lines(plan.impact, plan.course):
        yield from ("", f"👥 {text(_words(line))}")
    if plan.has_errors:
        yield from ("", "🛑 It has errors: nothing is applied before they are mended.")


def _words(line: Line) -> str:
    return "".join(part if isinstance(part, str) else part.text for part in line)


def _changes(plan: Plan) -> Iterator[str]:
    effects = iter(plan.impact.changes)
    for change in plan.changes:
        effect = next(effects, None)
        if not change.follows:
            yield row(
                change.action.sign, _where(change), text(wording.change(change)), _felt(effect)
            )


def _where(change: Change) -> str:
    return code(change.path) if change.path else "the course"


def _felt(effect: Effects | None) -> str:
    """How many learners have to do with a change."""
    if effect is None or not effect.is_felt:
        return ""
    said = (
        (effect.in_progress, "in progress"),
        (effect.completed, "done"),
        (effect.at_risk, "at risk"),
    )
    return ", ".join(f"{number} {what}" for number, what in said if number)


def _withheld(plan: Plan) -> Iterator[str]:
    for one in plan.withheld:
        yield f"- {code(one.path) if one.path else 'the course'}: {text(wording.withheld(one))}"


def _worst_first(found: Iterable[Problem]) -> list[Problem]:
    return sorted(found, key=lambda one: list(Severity).index(one.severity))


def _finding(one: Problem) -> str:
    where = f"{_SIGNS.get(one.severity, '')} {code(one.place)} {code(one.code)}"
    return f"- {where}: {text(sentences(one.message, one.hint))}"


def _fitted(lines: list[str], room: int) -> list[str]:
    """As many lines as there is room for, and one that says how many more there are."""
    kept: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    more = len(lines) - len(kept)
    if not more:
        return kept
    said = say("… and {} more", more)
    is_table = lines[0].startswith("|")
    return [
        *kept,
        row("", said, "`academy course plan` shows them", "") if is_table else f"- {said}",
    ]


def _folded(title: str, lines: Sequence[str]) -> Iterator[str]:
    yield from ("", f"<details><summary>{title}</summary>", "", *lines, "", "</details>")
