"""Every fix by the code of the findings it mends: the one table that `course fix` works from.

Knows which fix is whose, and which of them only bring to light what was hidden; refuses to run one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from academy_cli.authoring import names
from academy_cli.authoring.repair import (
    fronts,
    identities,
    keys,
    links,
    lists,
    quizzing,
    relinking,
    renumbering,
    texts,
    tidying,
    translating,
    values,
)
from academy_cli.authoring.repair.bench import Bench
from academy_cli.authoring.repair.edits import Mended, Move, Offer, Unsafe
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say

Run: TypeAlias = Callable[[Problem, Bench], Offer]


class Fix(NamedTuple):
    """What mends one kind of finding.

    One that ``reveals`` makes a file readable, and so may bring findings to light that it hid. One that is
    ``asked`` for by its code alone changes what the author may have meant. One that ``leaves`` a code has the
    author do the rest.
    """

    run: Run
    reveals: bool = False
    asked: bool = False
    leaves: str = ""


def _renamed_file(finding: Problem, bench: Bench) -> Offer:
    """A file named almost like module.yaml, under its right name."""
    folder, _, name = finding.file.rpartition("/")
    right = names.COURSE_FILE if "course" in name.lower() else names.MODULE_FILE
    path = f"{folder}/{right}" if folder else right
    if right == names.COURSE_FILE:
        return Unsafe(say("it would make another course of its folder"))
    if path in bench.tree.paths:
        return Unsafe(say("there is a {} beside it", right))
    return Mended(say("its name becomes {}", right), moves=(Move(finding.file, path),))


FIXES: Mapping[str, Fix] = {
    "source.not-utf8": Fix(texts.as_utf8, reveals=True),
    "source.nul": Fix(texts.without_nuls, reveals=True),
    "source.bom": Fix(texts.without_mark),
    "yaml.syntax": Fix(fronts.parsed, reveals=True),
    "yaml.duplicate-key": Fix(keys.without_second),
    "yaml.unknown-key": Fix(keys.renamed),
    "yaml.misspelt-key": Fix(keys.renamed, reveals=True),
    "yaml.required": Fix(keys.title_of_course),
    "yaml.wrong-type": Fix(values.right_value),
    "yaml.bad-value": Fix(values.right_value),
    "course.misnamed": Fix(_renamed_file, reveals=True),
    "course.publish-at-useless": Fix(keys.without_date, asked=True),
    "page.other-suffix": Fix(relinking.with_usual_suffix, reveals=True),
    "page.misplaced-front-matter": Fix(fronts.at_the_top, reveals=True),
    "page.unclosed-front-matter": Fix(fronts.closed, reveals=True),
    "page.no-title": Fix(fronts.with_title, asked=True),
    "page.empty": Fix(fronts.as_draft, asked=True),
    "id.duplicate": Fix(identities.own_id),
    "id.ambiguous": Fix(identities.told_apart),
    "content.missing-file": Fix(lists.corrected),
    "content.unlisted": Fix(lists.listed),
    "content.listed-twice": Fix(lists.taken_out),
    "content.not-a-lesson": Fix(lists.attached),
    "content.not-a-folder": Fix(lists.flattened),
    "module.empty": Fix(lists.without_heading),
    "link.broken": Fix(links.redirected, leaves="link.anchor"),
    "link.case": Fix(links.redirected),
    "link.anchor": Fix(links.redirected),
    "link.spaces": Fix(links.bracketed, reveals=True),
    "link.moved": Fix(links.renewed),
    "link.insecure": Fix(links.renewed),
    "image.broken": Fix(links.redirected),
    "image.case": Fix(links.redirected),
    "image.alt-missing": Fix(links.with_alt, leaves="image.alt-todo"),
    "file.missing": Fix(links.redirected),
    "moved.useless": Fix(lists.without_move),
    "translation.code": Fix(translating.called_right, reveals=True),
    "translation.orphaned": Fix(translating.moved_along, reveals=True),
    "translation.key": Fix(translating.without_key),
    "translation.source": Fix(translating.sourced),
    "translation.unsourced": Fix(translating.sourced),
    "translation.stale": Fix(translating.kept_current),
    "quiz.duplicate-choice": Fix(quizzing.without_twin),
    "quiz.duplicate-answer": Fix(quizzing.without_twin),
    "quiz.duplicate-item": Fix(quizzing.without_twin, asked=True),
    "quiz.duplicate-pair": Fix(quizzing.without_twin),
    "quiz.fitting-distractor": Fix(quizzing.without_distractor),
    "quiz.hidden-text": Fix(quizzing.in_backticks),
    "quiz.several-right": Fix(quizzing.as_multiple, asked=True),
    "quiz.pool-too-small": Fix(quizzing.picking_all, asked=True, leaves="quiz.whole-pool"),
    "quiz.unreachable-pass-mark": Fix(quizzing.without_pass_mark, asked=True),
}
OF_SOURCES = frozenset({"translation.source", "translation.unsourced", "translation.stale"})
"""Codes about which text a translation was made from."""
TIDY: Mapping[str, Fix] = {
    "tidy.newline": Fix(tidying.ended),
    "tidy.order": Fix(tidying.reordered),
    "tidy.quotes": Fix(tidying.unquoted),
    "tidy.numbers": Fix(renumbering.renumbered),
}
"""What is no finding; made only where it is asked for."""
USUAL = frozenset(code for code, fix in FIXES.items() if not fix.asked)
"""The codes whose findings are mended when nobody says which."""
EVERY: Mapping[str, Fix] = {**FIXES, **TIDY}
