"""Cartridges of IMS become courses, their tests quizzes."""

from __future__ import annotations

from typing import Any

import pytest

from academy_cli.interchange.notes import Fate
from tests.interchange.converted import body, converted, front, lesson_paths, notes

MANIFEST = """
    <manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
        xmlns:lomimscc="http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest">
      <metadata><lomimscc:lom><lomimscc:general><lomimscc:title>
        <lomimscc:string>History</lomimscc:string></lomimscc:title></lomimscc:general></lomimscc:lom></metadata>
      <organizations><organization identifier="o"><item identifier="root">
        <item identifier="i1"><title>Week 1</title>
          <item identifier="i2" identifierref="r1"><title>Read</title></item>
          <item identifier="i3" identifierref="r2"><title>Look</title></item>
          <item identifier="i4" identifierref="r3"><title>Test</title></item>
          <item identifier="i5" identifierref="r4"><title>Talk</title></item>
          <item identifier="i6" identifierref="zz"><title>Gone</title></item>
        </item>
      </item></organization></organizations>
      <resources>
        <resource identifier="r1" type="webcontent" href="web_resources/read.html"/>
        <resource identifier="r2" type="imswl_xmlv1p1"><file href="look.xml"/></resource>
        <resource identifier="r3" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment">
          <file href="test.xml"/></resource>
        <resource identifier="r4" type="imsdt_xmlv1p1"><file href="talk.xml"/></resource>
      </resources>
    </manifest>
"""


def item(profile: str, presentation: str, conditions: str, more: str = "") -> str:
    """A test of one item."""
    return f"""
        <questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="a" title="T">
        <qtimetadata><qtimetadatafield><fieldlabel>cc_maxattempts</fieldlabel>
          <fieldentry>2</fieldentry></qtimetadatafield></qtimetadata>
        <section><item ident="q1"><itemmetadata><qtimetadata><qtimetadatafield>
          <fieldlabel>cc_profile</fieldlabel><fieldentry>{profile}</fieldentry></qtimetadatafield></qtimetadata>
        </itemmetadata><presentation><material><mattext texttype="text/html">&lt;p&gt;Who?&lt;/p&gt;</mattext>
        </material>{presentation}</presentation><resprocessing>{conditions}</resprocessing>{more}</item></section>
        </assessment></questestinterop>
    """


def choices(cardinality: str) -> str:
    """Two choices."""
    labels = "".join(
        f"<response_label ident='{one}'><material><mattext>{one.upper()}</mattext></material>"
        "</response_label>"
        for one in "ab"
    )
    shown = f"<render_choice>{labels}</render_choice>"
    return f"<response_lid ident='r' rcardinality='{cardinality}'>{shown}</response_lid>"


RIGHT = (
    "<respcondition><conditionvar><varequal>{}</varequal></conditionvar>"
    "<setvar>100</setvar></respcondition>"
)
FEEDBACK = (
    "<respcondition continue='Yes'><conditionvar><varequal>b</varequal></conditionvar>"
    "<displayfeedback linkrefid='b_fb'/></respcondition>"
)
TOLD = "<itemfeedback ident='b_fb'><material><mattext>No.</mattext></material></itemfeedback>"
FILES: dict[str, str | bytes] = {
    "imsmanifest.xml": MANIFEST,
    "web_resources/read.html": "<html><head><title>Read</title></head><body><p>A <b>text</b>."
    "<img src='$IMS-CC-FILEBASE$/a.png' alt='A'></p></body></html>",
    "web_resources/a.png": b"png",
    "look.xml": '<webLink xmlns="x"><title>Look</title><url href="https://x.org/a"/></webLink>',
    "test.xml": item(
        "cc.multiple_choice.v0p1", choices("Single"), FEEDBACK + RIGHT.format("a"), TOLD
    ),
    "talk.xml": "<topic/>",
}


def only(test: str) -> dict[str, Any]:
    """The one question of a test."""
    said = front(converted("common-cartridge", {**FILES, "test.xml": test}), QUIZ)["questions"]
    assert isinstance(said, list)
    return dict(said[0])


QUIZ = "01-week-1/03-test.quiz.yaml"


def test_items_stand_as_the_organization_has_them() -> None:
    made = converted("common-cartridge", FILES)

    assert lesson_paths(made) == ["01-week-1/01-read.md", "01-week-1/02-look.md", QUIZ]
    assert made.title == "History"


def test_a_page_becomes_markdown_with_its_pictures() -> None:
    made = converted("common-cartridge", FILES)

    assert body(made, "01-week-1/01-read.md") == "A **text**.![A](../assets/web_resources/a.png)"


def test_a_web_link_becomes_a_lesson() -> None:
    made = converted("common-cartridge", FILES)

    assert body(made, "01-week-1/02-look.md") == "[Look](<https://x.org/a>)"


def test_a_test_becomes_a_quiz_with_attempts_ids_and_feedback() -> None:
    assert front(converted("common-cartridge", FILES), QUIZ) == {
        "id": "r3",
        "title": "Test",
        "show": "answers",
        "attempts": 2,
        "questions": [
            {
                "kind": "single",
                "id": "q1",
                "text": "Who?",
                "choices": [{"text": "A", "correct": True}, {"text": "B", "feedback": "No."}],
            }
        ],
    }


