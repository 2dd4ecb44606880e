"""Courses of Open edX become courses of ours."""

from __future__ import annotations

from typing import Any

import pytest

from academy_cli.interchange.notes import Fate
from tests.interchange.converted import body, converted, front, lesson_paths, notes

PATH = "01-week-1/01-start/01-hello.md"
FILES: dict[str, str | bytes] = {
    "course/course.xml": '<course url_name="2027" org="X" course="Intro"/>',
    "course/course/2027.xml": """
        <course display_name="Intro" language="en" start="2019-01-01">
          <chapter url_name="c1"/>
          <wiki slug="x"/>
        </course>
    """,
    "course/chapter/c1.xml": '<chapter display_name="Week 1"><sequential url_name="s1"/></chapter>',
    "course/sequential/s1.xml": """
        <sequential display_name="Start">
          <vertical url_name="v1"/>
        </sequential>
    """,
    "course/vertical/v1.xml": """
        <vertical display_name="Hello">
          <html url_name="h1"/>
          <video url_name="f1" youtube_id_1_0="abcdefghijk"/>
          <poll url_name="p1"/>
          <problem url_name="q1"/>
        </vertical>
    """,
    "course/html/h1.xml": '<html filename="h1" display_name="Text"/>',
    "course/html/h1.html": """
        <h2>Say <em>hello</em></h2><p>See <a href="/jump_to_id/v1">here</a>.</p>
        <img src="/static/a_b.png" alt="A"><script>alert(1)</script>
        <ul><li>one</li><li>two</li></ul>
    """,
    "course/problem/q1.xml": """
        <problem display_name="Q" max_attempts="2"><multiplechoiceresponse>
          <label>Which?</label>
          <choicegroup>
            <choice correct="true">This<choicehint>Yes.</choicehint></choice>
            <choice correct="false">That</choice>
          </choicegroup>
          <solution><p>Explanation</p><p>So.</p></solution>
        </multiplechoiceresponse></problem>
    """,
    "course/static/a_b.png": b"png",
    "course/drafts/vertical/d.xml": "<vertical/>",
    "course/about/overview.html": "<p>About it.</p>",
}


def asked(problem: str) -> dict[str, Any]:
    """The first question of a problem."""
    made = converted("olx", {**FILES, "course/problem/q1.xml": f"<problem>{problem}</problem>"})
    quiz = front(made, PATH)["quiz"]
    assert isinstance(quiz, dict)
    return dict(quiz["questions"][0])


def test_chapters_and_sequentials_are_modules_and_verticals_lessons() -> None:
    made = converted("olx", FILES)

    assert lesson_paths(made) == [PATH]
    assert front(made, "01-week-1/module.yaml") == {"id": "c1"}
    assert front(made, PATH)["id"] == "v1"


def test_html_becomes_markdown_without_its_scripts() -> None:
    made = converted("olx", FILES)

    assert body(made, PATH) == (
        "## Say *hello*\n\nSee [here](01-hello.md).\n\n![A](../../assets/course/static/a_b.png)\n\n"
        "- one\n- two"
    )
    assert [one.what for one in notes(made, "script", Fate.APPROXIMATED)] == ["script"]


def test_a_film_becomes_the_lesson_s() -> None:
    said = front(converted("olx", FILES), PATH)

    assert (said["kind"], said["video"]) == ("video", "https://www.youtube.com/watch?v=abcdefghijk")


def test_a_problem_becomes_the_lesson_s_quiz() -> None:
    assert front(converted("olx", FILES), PATH)["quiz"] == {
        "attempts": 2,
        "show": "answers",
        "questions": [
            {
                "kind": "single",
                "id": "q1",
                "text": "Which?",
                "choices": [
                    {"text": "This", "correct": True, "feedback": "Yes."},
                    {"text": "That"},
                ],
                "explanation": "So.",
            }
        ],
    }


@pytest.mark.parametrize(("tolerance", "said"), [("5", 5), ("5%", "5%"), ("0.01", "0.01")])
def test_a_number_keeps_its_tolerance(tolerance: str, said: object) -> None:
    one = asked(
        "<p>How much?</p><numericalresponse answer='100'>"
        f"<responseparam type='tolerance' default='{tolerance}'/></numericalresponse>"
    )

    assert (one["text"], one["answer"], str(one["tolerance"])) == ("How much?", 100, str(said))


