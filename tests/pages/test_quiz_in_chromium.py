"""A quiz in a browser: answered with a mouse or a keyboard, graded, read by everybody, and harmless."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from academy_cli.authoring.preview.building import Builder
from tests.pages import hostile
from tests.pages.chromium import Chromium
from tests.pages.quizzes import COURSE
from tests.pages.sites import served, write

pytestmark = pytest.mark.slow

PAGE = "lesson/01-loops.quiz.html"
CHOOSE = """for (const one of document.querySelectorAll("select")) {
  const said = one.closest("label").textContent.trim().split("\\n").pop().trim();
  const sides = [...one.closest("fieldset").querySelectorAll(".sides li")].map((li) => li.innerText);
  const places = { "wake up": "1", "get up": "2", "go out": "3" };
  const cities = { France: "Paris", Italy: "Rome" };
  if (places[said]) one.value = places[said];
  else one.selectedIndex = 1 + sides.findIndex((side) => side.includes(cities[said]));
}"""
"""Chooses what is right of everything that is chosen from a list."""


@pytest.mark.parametrize("script", [True, False])
def test_right_answers_are_graded_as_right(
    tmp_path: Path,
    chromium: Chromium,
    script: bool,  # noqa: FBT001 - a case of the test
) -> None:
    with served(write(tmp_path, COURSE)) as site, chromium.tab(script=script) as tab:
        tab.goto(site.page(PAGE))
        for chosen in ("after", "letters", "three", "false"):
            tab.click(f"input[value={chosen}]")
        tab.evaluate("document.querySelector('[name=\"q.diagonal\"]').value = '1,41 m'")
        tab.evaluate("document.querySelector('[name=\"q.leave\"]').value = ' Break '")
        tab.evaluate(f"(() => {{ {CHOOSE} }})()")
        tab.follow("button.start")

        assert tab.texts("#academy-result") == ["8 of 8 points 100 % Passed"]
        assert len(tab.texts(".verdict.right")) == 7
        assert tab.texts(".verdict.right")[0].endswith("Exactly.")


def test_wrong_ones_are_told_what_is_right_and_stay_where_they_are(
    tmp_path: Path, chromium: Chromium
) -> None:
    with served(write(tmp_path, COURSE)) as site, chromium.tab() as tab:
        tab.goto(site.page(PAGE))
        tab.click("input[value=before]")
        tab.follow("button.start")

        first = "document.querySelector('.question')"
        assert tab.evaluate(f"{first}.querySelector('[value=before]').checked") is True
        assert "It asks before" in tab.evaluate(f"{first}.querySelector('.verdict').innerText")
        assert "It asks afterwards" in tab.evaluate(f"{first}.querySelector('.solution').innerText")
        assert tab.texts("#academy-result") == ["0 of 8 points 0 % Not passed: 60 % are needed"]
        assert tab.console == []
        tab.follow(".hand-in a")
        assert tab.texts("#academy-result") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(tmp_path: Path, chromium: Chromium, scheme: str) -> None:
    with served(write(tmp_path, COURSE)) as site, chromium.tab(scheme=scheme, guarded=False) as tab:
        tab.goto(site.page(PAGE))
        assert tab.barriers() == []
        tab.follow("button.start")
        assert tab.barriers() == []


def test_nothing_that_a_quiz_says_runs(tmp_path: Path, chromium: Chromium) -> None:
    cases = [
        one for one in hostile.CASES if not any(ord(sign) < 32 and sign != "\n" for sign in one)
    ]
    said = [
        {
            "kind": "single",
            "text": f"{number} {case}",
            "explanation": case,
            "choices": [
                {"text": f"{number} {case}"[:1900], "correct": True, "feedback": case},
                {"text": f"no {number}"},
            ],
        }
        for number, case in enumerate(cases)
    ]
    quiz = json.dumps({"title": "T", "show": "answers", "questions": said})
    files = {**COURSE, "01-loops.quiz.yaml": quiz}
    with served(write(tmp_path, files)) as site, chromium.tab() as tab:
        tab.goto(site.page(PAGE))
        shown = len(tab.texts(".question"))
        tab.follow("button.start")
        seen = tab.ask("seen")

        assert shown > 100
        assert seen["dialogs"] == []
        assert tab.evaluate("window.ran ?? 0") == 0
        assert [url for url in seen["requests"] if not url.startswith("http://127.0.0.1:")] == []
        assert tab.evaluate("document.querySelectorAll('form').length") == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 403), ({"Origin": "http://evil.example"}, 403), ({"Content-Length": str(1 << 30)}, 413)],
)
def test_what_is_no_form_of_ours_is_refused(
    tmp_path: Path, headers: dict[str, str], status: int
) -> None:
    data = urlencode({"seed": "1", "q.once": "after"}).encode()
    with served(write(tmp_path, COURSE)) as site:
        if status == 413:
            headers = {"Origin": site.url.rstrip("/"), **headers}
        with pytest.raises(HTTPError) as refused:
            urlopen(Request(site.page(PAGE), data, headers))
        with refused.value as answer:
            assert answer.code == status


def test_a_build_shows_questions_that_nobody_grades_there(tmp_path: Path) -> None:
    Builder(write(tmp_path / "course", COURSE), tmp_path / "out").build()
    hidden = {
        **COURSE,
        "01-loops.quiz.yaml": COURSE["01-loops.quiz.yaml"].replace("answers", "score"),
    }
    Builder(write(tmp_path / "hidden", hidden), tmp_path / "less").build()

    shown = (tmp_path / "out" / PAGE).read_text()
    less = (tmp_path / "less" / PAGE).read_text()

    assert '<button type="submit"' not in shown
    assert "It asks <strong>afterwards</strong>" in shown
    assert "afterwards" not in less
    assert "solution" not in less