def test_several_choices_leave_out_what_must_not_be_chosen() -> None:
    both = "<respcondition><conditionvar><and><varequal>a</varequal><not><varequal>b</varequal></not></and>"
    both += "</conditionvar><setvar>100</setvar></respcondition>"

    one = only(item("cc.multiple_response.v0p1", choices("Multiple"), both))

    assert (one["kind"], one["choices"]) == (
        "multiple",
        [{"text": "A", "correct": True}, {"text": "B"}],
    )


def test_a_blank_to_fill_becomes_a_short_text() -> None:
    blank = "<response_str ident='r'><render_fib/></response_str>"

    assert only(item("cc.fib.v0p1", blank, RIGHT.format("Ada")))["accept"] == ["Ada"]


@pytest.mark.parametrize("profile", ["cc.essay.v0p1", "cc.pattern_match.v0p1"])
def test_what_a_person_or_a_pattern_grades_is_told(profile: str) -> None:
    lost = item(profile, "<response_str ident='r'><render_fib/></response_str>", RIGHT.format("a"))

    made = converted("common-cartridge", {**FILES, "test.xml": lost})

    assert notes(made, "question", Fate.DROPPED)
    assert notes(made, "quiz", Fate.DROPPED)


def test_discussions_and_missing_resources_are_told() -> None:
    made = converted("common-cartridge", FILES)

    assert notes(made, "discussion", Fate.DROPPED)
    assert [one.name for one in notes(made, "reference", Fate.DROPPED)] == ["Gone"]


ROLE = """
    <metadata><lom xmlns="http://ltsc.ieee.org/xsd/imsccv1p1/LOM/resource"><educational><intendedEndUserRole>
    <source>IMSGLC_CC_Rolesv1p1</source><value>{}</value>
    </intendedEndUserRole></educational></lom></metadata>
"""


@pytest.mark.parametrize(("role", "is_draft"), [("Instructor", True), ("Learner", False)])
@pytest.mark.parametrize("reference", ['identifierref="r1"', 'identifierref="zz"'])
def test_what_is_for_instructors_alone_is_a_draft(
    role: str, reference: str, *, is_draft: bool
) -> None:
    page = '<resource identifier="r1" type="webcontent" href="web_resources/read.html"'
    hidden = MANIFEST.replace(f"{page}/>", f"{page}>{ROLE.format(role)}</resource>").replace(
        'identifierref="r1"', reference
    )
    made = converted("common-cartridge", {**FILES, "imsmanifest.xml": hidden})

    found = [front(made, path) for path in lesson_paths(made) if b"id: r1" in made.files[path]]
    assert [one.get("draft", False) for one in found] == (
        [is_draft] if is_draft or "r1" in reference else []
    )


def with_files() -> dict[str, str | bytes]:
    """A cartridge with a file among its items, to which a page links, too."""
    manifest = MANIFEST.replace("<title>Gone</title>", "<title>Slides</title>").replace(
        "</resources>",
        "<resource identifier='zz' type='webcontent' href='web_resources/slides.pdf'/></resources>",
    )
    other = "$CANVAS_OBJECT_REFERENCE$/files/zz/download"
    page = f"<p><a href='slides.pdf'>here</a> <a href='{other}'>there</a></p>"
    files = {"imsmanifest.xml": manifest, "web_resources/read.html": page}
    return {**FILES, **files, "web_resources/slides.pdf": b"pdf"}


def test_a_file_among_the_items_comes_along_and_is_linked() -> None:
    made = converted("common-cartridge", with_files())

    path, slides = "01-week-1/04-slides.md", "assets/web_resources/slides.pdf"
    assert front(made, path) == {"id": "zz", "title": "Slides", "kind": "download"}
    assert body(made, path) == f"[Slides](../{slides})"
    assert made.assets[slides] == "web_resources/slides.pdf"


def test_links_to_a_file_lead_to_it() -> None:
    made = converted("common-cartridge", with_files())

    slides = "../assets/web_resources/slides.pdf"
    assert body(made, "01-week-1/01-read.md") == f"[here]({slides}) [there]({slides})"


def test_a_score_of_nothing_however_it_is_written_is_no_right_answer() -> None:
    wrong = RIGHT.format("b").replace(">100<", ">0.0000000<")

    one = only(item("cc.multiple_choice.v0p1", choices("Single"), RIGHT.format("a") + wrong))

    assert one["choices"] == [{"text": "A", "correct": True}, {"text": "B"}]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("&lt;p&gt;A &lt;b&gt;label&lt;/b&gt;&lt;/p&gt;", "A label"),
        ("The &lt;div&gt; element", "The <div> element"),
    ],
)
def test_titles_are_what_they_say_and_not_how_they_look(written: str, said: str) -> None:
    manifest = MANIFEST.replace("<title>Look</title>", f"<title>{written}</title>")

    made = converted("common-cartridge", {**FILES, "imsmanifest.xml": manifest})

    assert front(made, lesson_paths(made)[1])["title"] == said


def test_what_a_cartridge_says_of_itself_is_the_summary() -> None:
    said = "<lomimscc:string>All of it.</lomimscc:string>"
    end = f"<lomimscc:description>{said}</lomimscc:description></lomimscc:general>"
    manifest = MANIFEST.replace("</lomimscc:general>", end)

    made = converted("common-cartridge", {**FILES, "imsmanifest.xml": manifest})

    assert front(made, "course.yaml")["summary"] == "All of it."