def test_a_range_is_its_middle() -> None:
    one = asked("<p>Q</p><numericalresponse answer='[2,8]'/>")

    assert (one["answer"], one["tolerance"]) == (5, 3)


def test_several_choices_texts_and_dropdowns() -> None:
    several = (
        "<choiceresponse partial_credit='EDC'><checkboxgroup><choice correct='true'>A</choice>"
    )
    several += "<choice correct='false'>B</choice></checkboxgroup></choiceresponse>"

    assert asked(f"<p>Q</p>{several}")["partial"] == "each"
    assert asked("<p>Q</p><stringresponse answer='A' type='ci'/>")["ignore"] == ["case"]
    one = asked(
        "<p>Q</p><optionresponse><optioninput options=\"('a','b')\" correct='b'/></optionresponse>"
    )
    assert one["choices"] == [{"text": "a"}, {"text": "b", "correct": True}]


RIGHT = "<choice correct='true'>A</choice>"


@pytest.mark.parametrize(
    "lost",
    [
        "<customresponse cfn='check'/>",
        "<numericalresponse answer='$x'/>",
        "<stringresponse answer='a.*' type='ci regexp'/>",
        f"<multiplechoiceresponse><choicegroup>{2 * RIGHT}</choicegroup></multiplechoiceresponse>",
    ],
)
def test_a_response_without_a_counterpart_is_told(lost: str) -> None:
    made = converted(
        "olx", {**FILES, "course/problem/q1.xml": f"<problem><p>Q</p>{lost}</problem>"}
    )

    assert notes(made, "response", Fate.DROPPED)
    assert notes(made, "problem", Fate.DROPPED)


def test_of_an_experiment_the_first_group_is_taken() -> None:
    split = """
        <vertical display_name="Hello">
          <split_test url_name="t" display_name="Try">
            <vertical url_name="a"><html url_name="ha"><p>First.</p></html></vertical>
            <vertical url_name="b"><html url_name="hb"><p>Second.</p></html></vertical>
          </split_test>
        </vertical>
    """

    made = converted("olx", {**FILES, "course/vertical/v1.xml": split})

    assert body(made, PATH) == "First."
    assert [one.name for one in notes(made, "html", Fate.DROPPED)] == ["hb"]


def test_drafts_polls_wikis_and_dates_are_told() -> None:
    made = converted("olx", FILES)

    told = {one.what for one in made.notes if one.fate is Fate.DROPPED}
    assert {"draft", "poll", "wiki"} <= told
    assert "start" in [one.name for one in notes(made, "key")]


def test_the_page_about_a_course_is_its_description() -> None:
    made = converted("olx", FILES)

    assert front(made, "course.yaml")["description"] == "_about.md"
    assert made.files["_about.md"] == b"About it.\n"


def test_what_only_staff_saw_is_a_draft() -> None:
    hidden = '<sequential visible_to_staff_only="true"><vertical url_name="v1"/></sequential>'

    made = converted("olx", {**FILES, "course/sequential/s1.xml": hidden})

    (path,) = lesson_paths(made)
    assert front(made, path)["draft"] is True


def test_what_stands_in_a_hidden_chapter_is_a_draft() -> None:
    hidden = '<chapter visible_to_staff_only="true"><sequential url_name="s1"/></chapter>'

    made = converted("olx", {**FILES, "course/chapter/c1.xml": hidden})

    assert all(front(made, path)["draft"] is True for path in lesson_paths(made))


def test_blocks_that_hold_each_other_end() -> None:
    around = {
        "course/vertical/v1.xml": '<vertical><html url_name="h1"/><vertical url_name="v2"/></vertical>',
        "course/vertical/v2.xml": '<vertical><vertical url_name="v1"/></vertical>',
    }

    made = converted("olx", {**FILES, **around})

    assert [one.name for one in notes(made, "reference", Fate.DROPPED)] == ["v1"]


