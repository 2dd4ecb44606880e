"""Quizzes as lessons: read, planned, applied, brought back, and each question with a row that stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.models import Blob, Question, Quiz
from academy_cli.quizzes.whole import read_whole, whole
from tests import make
from tests.authoring.academy import Academy
from tests.authoring.asked import FOUR, PARIS, PI, QUIZ, SKY, SUM, ask, happens, quiz, rows
from tests.authoring.history.changed import back


def found(text: str) -> list[tuple[str, int]]:
    """What is found in a quiz beside the valid course, with its line."""
    compiled = make.compiled(make.tree({QUIZ: text.encode()}))
    return [(one.code, one.line) for one in compiled.problems if one.file == QUIZ]


class TestReading:
    def test_a_quiz_is_a_lesson_after_the_page_of_its_name(self) -> None:
        files = {"02-more/01-files.quiz.yaml": quiz(*FOUR).encode()}

        course = make.compiled(make.tree(files)).course

        lessons = [(n.path, n.key) for n in course.contents if n.path.startswith("02-more/")]
        assert lessons[-2:] == [
            ("02-more/01-files.md", "more/files"),
            ("02-more/01-files.quiz.yaml", "more/files.quiz"),
        ]

    def test_its_fields_say_how_it_is_taken_and_which_it_is(self) -> None:
        text = quiz(*FOUR, head="title: T\npass_mark: 50\nminutes: 5\n")

        course = make.compiled(make.tree({QUIZ: text.encode()})).course

        (node,) = (node for node in course.contents if node.path == QUIZ)
        said = dict(node.values["quiz"])
        assert said.pop("sha256")
        assert said == {"pass_mark": 50, "questions": 4}
        assert (node.title, node.values["kind"], node.values["minutes"]) == ("T", "quiz", 5)

    def test_links_in_questions_are_checked_where_they_stand(self) -> None:
        head = "title: T\nquestions:\n  - kind: true-false\n    answer: true\n"
        text = f"{head}    text: |\n      See\n      [it](no.md)\n"

        assert found(text) == [("link.broken", 7)]

    def test_a_link_in_a_question_to_a_page_of_the_course_is_none(self) -> None:
        assert found(quiz(SKY, head="title: T\ntext: See [it](01-files.md)\n")) == []

    def test_a_list_names_it_without_its_suffix(self) -> None:
        module = b"content:\n  - 02-check.quiz\n  - 01-files\n"
        files = {QUIZ: quiz(*FOUR).encode(), "02-more/module.yaml": module}

        compiled = make.compiled(make.tree(files))

        assert [n.path for n in compiled.course.contents][-2:] == [QUIZ, "02-more/01-files.md"]
        assert not compiled.problems

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            (quiz("kind: true-false, text: T"), "yaml.required"),
            ("questions: [", "yaml.syntax"),
            ("id: a\x00", "source.nul"),
        ],
    )
    def test_a_broken_one_is_never_a_deletion(
        self, academy: Academy, folder: Path, text: str, code: str
    ) -> None:
        ask(folder, *FOUR)
        academy.sync(folder)
        (folder / QUIZ).write_text(text)

        with academy.planned(folder) as prepared:
            plan = prepared.plan

        assert code in [one.code for one in plan.problems]
        assert plan.is_empty
        assert [one.path for one in plan.withheld] == [QUIZ]

    def test_a_page_may_have_one_below_its_text(self, academy: Academy, folder: Path) -> None:
        page = folder / "02-more/01-files.md"
        page.write_text(f"---\nquiz:\n  questions:\n  - {{{SKY}}}\n---\n# Files\n\nText.\n")

        academy.sync(folder)

        assert [*rows(academy)] == ["The sky is b"]
        (node,) = (n for n in academy.document("python").contents if "quiz" in n.values)
        assert (node.path, node.values["quiz"]["questions"]) == ("02-more/01-files.md", 1)

    def test_the_same_bytes_under_another_suffix_are_read_anew(
        self, academy: Academy, folder: Path
    ) -> None:
        ask(folder, *FOUR)
        academy.sync(folder)
        (folder / QUIZ).rename(folder / "02-more/02-check.md")

        with academy.planned(folder) as prepared:
            nodes = {node.path: node for node in prepared.comparison.result.contents}

        assert "quiz" not in nodes["02-more/02-check.md"].values


class TestRows:
    def test_each_question_has_one_and_the_quiz_its_text(
        self, academy: Academy, folder: Path
    ) -> None:
        ask(folder, *FOUR)
        academy.sync(folder)

        (row,) = academy.rows(Quiz)
        kept = read_whole(academy.blobs()[row.sha256])
        assert whole(kept) == academy.blobs()[row.sha256]
        assert [asked.key for asked in kept.questions] == [r.key for r in academy.rows(Question)]
        assert len(academy.rows(Question)) == 4

    def test_a_second_sync_finds_nothing_to_do(self, academy: Academy, folder: Path) -> None:
        ask(folder, *FOUR)
        academy.sync(folder)

        assert not academy.sync(folder).changed

    def test_another_order_changes_the_quiz_and_no_question(
        self, academy: Academy, folder: Path
    ) -> None:
        ask(folder, *FOUR)
        academy.sync(folder)
        before = academy.rows(Question)
        ask(folder, *reversed(FOUR))

        assert happens(academy, folder) == []
        assert academy.sync(folder).changed
        assert academy.rows(Question) == before

    @pytest.mark.parametrize(
        "mended",
        [
            SUM.replace("What is two plus two?", "How much is 2 + 2?"),
            SUM.replace("text: What", "id: sum, text: What"),
            SUM.replace("{text: three}", "{text: three}, {text: five}"),
        ],
        ids=["the same answers", "an id is given", "another choice"],
    )
    def test_a_question_that_is_mended_keeps_its_row(
        self, academy: Academy, folder: Path, mended: str
    ) -> None:
        ask(folder, *FOUR)
        academy.sync(folder)
        before = {row.id for row in academy.rows(Question)}
        ask(folder, PI, mended, SKY, PARIS)

        assert [action for action, _ in happens(academy, folder)] == ["update"]
        academy.sync(folder)
        assert {row.id for row in academy.rows(Question)} == before

    def test_words_that_change_a_little_are_shown_as_the_same(
        self, academy: Academy, folder: Path
    ) -> None:
        ask(folder, *FOUR)
        academy.sync(folder)
        ask(folder, SUM, SKY.replace("most days", "most of the days"), PI, PARIS)

        with academy.planned(folder) as prepared:
            (change,) = (c for c in prepared.plan.changes if c.kind.value == "question")

        assert change.action.word == "update"
        assert change.similarity is not None
        assert 0.6 <= change.similarity < 1

    def test_another_question_in_its_place_is_another(self, academy: Academy, folder: Path) -> None:
        ask(folder, *FOUR)
        academy.sync(folder)
        ask(folder, SUM, "kind: true-false, text: Rome is in Italy., answer: true", PI, PARIS)

        assert happens(academy, folder) == [("create", "Rome is in I"), ("archive", "The sky is b")]

    def test_one_that_went_comes_back_as_itself(self, academy: Academy, folder: Path) -> None:
        ask(folder, *FOUR)
        academy.sync(folder)
        before = rows(academy)
        ask(folder, SUM, SKY)
        academy.sync(folder)
        ask(folder, *FOUR)

        assert [action for action, _ in happens(academy, folder)] == ["restore", "restore"]
        academy.sync(folder)
        assert rows(academy) == before

    def test_two_that_take_each_others_ids_keep_what_they_ask(
        self, academy: Academy, folder: Path
    ) -> None:
        ask(folder, SUM.replace("text", "id: a, text", 1), PI.replace("text", "id: b, text", 1))
        academy.sync(folder)
        ask(folder, SUM.replace("text", "id: b, text", 1), PI.replace("text", "id: a, text", 1))

        academy.sync(folder)

        kept = {row.key: row.title for row in academy.rows(Question) if not row.is_archived}
        assert kept == {"b": "What is two plus two?", "a": "What is pi to two digits?"}

    def test_a_quiz_that_moves_takes_its_questions_along(
        self, academy: Academy, folder: Path
    ) -> None:
        ask(folder, *FOUR)
        academy.sync(folder)
        before = academy.rows(Question)
        (folder / QUIZ).rename(folder / "01-basics/09-final.quiz.yaml")

        academy.sync(folder)

        assert academy.rows(Question) == before
        assert len(academy.rows(Quiz)) == 1

    def test_a_lesson_without_its_quiz_keeps_the_rows(self, academy: Academy, folder: Path) -> None:
        page = folder / "02-more/01-files.md"
        page.write_text(f"---\nquiz: {{questions: [{{{SKY}}}]}}\n---\n# Files\n\nText.\n")
        academy.sync(folder)
        page.write_text("# Files\n\nText.\n")

        assert happens(academy, folder) == [("archive", "The sky is b")]
        academy.sync(folder)
        assert (academy.rows(Quiz), len(academy.rows(Question))) == ([], 1)


class TestHistory:
    def test_an_earlier_revision_brings_its_questions_back(
        self, academy: Academy, folder: Path
    ) -> None:
        ask(folder, *FOUR)
        academy.sync(folder)
        before = rows(academy)
        ask(folder, SUM.replace("two plus", "2 plus"), PI)
        academy.sync(folder)

        back(academy, 1)

        assert rows(academy) == before

    def test_it_shows_what_became_of_questions(self, academy: Academy, folder: Path) -> None:
        ask(folder, *FOUR)
        academy.sync(folder)
        ask(folder, SUM, SKY, PI)
        academy.sync(folder)

        told = academy.history.difference("python")

        changes = [
            (one.action.word, one.title) for one in told.changes if one.kind.value == "question"
        ]
        assert changes == [("archive", "What is the capital of France?")]

    def test_collecting_keeps_what_a_revision_needs(self, academy: Academy, folder: Path) -> None:
        ask(folder, *FOUR)
        academy.sync(folder)
        ask(folder, SUM)
        academy.sync(folder)

        academy.history.collect()
        back(academy, 1)

        assert len(rows(academy)) == 4

    def test_collecting_drops_quizzes_that_only_dropped_revisions_had(
        self, academy: Academy, folder: Path
    ) -> None:
        ask(folder, *FOUR)
        academy.sync(folder)
        (old,) = academy.rows(Quiz)
        ask(folder, SUM)
        academy.sync(folder)

        academy.history.collect(keep=1)

        assert old.sha256 not in {row.sha256 for row in academy.rows(Blob)}

    def test_it_is_exported_byte_for_byte(
        self, academy: Academy, folder: Path, tmp_path: Path
    ) -> None:
        text = b"\xef\xbb\xbf# a comment\r\n" + quiz(*FOUR).encode()
        (folder / QUIZ).write_bytes(text)
        academy.sync(folder)

        academy.history.export("python", tmp_path / "out")

        assert (tmp_path / "out" / QUIZ).read_bytes() == text


class TestLooking:
    def test_whoever_sees_a_lesson_sees_no_answers(self, academy: Academy, folder: Path) -> None:
        ask(folder, *FOUR, head="title: Check yourself\ntext: Take your time.\n")
        academy.sync(folder)

        shown = academy.catalog.lesson("python", "more/check.quiz")

        assert shown.text == "Take your time."
        assert "Paris" not in repr(shown)
