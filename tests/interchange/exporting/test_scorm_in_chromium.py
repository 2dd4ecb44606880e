"""A course on a learning platform, in a real browser: what learners do arrives there, and stays."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from academy_cli.pages.drawing import policy
from tests.interchange.exports import exported, texts
from tests.interchange.platforms import INSIDE, on_platform, served
from tests.pages.chromium import Chromium, Tab
from tests.pages.quizzes import COURSE as QUIZZES
from tests.pages.sites import COURSE

pytestmark = pytest.mark.slow

LESSON, QUIZ = "lesson/01-loops.html", "lesson/01-loops.quiz.html"
NAMES: Mapping[str, Mapping[str, str]] = {
    "1.2": {
        "status": "cmi.core.lesson_status",
        "score": "cmi.core.score.raw",
        "place": "cmi.core.lesson_location",
        "exit": "cmi.core.exit",
    },
    "2004": {
        "status": "cmi.completion_status",
        "score": "cmi.score.raw",
        "place": "cmi.location",
        "exit": "cmi.exit",
    },
}
RESPONSES: Mapping[str, Mapping[str, str]] = {
    "1.2": {
        "response": "student_response",
        "wrong": "wrong",
        "time": "time",
        "true": "t",
        "false": "f",
        "two": "a,c",
        "order": "c,a,b",
        "pairs": "1.c,2.a",
    },
    "2004": {
        "response": "learner_response",
        "wrong": "incorrect",
        "time": "timestamp",
        "true": "true",
        "false": "false",
        "two": "a[,]c",
        "order": "c[,]a[,]b",
        "pairs": "1[.]c[,]2[.]a",
    },
}
"""How either version writes answers."""
READ = f"{INSIDE}.querySelector('.outline a.is-done')"
"""A lesson is read once its end was seen, which is not at once."""
versions = pytest.mark.parametrize("version", ["1.2", "2004"])


def _answer(tab: Tab, *, is_right: bool = True) -> None:
    """Answer the quiz and hand it in."""
    chosen = "after" if is_right else "before"
    tab.evaluate(
        f"""(() => {{ const page = {INSIDE};
        const tick = (name, value) => page.querySelector(`[name="q.${{name}}"][value="${{value}}"]`).click();
        tick("once", "{chosen}"); tick("always", "{"false" if is_right else "true"}");
        page.querySelector('[name="q.diagonal"]').value = "{"1,41" if is_right else "7"}";
        page.querySelector('[name="q.leave"]').value = "{"BREAK" if is_right else "x"}";
        if ({str(is_right).lower()}) {{
          tick("ends", "letters"); tick("ends", "three");
          const key = JSON.parse(page.querySelector("form").dataset.key);
          for (const question of key.questions) {{
            if (question.kind === "ordering") question.right.forEach((one, at) => {{
              page.querySelector(`[name="q.${{question.key}}.${{one}}"]`).value = String(at + 1); }});
            if (question.kind === "matching") for (const [left, right] of Object.entries(question.right))
              page.querySelector(`[name="q.${{question.key}}.${{left}}"]`).value = right;
          }}
        }}
        page.querySelector(".hand-in button").click(); }})()"""
    )


@versions
def test_a_course_is_done_when_it_is_read_and_its_quiz_passed(
    tmp_path: Path, chromium: Chromium, version: str
) -> None:
    names = NAMES[version]
    package, _ = exported(QUIZZES, tmp_path, "scorm", version=version)
    (tmp_path / "platform").mkdir()
    with on_platform(package, tmp_path / "platform", version) as platform, chromium.tab() as tab:
        platform.begin(tab)
        platform.becomes(tab, names["status"], "incomplete")
        platform.open(tab, LESSON)
        platform.becomes(tab, names["status"], "incomplete")
        platform.wait(tab, READ)
        platform.open(tab, QUIZ)
        _answer(tab)

        platform.becomes(tab, names["score"], "100")
        platform.becomes(tab, names["status"], "passed" if version == "1.2" else "completed")
        if version == "2004":
            platform.becomes(tab, "cmi.success_status", "passed")
            assert platform.value(tab, "cmi.score.scaled") == "1"
            assert platform.value(tab, "cmi.progress_measure") == "1"
        assert "8 of 8 points" in tab.evaluate(f"{INSIDE}.querySelector('.result').textContent")
        assert tab.console == []


@versions
def test_a_quiz_that_is_not_passed_leaves_it_incomplete(
    tmp_path: Path, chromium: Chromium, version: str
) -> None:
    names = NAMES[version]
    package, _ = exported(QUIZZES, tmp_path, "scorm", version=version)
    (tmp_path / "platform").mkdir()
    with on_platform(package, tmp_path / "platform", version) as platform, chromium.tab() as tab:
        platform.begin(tab)
        platform.open(tab, LESSON)
        platform.becomes(tab, names["status"], "incomplete")
        platform.open(tab, QUIZ)
        _answer(tab, is_right=False)

        platform.becomes(tab, names["score"], "0")
        assert platform.value(tab, names["status"]) == "incomplete"
        assert "60 %" in tab.evaluate(f"{INSIDE}.querySelector('.result').textContent")


@versions
def test_who_comes_back_goes_on_where_they_were(
    tmp_path: Path, chromium: Chromium, version: str
) -> None:
    package, _ = exported(QUIZZES, tmp_path, "scorm", version=version)
    (tmp_path / "platform").mkdir()
    with on_platform(package, tmp_path / "platform", version) as platform:
        with chromium.tab() as tab:
            platform.begin(tab)
            platform.open(tab, LESSON)
            platform.becomes(tab, NAMES[version]["status"], "incomplete")
            platform.wait(tab, READ)
            platform.open(tab, QUIZ)
            _answer(tab)
            platform.becomes(tab, NAMES[version]["score"], "100")
            kept = platform.end(tab)
        with chromium.tab() as tab:
            platform.begin(tab, kept)

            platform.wait(tab, f"{INSIDE}.location.pathname.endsWith('{QUIZ}')")
            platform.wait(tab, f"{INSIDE}.querySelector('.result')")
            assert "100 %" in tab.evaluate(f"{INSIDE}.querySelector('.result').textContent")
            platform.wait(tab, f"{INSIDE}.querySelectorAll('.outline a.is-done').length === 2")
            assert platform.value(tab, NAMES[version]["score"]) == "100"


def test_the_end_of_a_long_lesson_has_to_be_seen(tmp_path: Path, chromium: Chromium) -> None:
    long = {"course.yaml": "id: long\ntitle: Long\n", "01.md": "# One\n\n" + "Line.\n\n" * 200}
    package, _ = exported(long, tmp_path, "scorm")
    (tmp_path / "platform").mkdir()
    with on_platform(package, tmp_path / "platform", "1.2") as platform, chromium.tab() as tab:
        platform.begin(tab)
        platform.open(tab, "lesson/01.html")
        tab.wait(f"{INSIDE}.defaultView.innerHeight > 0")
        platform.becomes(tab, "cmi.core.lesson_status", "incomplete")

        end = "scrollIntoView({ block: 'end', behavior: 'instant' })"
        tab.evaluate(f"{INSIDE}.querySelector('main').{end}")
        platform.becomes(tab, "cmi.core.lesson_status", "completed")


@versions
def test_who_only_looks_again_changes_nothing(
    tmp_path: Path, chromium: Chromium, version: str
) -> None:
    package, _ = exported(QUIZZES, tmp_path, "scorm", version=version)
    (tmp_path / "platform").mkdir()
    mode = {"core": {"lesson_mode": "review"}} if version == "1.2" else {"mode": "review"}
    with on_platform(package, tmp_path / "platform", version) as platform, chromium.tab() as tab:
        platform.begin(tab, {"cmi": mode})
        platform.open(tab, LESSON)
        platform.wait(tab, f"{INSIDE}.querySelector('.outline a.is-done')")

        assert platform.value(tab, "cmi.suspend_data") == ""


def test_without_a_platform_it_is_read_from_a_disk(tmp_path: Path, chromium: Chromium) -> None:
    package, _ = exported(COURSE, tmp_path, "scorm")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "alone")

    with chromium.tab() as tab:
        for page in ("index.html", "lesson/01-dough/01-flour.html", "scorm.html"):
            tab.goto((tmp_path / "alone" / page).as_uri())
        tab.wait("document.querySelector('iframe').getAttribute('src') === 'index.html'")
        assert tab.console == []
        assert tab.outside == []


def test_nobody_is_kept_from_answering_and_reading_what_it_came_to(
    tmp_path: Path, chromium: Chromium
) -> None:
    package, _ = exported(QUIZZES, tmp_path, "scorm")
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path / "alone")

    with served(tmp_path / "alone") as url, chromium.tab() as tab:
        tab.goto(url + QUIZ)
        before = tab.barriers()
        tab.click(".hand-in button")
        tab.wait("document.querySelector('#academy-result')")
        assert (before, tab.barriers()) == ([], [])
        assert tab.texts("#academy-result strong") == ["0 of 8 points"]
        tab.click(".hand-in a")
        assert tab.texts(".verdict, .solution, #academy-result") == []
        assert tab.console == []


def test_its_pages_allow_no_more_than_all_pages_do(tmp_path: Path) -> None:
    package, _ = exported(QUIZZES, tmp_path, "scorm")

    found = texts(package)
    pages = [
        text for name, text in found.items() if name.endswith(".html") and name != "scorm.html"
    ]
    assert all(f'content="{policy(frozenset())}"'.replace("'", "&#39;") in page for page in pages)
    assert "script-src &#39;self&#39;;" in found["scorm.html"]
    assert "unsafe" not in "".join(found.values())


@versions
def test_a_platform_is_told_what_was_answered_and_never_what_would_be_right(
    tmp_path: Path, chromium: Chromium, version: str
) -> None:
    package, _ = exported(QUIZZES, tmp_path, "scorm", version=version)
    (tmp_path / "platform").mkdir()
    with on_platform(package, tmp_path / "platform", version) as platform, chromium.tab() as tab:
        platform.begin(tab)
        platform.open(tab, QUIZ)
        _answer(tab, is_right=False)
        platform.becomes(tab, "cmi.interactions._count", "7")
        tab.evaluate(f"{INSIDE}.querySelector('.hand-in a').click()")
        _answer(tab)
        platform.becomes(tab, "cmi.interactions._count", "14")
        console = tab.console
        kept = platform.end(tab)

    names = RESPONSES[version]
    told = list(kept["cmi"]["interactions"].values())
    found = [(one["type"], one[names["response"]], one["result"]) for one in told]
    wrong, pairs = names["wrong"], names["pairs"]
    assert console == []
    assert [one["id"].rpartition(".")[2] for one in told[7:]] == [
        *("once", "ends", "always", "diagonal", "leave", "morning", "cities")
    ]
    assert found[:5] == [
        ("choice", "a", wrong),
        ("choice", "", wrong),
        ("true-false", names["true"], wrong),
        ("numeric", "7", wrong),
        ("fill-in", "x", wrong),
    ]
    assert found[7:] == [
        ("choice", "b", "correct"),
        ("choice", names["two"], "correct"),
        ("true-false", names["false"], "correct"),
        ("numeric", "1.41", "correct"),
        ("fill-in", "BREAK", "correct"),
        ("sequencing", names["order"], "correct"),
        ("matching", pairs, "correct"),
    ]
    assert all(one[names["time"]] for one in told)
    assert [one["correct_responses"] for one in told] == [{}] * 14


def test_what_learners_never_see_is_not_told_either(tmp_path: Path, chromium: Chromium) -> None:
    secret = {
        name: text.replace("show: answers", "show: never") if isinstance(text, str) else text
        for name, text in QUIZZES.items()
    }
    package, _ = exported(secret, tmp_path, "scorm", with_answers=True)
    (tmp_path / "platform").mkdir()
    with on_platform(package, tmp_path / "platform", "1.2") as platform, chromium.tab() as tab:
        platform.begin(tab)
        platform.open(tab, QUIZ)
        _answer(tab)
        platform.becomes(tab, "cmi.interactions._count", "7")
        kept = platform.end(tab)

    told = kept["cmi"]["interactions"].values()
    assert {one["result"] for one in told} == {"neutral"}
    assert "b" in [one["student_response"] for one in told]