def test_entities_are_not_expanded_and_files_are_not_fetched() -> None:
    bomb = (
        '<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
        "<html><p>&b;&c;</p></html>"
    )

    made = converted("olx", {**FILES, "course/html/h1.xml": bomb})

    text = body(made, PATH) if PATH in made.files else ""
    assert "ha" not in text
    assert "root:" not in text


def test_xml_that_is_broken_or_endlessly_deep_is_told() -> None:
    deep = "<vertical>" * 250 + "</vertical>" * 250

    for text in ("<html", deep):
        made = converted("olx", {**FILES, "course/html/h1.xml": text})
        assert notes(made, "file", Fate.DROPPED)


CHOICE = """
    <problem><multiplechoiceresponse><label>Which?</label><choicegroup>
      <choice correct="true">This</choice><choice correct="false">That</choice>
    </choicegroup></multiplechoiceresponse></problem>
"""


def bank(kind: str, count: str, *problems: str) -> dict[str, str | bytes]:
    """A course with a bank of problems in its vertical."""
    names = "".join(f'<problem url_name="b{number}"/>' for number in range(len(problems)))
    said = f'<{kind} url_name="bank" max_count="{count}" display_name="Bank">{names}</{kind}>'
    vertical = f'<vertical display_name="Hello"><html url_name="h1"/>{said}</vertical>'
    texts = {f"course/problem/b{number}.xml": text for number, text in enumerate(problems)}
    lost = {"course/problem/q1.xml": ""}
    files = {path: text for path, text in FILES.items() if path not in lost}
    return {**files, **texts, "course/vertical/v1.xml": vertical}


@pytest.mark.parametrize("kind", ["library_content", "itembank"])
def test_some_problems_of_a_bank_are_a_pool(kind: str) -> None:
    made = converted("olx", bank(kind, "2", CHOICE, CHOICE, CHOICE))

    quiz = front(made, PATH)["quiz"]
    assert isinstance(quiz, dict)
    (pool,) = quiz["questions"]
    assert (pool["pool"], pool["pick"], len(pool["questions"])) == ("bank", 2, 3)
    assert [one.name for one in notes(made, "pool", Fate.KEPT)] == ["Bank"]


def test_a_bank_whose_problems_ask_several_questions_is_taken_whole_and_told() -> None:
    both = f"<problem>{CHOICE.replace('<problem>', '').replace('</problem>', '') * 2}</problem>"

    made = converted("olx", bank("library_content", "1", both, CHOICE))

    quiz = front(made, PATH)["quiz"]
    assert isinstance(quiz, dict)
    assert len(quiz["questions"]) == 3
    assert [one.fate for one in notes(made, "pool")] == [Fate.APPROXIMATED]


def test_hints_that_ours_has_no_place_for_are_told_with_their_lines() -> None:
    problem = """<problem><choiceresponse><label>Which?</label><checkboxgroup>
      <choice correct="true">A
        <choicehint selected="true">Yes.</choicehint>
        <choicehint selected="false">Tick it.</choicehint>
      </choice>
      <choice correct="false">B</choice>
      <compoundhint value="A B">Both?</compoundhint>
    </checkboxgroup></choiceresponse>
    <demandhint><hint>Think.</hint></demandhint></problem>"""

    made = converted("olx", {**FILES, "course/problem/q1.xml": problem})

    assert sorted(one.line for one in notes(made, "hint", Fate.DROPPED)) == [4, 7, 9]


def test_what_stands_below_the_answers_stays() -> None:
    one = asked(
        '<numericalresponse answer="3"><label>How many?</label></numericalresponse><p>In metres.</p>'
    )

    assert one["text"] == "In metres.\n\nHow many?"


def test_a_film_of_the_course_in_a_text_stays_one() -> None:
    html = '<p>See:</p><video controls><source src="/static/a.mp4" type="video/mp4"></video>'

    made = converted("olx", {**FILES, "course/html/h1.html": html, "course/static/a.mp4": b"film"})

    film = '<source src="../../assets/course/static/a.mp4" type="video/mp4">'
    assert body(made, PATH) == f"See:\n\n<video controls>{film}</video>"
    assert "assets/course/static/a.mp4" in made.assets
