"""A course becomes a cartridge that keeps to Common Cartridge 1.1, and nothing is lost without a word."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from academy_cli.interchange.notes import Fate, Note
from academy_cli.interchange.xmlids import as_xml_id, from_xml_id
from tests.interchange.exporting.cartridges import complaints
from tests.interchange.exporting.sample import (
    PICTURE,
    contents,
    exported,
    package,
    written,
)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("cc") / "everything")


@pytest.fixture(scope="module")
def files(course: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return package(course, tmp_path_factory.mktemp("cc"), "common-cartridge")


@pytest.fixture(scope="module")
def drafted(course: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    place = tmp_path_factory.mktemp("cc")
    return package(course, place, "common-cartridge", with_drafts=True)


@pytest.fixture(scope="module")
def notes(course: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Note, ...]:
    return exported(course, tmp_path_factory.mktemp("cc") / "it", "common-cartridge").notes


def manifest(files: dict[str, bytes]) -> Any:
    return etree.fromstring(files["imsmanifest.xml"])


def exam(files: dict[str, bytes]) -> dict[str, Any]:
    """The items of the exam by their idents."""
    root = etree.fromstring(files["tests/exam.xml"])
    return {one.get("ident"): one for one in root.iter("{*}item")}


def item(files: dict[str, bytes], words: str) -> Any:
    """The item of the exam whose text has some words."""
    found = (one for one in exam(files).values() if words in "".join(one.itertext()))
    return next(found)


def right(one: Any) -> list[str]:
    """What gives points in an item."""
    conditions = [
        each for each in one.iter("{*}respcondition") if each.find("{*}setvar") is not None
    ]
    return [
        equal.text
        for each in conditions
        for equal in each.iter("{*}varequal")
        if not equal.getparent().tag.endswith("not")
    ]


def test_it_keeps_to_the_schema_and_its_rules(files: dict[str, bytes]) -> None:
    assert complaints(files) == []


def test_with_drafts_it_does_as_well(drafted: dict[str, bytes]) -> None:
    assert complaints(drafted) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('identifierref="exam"', 'identifierref="nobody"'),
        ("1.1.0", "9.9"),
        ('type="webcontent"', 'type="video"'),
        ("<title>Exam</title>", ""),
        ('href="pages/both.html"', 'href="pages/gone.html"'),
    ],
)
def test_another_manifest_would_be_complained_about(
    files: dict[str, bytes], old: str, new: str
) -> None:
    changed = files["imsmanifest.xml"].decode().replace(old, new, 1)

    assert changed.encode() != files["imsmanifest.xml"]
    assert complaints({**files, "imsmanifest.xml": changed.encode()})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cc.fib.v0p1", "cc.essay.v9"),
        ("cc.true_false.v0p1", "cc.multiple_choice.v0p1"),
        ('linkrefid="general_fb"', 'linkrefid="other"'),
        (">yes</varequal>", ">nobody</varequal>"),
        ("<fieldentry>3</fieldentry>", "<fieldentry>17</fieldentry>"),
    ],
)
def test_another_test_would_be_complained_about(
    files: dict[str, bytes], old: str, new: str
) -> None:
    changed = files["tests/exam.xml"].decode().replace(old, new, 1)

    assert changed.encode() != files["tests/exam.xml"]
    assert complaints({**files, "tests/exam.xml": changed.encode()})


def test_modules_nest_as_they_did(files: dict[str, bytes]) -> None:
    def titles(one: Any) -> list[Any]:
        inside = one.findall("{*}item")
        title = one.findtext("{*}title")
        return [title, *(titles(each) for each in inside)] if inside else title

    (root,) = manifest(files).iter("{*}organization")
    assert titles(root[0])[1:] == [
        "Loose",
        ["Start", "Hello", ["Deep", "Part", ["Bottom", "Last"]], "Exam"],
        ["More", "Both", "Both", "Film", "Tube", "Away"],
    ]


def test_a_draft_stays_at_home(files: dict[str, bytes], notes: tuple[Note, ...]) -> None:
    telling = [name for name, data in files.items() if b"Not for learners yet." in data]
    (note,) = [one for one in notes if one.what == "draft"]

    assert telling == ["academy/source/02-more/02-secret.md"]
    assert (note.fate, note.file, note.line) == (Fate.DROPPED, "02-more/02-secret.md", 3)


def test_with_drafts_it_is_for_instructors_alone(drafted: dict[str, bytes]) -> None:
    root = manifest(drafted)
    (secret,) = [one for one in root.iter("{*}resource") if one.get("identifier") == "secret"]

    assert secret.findtext(".//{*}intendedEndUserRole/{*}value") == "Instructor"
    assert "secret" not in {one.get("identifierref") for one in root.iter("{*}item")}
    roles = [one for one in root.iter("{*}resource") if one.find("{*}metadata") is not None]
    assert roles == [secret]


def test_the_courses_own_files_are_in_no_manifest(files: dict[str, bytes]) -> None:
    listed = {one.get("href") for one in manifest(files).iter("{*}file")}

    assert {name for name in files if name not in listed} == {
        "imsmanifest.xml",
        "academy/package.json",
        *(name for name in files if name.startswith("academy/source/")),
    }


def test_prices_and_addresses_of_people_are_in_the_courses_own_files_alone(
    files: dict[str, bytes],
) -> None:
    telling = [name for name, data in files.items() if b"49.00" in data or b"ada@" in data]

    assert telling == ["academy/source/course.yaml"]


def test_links_and_pictures_lead_to_where_they_are(files: dict[str, bytes]) -> None:
    page = files[f"pages/{as_xml_id('1:hello')}.html"].decode()
    picture = next(name for name, data in files.items() if data == PICTURE + b" of houses")

    assert f'src="../{picture}"' in page
    assert 'href="../pages/deeper.html#part"' in page
    assert "nowhere.md" not in page
    assert picture.isascii()
    assert f"$IMS-CC-FILEBASE$/{picture}" in files["tests/exam.xml"].decode()


def test_every_link_leads_to_a_page_that_is_there_or_is_told(tmp_path: Path) -> None:
    links = "[quiz](q.quiz.yaml) [away](w.md) [module](02-b/) [empty](03-c/) [draft](d.md) [y](02-b/y.md)"
    folder = written(
        tmp_path / "linked",
        {
            "course.yaml": "id: linked\ntitle: Linked\n",
            "01-a/x.md": f"# X\n\n{links}\n",
            "01-a/q.quiz.yaml": "questions: [{kind: true-false, text: Is it?, answer: true}]\n",
            "01-a/w.md": "---\ntitle: W\nkind: link\n---\n[W](https://example.org/?a=1&b=2)\n",
            "01-a/d.md": "---\ndraft: true\n---\n# D\n\nLater.\n",
            "01-a/02-b/y.md": "# Y\n\nText.\n",
            "01-a/03-c/q.quiz.yaml": "questions: [{kind: true-false, text: Or so?, answer: true}]\n",
        },
    )
    made = exported(folder, tmp_path / "it.imscc", "common-cartridge")
    page = contents(tmp_path / "it.imscc")["pages/a.x.html"].decode()
    said = {one.name: (one.fate, one.line) for one in made.notes if one.what == "link"}

    assert re.findall(r'href="([^"]*)"', page) == [
        "https://example.org/?a=1&amp;b=2",
        "../pages/a.b.y.html",
        "../pages/a.b.y.html",
    ]
    assert said == {
        "q.quiz.yaml": (Fate.DROPPED, 3),
        "w.md": (Fate.KEPT, 3),
        "02-b/": (Fate.APPROXIMATED, 3),
        "03-c/": (Fate.DROPPED, 3),
        "d.md": (Fate.DROPPED, 3),
        "02-b/y.md": (Fate.KEPT, 3),
    }
    exported(folder, tmp_path / "all.imscc", "common-cartridge", with_drafts=True)
    assert 'href="../pages/a.d.html"' in contents(tmp_path / "all.imscc")["pages/a.x.html"].decode()


def test_a_link_is_a_link(files: dict[str, bytes]) -> None:
    root = etree.fromstring(files["links/away.xml"])

    assert root.findtext("{*}title") == "Away"
    assert root.find("{*}url").get("href") == "https://example.org/away?a=1&b=2"


def test_a_test_has_its_rules(files: dict[str, bytes]) -> None:
    root = etree.fromstring(files["tests/exam.xml"])
    fields = {
        one.findtext("{*}fieldlabel"): one.findtext("{*}fieldentry")
        for one in root.find("{*}assessment/{*}qtimetadata")
    }

    assert (fields["qmd_timelimit"], fields["cc_maxattempts"]) == ("20", "3")
    assert "<em>time</em>" in "".join(root.find("{*}assessment/{*}rubric").itertext())


def test_a_single_choice(files: dict[str, bytes]) -> None:
    one = exam(files)["one"]
    feedback = {each.get("ident"): "".join(each.itertext()) for each in one.iter("{*}itemfeedback")}

    assert right(one) == ["yes"]
    assert [each.get("rshuffle") for each in one.iter("{*}response_label")] == [None, None, "No"]
    assert "Because of" in feedback["general_fb"]
    assert "Good." in feedback["correct_fb"]
    assert "No, it is." in feedback["general_incorrect_fb"]
    assert next(name for name, told in feedback.items() if "Think again." in told).endswith("_fb")
    assert one.findall(".//{*}fieldentry")[1].text == "2"


def test_several_choices_are_right_together(files: dict[str, bytes]) -> None:
    one = item(files, "Which are even?")
    texts = {each.get("ident"): "".join(each.itertext()) for each in one.iter("{*}response_label")}

    assert [re.sub(r"<.*?>", "", texts[each]).strip() for each in right(one)] == ["2", "4"]
    assert len(list(one.iter("{*}not"))) == 1


def test_true_or_false(files: dict[str, bytes]) -> None:
    one = item(files, "Water is wet.")

    assert right(one) == ["true"]
    assert next(one.iter("{*}fieldentry")).text == "cc.true_false.v0p1"


def test_numbers_and_words_are_typed(files: dict[str, bytes], notes: tuple[Note, ...]) -> None:
    number, free, exact = (
        item(files, words) for words in ("How heavy?", "Its capital?", "exactly?")
    )

    assert (right(number), right(free), right(exact)) == (["2.5"], ["Rome", "Roma"], ["SPQR"])
    assert {each.get("case") for each in exact.iter("{*}varequal")} == {"Yes"}
    assert "kg" in "".join(number.itertext())
    (told,) = [one for one in notes if "only the very number is right" in one.why]
    assert told.line > 1


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("In which order?", ["first", "second", "third"]),
        ("What belongs together?", ["day", "night"]),
    ],
    ids=["an order", "pairs"],
)
def test_orders_and_pairs_are_choices_for_each_part(
    files: dict[str, bytes], words: str, wanted: list[str]
) -> None:
    parts = [one for one in exam(files).values() if words in "".join(one.itertext())]
    found = []
    for one in parts:
        texts = {
            each.get("ident"): "".join(each.itertext()) for each in one.iter("{*}response_label")
        }
        found += [re.sub(r"<.*?>", "", texts[each]).strip() for each in right(one)]

    assert found == wanted


def test_whatever_is_not_as_it_was_is_said(notes: tuple[Note, ...]) -> None:
    told = {(one.what, one.name): one for one in notes if one.fate is not Fate.KEPT}

    assert told["pool", "spare"].why == "all of its 2 questions are asked, not 1"
    assert told["lesson", "both"].why == "its text and its quiz are two items now"
    assert told["key", "release_at"].why == "cartridges have no dates: it is open at once"
    assert told["key", "pass_mark"].fate is Fate.DROPPED
    assert told["video", "https://youtu.be/abcdefghijk"].fate is Fate.APPROXIMATED
    assert told["asset", ""].file == "images/cover.png"


def test_pages_run_from_right_to_left_where_their_language_does(tmp_path: Path) -> None:
    course = written(
        tmp_path / "arabic",
        {"course.yaml": "id: arabic\ntitle: مقدمة\nlanguage: ar\n", "درس.md": "# مرحبا\n\nنص.\n"},
    )
    files = package(course, tmp_path, "common-cartridge")

    (page,) = (data.decode() for name, data in files.items() if name.startswith("pages/"))
    assert '<html lang="ar" dir="rtl">' in page
    assert complaints(files) == []


@pytest.mark.parametrize(
    "name", ["plain", "1", "a:b", "a_b", "academy_x", "9f", "x.y-z", "ä", "_", "academy__3A_"]
)
def test_ids_come_back_from_xml(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z_][\w.-]*", as_xml_id(name))
    assert from_xml_id(as_xml_id(name)) == name
