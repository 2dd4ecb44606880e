"""Which question is which, whatever became of a quiz: nobody is two, and order says nothing."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy_cli.authoring.document import LESSON, Node, Questions
from academy_cli.authoring.questions import questions_of
from academy_cli.authoring.samequestions import same_questions
from academy_cli.quizzes.reading import read_file
from academy_cli.quizzes.whole import whole

WORDS = st.lists(
    st.sampled_from(["red", "blue", "is", "not", "a", "the", "dog", "cat"]), min_size=2, max_size=6
)
ASKED = st.builds(
    lambda words, answer, name: {
        "kind": "true-false", "text": " ".join(words), "answer": answer, **({"id": name} if name else {})
    },
    WORDS,
    st.booleans(),
    st.sampled_from(["", "", "", "a", "b"]),
)  # fmt: skip


def nodes(asked: list[dict[str, object]]) -> tuple[Node, ...]:
    """The questions of a file, those left out that make it a broken one."""
    kept: dict[object, dict[str, object]] = {}
    for one in asked:
        kept.setdefault(one.get("id") or one["text"], one)
    data = json.dumps({"questions": [*kept.values()]}).encode()
    quiz, _ = read_file(data)
    assert quiz is not None
    lesson = Node(LESSON, "l", "l.quiz.yaml", row=1)
    return questions_of(lesson, whole(quiz))


class TestSameQuestions:
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(ASKED, min_size=1, max_size=6), st.lists(ASKED, max_size=6))
    def test_nobody_is_two_and_two_ids_never_meet(
        self, now: list[dict[str, object]], then: list[dict[str, object]]
    ) -> None:
        wanted = nodes(now)
        had = tuple(n._replace(row=row) for row, n in enumerate(nodes(then) if then else (), 1))

        pairs = same_questions(wanted, Questions(had[::2], had[1::2])).pairs

        assert len({node.row for node in pairs.values()}) == len(pairs)
        for index, node in pairs.items():
            assert None in (wanted[index].id, node.id) or wanted[index].id == node.id

    @settings(max_examples=100, deadline=None)
    @given(st.lists(ASKED, min_size=1, max_size=6), st.randoms(use_true_random=False))
    def test_moving_questions_about_renames_none(
        self, asked: list[dict[str, object]], chance: object
    ) -> None:
        wanted = nodes(asked)
        had = [node._replace(row=row) for row, node in enumerate(wanted, 1)]
        chance.shuffle(had)  # type: ignore[attr-defined]  # hypothesis types randoms as objects

        pairs = same_questions(wanted, Questions(tuple(had))).pairs

        assert {index: node.row - 1 for index, node in pairs.items()} == dict(
            zip(range(len(wanted)), range(len(wanted)), strict=True)
        )

    @settings(max_examples=50, deadline=None)
    @given(st.permutations([0, 1]))
    def test_other_answers_to_the_same_text_are_the_question_mended(self, order: list[int]) -> None:
        then = [short("Which word skips?", "continue"), short("Which word ends it?", "break")]
        now = [short("Which word skips?", "next"), then[1]]
        had = tuple(node._replace(row=row) for row, node in enumerate(nodes(then), 1))
        wanted = nodes([now[at] for at in order])

        pairs = same_questions(wanted, Questions(had)).pairs

        assert [pairs[at].row for at in (0, 1)] == [at + 1 for at in order]

    def test_a_text_that_says_little_pairs_nothing_without_an_answer_in_common(self) -> None:
        def which(*texts: str) -> dict[str, object]:
            choices = [{"text": text, "correct": not at} for at, text in enumerate(texts)]
            return {"kind": "single", "text": "Which is right?", "choices": choices}

        (had,) = nodes([which("a stack", "a heap")])
        found = Questions((had._replace(row=1),))

        assert not same_questions(nodes([which("a dog", "a cat")]), found).pairs
        assert same_questions(nodes([which("a stack", "a cat")]), found).pairs


def short(text: str, *accept: str) -> dict[str, object]:
    return {"kind": "short", "text": text, "accept": list(accept)}
