"""Every code a finding in a quiz can have, beside those of any file.

The one table that findings, ``checks:`` in course.yaml and docs/course-format.md are made from. Errors are
for no author to lower: a question that has one cannot be graded as its author meant it.
"""

from __future__ import annotations

from academy_cli.formats.codes import IN_ANY_FILE, Code, Codes, table
from academy_cli.formats.problems import Severity

_E, _W = Severity.ERROR, Severity.WARNING

IN_QUIZZES: Codes = table(
    Code(
        "quiz.no-questions",
        _E,
        "A quiz has no questions.",
        "Learners would hand in nothing and be done.",
        "Add `questions:` with at least one, or remove the quiz.",
        is_firm=True,
    ),
    Code(
        "quiz.no-right-answer",
        _E,
        "A question has no right answer.",
        "Nobody can get it right.",
        "Write `correct: true` below the choice that is right.",
        is_firm=True,
    ),
    Code(
        "quiz.several-right",
        _E,
        "A question for one choice has several right ones.",
        "Learners can tick one only, and nobody told them which of them is meant.",
        "Leave `correct: true` with one choice, or write `kind: multiple`.",
        is_firm=True,
        mends="writes `kind: multiple`, when it is asked to",
    ),
    Code(
        "quiz.all-right",
        _W,
        "Every choice of a question is right.",
        "Whoever ticks everything has it right without reading it.",
        "Add a choice that is wrong, or check which are right.",
    ),
    Code(
        "quiz.too-few-choices",
        _E,
        "A question offers less than two things to choose from.",
        "There is nothing to decide.",
        "Add at least a second one.",
        is_firm=True,
    ),
    Code(
        "quiz.duplicate-choice",
        _W,
        "Two choices of a question say the same.",
        "Learners wonder where the difference is, and one of them counts for nothing.",
        "Change one of them, or remove it.",
        mends="takes the second one out where both are the same in all",
    ),
    Code(
        "quiz.contradictory-choice",
        _E,
        "Two choices say the same, and one of them is right and the other wrong.",
        "Whether a learner is right would be chance.",
        "Remove the one that is not meant.",
        is_firm=True,
    ),
    Code(
        "quiz.duplicate-item",
        _E,
        "Two things to put in order say the same.",
        "Nobody can tell which of them comes first.",
        "Change one of them, or remove it.",
        is_firm=True,
        mends="takes the second one out, when it is asked to",
    ),
    Code(
        "quiz.obvious-order",
        _W,
        "There are only two things to put in order.",
        "They are never shown in the right order, so it is always the other one.",
        "Add a third one, or ask for the first of the two.",
    ),
    Code(
        "quiz.duplicate-pair",
        _E,
        "Two pairs have the same left side.",
        "Nobody can tell which right side belongs to which.",
        "Change one of them, or remove it.",
        is_firm=True,
        mends="takes the second one out where both are the same in all",
    ),
    Code(
        "quiz.fitting-distractor",
        _E,
        "A distractor is the right side of a pair, or stands twice.",
        "It would be right for that pair, or be offered twice.",
        "Change it, or remove it.",
        is_firm=True,
        mends="takes it out",
    ),
    Code(
        "quiz.duplicate-answer",
        _W,
        "Two accepted answers are the same to the grader.",
        "One of them has no effect; `ignore:` says what makes no difference.",
        "Remove one of them, or change `ignore:`.",
        mends="takes the second one out",
    ),
    Code(
        "quiz.blank-answer",
        _E,
        "Nothing of an accepted answer is left when what `ignore:` says is ignored.",
        "Whoever writes nothing but that would be right.",
        "Write an answer with letters or digits, or change `ignore:`.",
        is_firm=True,
    ),
    Code(
        "quiz.hidden-text",
        _W,
        "HTML stands where words should be read.",
        "Learners see nothing of it: not even that a choice is there.",
        "Put it into backticks, or end what it begins, like `<b>bold</b>`.",
        mends="puts it into backticks",
    ),
    Code(
        "quiz.bad-tolerance",
        _E,
        "A tolerance is negative, or is a share of 0.",
        "No answer, or only the exact one, would be within it.",
        "Write how far an answer may be off, like `tolerance: 0.5` or `tolerance: 5%`.",
        is_firm=True,
    ),
    Code(
        "quiz.pool-too-small",
        _E,
        "A pool has fewer questions than are picked from it.",
        "There is no such selection.",
        "Add questions to the pool, or lower `pick:`.",
        is_firm=True,
        mends="lowers `pick:`, when it is asked to",
    ),
    Code(
        "quiz.whole-pool",
        _W,
        "As many questions are picked from a pool as it has.",
        "Everybody gets all of them, as without a pool.",
        "Add questions to the pool, lower `pick:`, or write the questions without a pool.",
    ),
    Code(
        "quiz.uneven-pool",
        _W,
        "Questions of a pool have different points.",
        "What there is to be had depends on what a learner draws.",
        "Give all questions of the pool the same `points:`.",
    ),
    Code(
        "quiz.duplicate-id",
        _E,
        "Two questions, choices or pools have the same id.",
        "Answers are kept by it, and nobody could say which of them was answered.",
        "Give each an id of its own.",
        is_firm=True,
    ),
    Code(
        "quiz.duplicate-question",
        _W,
        "Two questions of one kind ask the same.",
        "Without ids, answers are told apart by what else stands in the question.",
        "Remove one of them, or give each an `id:`.",
    ),
    Code(
        "quiz.unreachable-pass-mark",
        _E,
        "A quiz has a pass mark, and a learner can draw questions that give no points.",
        "No number of points is a percentage of none, so nobody would pass.",
        "Give questions `points:`, or remove `pass_mark:`.",
        is_firm=True,
        mends="takes `pass_mark:` out, when it is asked to",
    ),
)

CODES: Codes = table(*IN_ANY_FILE.values(), *IN_QUIZZES.values())
