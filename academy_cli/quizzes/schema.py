"""Course format, version 1: the keys of a quiz, of its questions by their kind, and of pools of them.

The one table that reading, the published JSON Schema and the documentation are made from.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from academy_cli.formats.patterns import DURATION, NODE_ID
from academy_cli.formats.records import Check, Field, Record
from academy_cli.formats.shapes import Boolean, Choice, Integer, List, Text
from academy_cli.kit.saying import say
from academy_cli.quizzes import checks
from academy_cli.quizzes.lessonkeys import AIMS, NAMES, OPENING, ORIGIN
from academy_cli.quizzes.shapes import ByKind, Embedded, Exact, Markdown, Tolerance
from academy_cli.quizzes.texts import IGNORED

MARKDOWN, REMARK, OPTION = Markdown.of(20_000), Markdown.of(5_000), Markdown.of(2_000)
LIMIT = DURATION._replace(example="20 minutes")
PARTIAL = Field(
    "partial",
    Choice(("each", "none")),
    "whether a part of it that is right gives a part of the points",
)

COMMON = (
    Field("text", MARKDOWN, "what is asked, in Markdown", required=True),
    Field("id", NODE_ID, "its identity across changes of its text"),
    Field("points", Integer(0, 1000), "what it is worth; 1 without it"),
    Field("explanation", MARKDOWN, "why, shown along with the right answer"),
)
_FEEDBACK = Field(
    "feedback",
    Record(
        (
            Field("right", REMARK, "shown to whoever has it right"),
            Field("wrong", REMARK, "shown to whoever has not"),
        ),
        "feedback",
        is_whole=True,
    ),
    "what a learner is told about an answer",
)
_CHOICES = Field(
    "choices",
    List(
        Record(
            (
                Field("text", OPTION, "what can be chosen, in Markdown", required=True),
                Field("correct", Boolean(), "whether it is right; false without it"),
                Field("feedback", REMARK, "shown to whoever chooses it"),
                Field("fixed", Boolean(), "whether it keeps its place when choices are shuffled"),
                Field("id", NODE_ID, "its identity across changes of its text"),
            ),
            say("a choice"),
            is_whole=True,
        )
    ),
    "what there is to choose from",
    required=True,
)


def _question(kind: str, title: str, *fields: Field, also: Check | None = None) -> Record:
    shown = Field("kind", Choice((kind,)), "which kind of question it is", required=True)
    return Record((shown, *COMMON, *fields), title, is_whole=True, also=also)


KINDS: Mapping[str, Record] = MappingProxyType(
    {
        "single": _question(
            "single", say("a question for one choice"), _CHOICES, _FEEDBACK, also=checks.single
        ),
        "multiple": _question(
            "multiple",
            say("a question for several choices"),
            _CHOICES,
            PARTIAL,
            _FEEDBACK,
            also=checks.multiple,
        ),
        "true-false": _question(
            "true-false",
            say("a true-false question"),
            Field("answer", Boolean(), "whether it is true", required=True),
            Field(
                "feedback",
                Record(
                    (
                        Field("true", REMARK, "shown to whoever says that it is true"),
                        Field("false", REMARK, "shown to whoever says that it is false"),
                    ),
                    "feedback",
                    is_whole=True,
                ),
                "what a learner is told about an answer",
            ),
        ),
        "numeric": _question(
            "numeric",
            say("a numeric question"),
            Field("answer", Exact(), "the right number", required=True),
            Field("tolerance", Tolerance(), "how far an answer may be off; 0 without it"),
            Field("unit", Text(40), "shown behind the answer"),
            _FEEDBACK,
            also=checks.numeric,
        ),
        "short": _question(
            "short",
            say("a question for a short text"),
            Field("accept", List(Text(500, is_placed=True)), "every right answer", required=True),
            Field(
                "ignore",
                List(Choice(IGNORED)),
                "what makes no difference; `case` without it, `[]` is nothing",
            ),
            _FEEDBACK,
            also=checks.short,
        ),
        "ordering": _question(
            "ordering",
            say("a question of order"),
            Field("items", List(OPTION), "what is to be put in order, in it", required=True),
            PARTIAL,
            _FEEDBACK,
            also=checks.ordering,
        ),
        "matching": _question(
            "matching",
            say("a question of pairs"),
            Field(
                "pairs",
                List(
                    Record(
                        (
                            Field("left", OPTION, "what is given", required=True),
                            Field("right", OPTION, "what belongs to it", required=True),
                        ),
                        "a pair",
                        is_whole=True,
                    )
                ),
                "what belongs together",
                required=True,
            ),
            Field("distractors", List(OPTION), "right sides that belong to nothing"),
            PARTIAL,
            _FEEDBACK,
            also=checks.matching,
        ),
    }
)

POOL = Record(
    (
        Field("pool", NODE_ID, "the name of the pool", required=True),
        Field("pick", Integer(1, 1000), "how many of its questions an attempt has", required=True),
        Field("questions", List(ByKind(KINDS)), "the questions to pick from", required=True),
    ),
    say("a pool"),
    is_whole=True,
    also=checks.pool,
)
QUESTIONS = List(ByKind(KINDS, "pool", POOL))

_QUIZ = (
    Field("text", MARKDOWN, "what stands before the questions, in Markdown"),
    Field(
        "pass_mark",
        Integer(0, 100),
        "how many percent of the points pass; without it, handing in is enough",
        decides=True,
    ),
    Field(
        "attempts",
        Integer(1, 1000),
        "how often a learner can try; without it, as often as they like",
        decides=True,
    ),
    Field("time_limit", LIMIT, "how long an attempt can take", decides=True),
    Field(
        "shuffle",
        Choice(("none", "questions", "choices", "all")),
        "what stands in another order in each attempt; `none` without it",
    ),
    Field(
        "show",
        Choice(("never", "score", "feedback", "answers")),
        "what learners see of an attempt that they handed in; `feedback` without it",
        decides=True,
    ),
    Field("questions", QUESTIONS, "questions, and pools of them", decides=True),
)

QUIZ = Record((*NAMES, *OPENING, *AIMS, *ORIGIN, *_QUIZ), "a quiz", also=checks.quiz)
"""A file ``NAME.quiz.yaml``: a lesson that is a quiz."""
BLOCK = Embedded(Record(_QUIZ, "a quiz", also=checks.quiz))
"""``quiz:`` in a lesson's front matter: a quiz below its text."""
