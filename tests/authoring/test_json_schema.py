"""The published JSON Schemas: valid, and of one mind with the reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from academy_cli.authoring.codes import CODES
from academy_cli.authoring.parts import split
from academy_cli.authoring.scaffold import new
from academy_cli.authoring.schema import RECORDS, json_schema
from academy_cli.authoring.templates import templates
from academy_cli.formats.findings import Findings
from academy_cli.formats.problems import has_errors
from academy_cli.formats.yamltext import parse, plain_value

NEEDED = {
    "course": "id: x\ntitle: x\n",
    "module": "",
    "lesson": "",
    "quiz": "questions: [{kind: true-false, text: x, answer: true}]\n",
}
SOUND = {
    "course": """
        summary: |
          One.
          Two.
        ---
        level: advanced
        ---
        level:
        ---
        language: zh-Hans
        ---
        tags: [a, 7, on]
        ---
        tags: []
        ---
        tags:
        ---
        instructors: [ada@example.org]
        ---
        duration: 1 hour
        ---
        prices: [{amount: 49.00, currency: eur}, {amount: "5900", currency: JPY}]
        ---
        completion: {lessons: all, percent: 100, on_add: reopen}
        ---
        completion: {lessons: [loops, a.b:c-1]}
        ---
        certificate: true
        ---
        certificate: {hours: 10, valid_for: 3 years}
        ---
        refunds: {window: 14 days, highest_progress: 0}
        ---
        publish_at: 2027-01-31T09:00:00+01:00
        ---
        content: [a.md, {b: [c.md]}, {Heading: [{d: }]}, 01]
        ---
        content:
        ---
        ignore: ["*.bak", /x/]
        ---
        moved: [{from: a.md, to: b.md}]
        ---
        checks: {link.broken: error, page.no-title: off}
        ---
        x-own: {anything: [1, 2]}
        ---
        description: _about.md
    """,
    "module": """
        {}
        ---
        title: 2027
        ---
        title: true
        ---
        id: 7
        ---
        release_at: 2027-01-31
        ---
        content: [a, b]
    """,
    "lesson": """
        {}
        ---
        kind: live
        ---
        minutes: 0
        ---
        required: false
        ---
        release_at: 2027-01-31T09:00Z
        ---
        video: https://video.example.org/1
        ---
        resources: [a.pdf, https://x.example, {title: A, file: a.pdf}, {url: https://x.example}]
        ---
        objectives: [Say when a loop ends]
        ---
        quiz: {pass_mark: 50, questions: [{kind: true-false, text: x, answer: false}]}
    """,
    "quiz": """
        {}
        ---
        pass_mark: 0
        ---
        time_limit: 20 minutes
        ---
        questions: [{kind: single, text: 7, choices: [{text: 1, correct: true}, {text: on}]}]
        ---
        questions: [{kind: numeric, text: x, answer: -1.5e-3, tolerance: 5%, unit: kg}]
        ---
        questions: [{kind: numeric, text: x, answer: "3", tolerance: 0.5}]
        ---
        questions: [{kind: short, text: x, accept: [a, 7], ignore: [case, accents]}]
        ---
        questions: [{kind: ordering, text: x, items: [a, b], partial: none}]
        ---
        questions: [{kind: matching, text: x, pairs: [{left: a, right: b}], distractors: [c]}]
        ---
        questions: [{kind: true-false, text: x, answer: true, feedback: {true: a, false: b}}]
        ---
        questions:
          - pool: p
            pick: 1
            questions: [{kind: true-false, text: x, answer: true, x-own: 1}]
    """,
}
BROKEN = {
    "course": """
        id: Not A Slug
        ---
        id: x_y
        ---
        title: ""
        ---
        titel: x
        ---
        level: Beginner
        ---
        language: english!
        ---
        tags: a
        ---
        tags: [[a]]
        ---
        instructors: [ada]
        ---
        duration: 5
        ---
        duration: ten hours
        ---
        cover: /cover.png
        ---
        prices: [{amount: free, currency: eur}]
        ---
        prices: [{amount: 49}]
        ---
        prices: [{amount: 49, currency: euro}]
        ---
        completion: all
        ---
        completion: {lessons: some}
        ---
        completion: {percent: 0}
        ---
        completion: {percent: "90"}
        ---
        certificate: "true"
        ---
        certificate: {hours: 1.5}
        ---
        refunds: {highest_progress: 101}
        ---
        status: live
        ---
        publish_at: tomorrow
        ---
        publish_at: 2027-01-31T09:00:00
        ---
        content: a.md
        ---
        content: [{a: b.md}]
        ---
        content: [{a: [x], b: [y]}]
        ---
        content: [https://x.example/a.md]
        ---
        moved: [{to: a.md}]
        ---
        checks: {link.brokn: error}
        ---
        checks: {yaml.syntax: off}
        ---
        checks: {link.broken: fatal}
    """,
    "module": """
        lessons: []
        ---
        id: a/b
        ---
        title: [x]
        ---
        release_at: 31.01.2027
    """,
    "lesson": """
        kind: quiz
        ---
        minutes: ten
        ---
        minutes: -1
        ---
        required: [jquery]
        ---
        draft: yes
        ---
        resources: a.pdf
        ---
        resources: [{name: a.pdf}]
        ---
        quiz: {questions: [{kind: true-false, text: x, answer: yes}]}
    """,
    "quiz": """
        pass_mark: "70"
        ---
        passmark: 70
        ---
        attempts: 0
        ---
        shuffle: true
        ---
        time_limit: 20
        ---
        questions: [{kind: single, text: x, choices: [{text: a, correct: "true"}, {text: b}]}]
        ---
        questions: [{kind: single, text: x, choices: [{text: a, correct: frue}, {text: b}]}]
        ---
        questions: [{kind: single, text: x, choices: [a, b]}]
        ---
        questions: [{kind: guess, text: x}]
        ---
        questions: [{text: x, answer: true}]
        ---
        questions: [{kind: numeric, text: x, answer: "3,5"}]
        ---
        questions: [{kind: numeric, text: x, answer: 3, tolerance: -1}]
        ---
        questions: [{kind: numeric, text: x, answer: 3, tolerence: 1}]
        ---
        questions: [{kind: short, text: x, accept: a}]
        ---
        questions: [{pool: p, questions: [{kind: true-false, text: x, answer: true}]}]
    """,
}


def samples(texts: dict[str, str]) -> list[tuple[str, str]]:
    return [
        (record, "\n".join(line.removeprefix(" " * 8) for line in text.splitlines()).strip() + "\n")
        for record, block in texts.items()
        for text in block.split("        ---\n")
    ]


def whole(record: str, text: str) -> str:
    """A sample with the keys a course must have, unless it is about them."""
    needed = NEEDED[record].splitlines(keepends=True)
    rest = "" if text == "{}\n" else text
    return "".join(line for line in needed if not text.startswith(line.partition(" ")[0])) + rest


def schema_accepts(record: str, text: str) -> bool:
    mapping = parse(text, "").mapping
    assert mapping is not None
    return Draft202012Validator(json_schema(record)).is_valid(plain_value(mapping))


def reader_accepts(record: str, text: str) -> bool:
    """Without an error and without an unknown key."""
    mapping, findings = parse(text, "").mapping, Findings("", codes=CODES)
    assert mapping is not None
    RECORDS[record].read(mapping, findings)
    codes = {problem.code for problem in findings.problems}
    return not has_errors(findings.problems) and "yaml.unknown-key" not in codes


@pytest.mark.parametrize("record", RECORDS)
def test_a_schema_is_valid_and_explains_every_key(record: str) -> None:
    schema = json_schema(record)

    Draft202012Validator.check_schema(schema)
    assert list(schema["properties"]) == [field.name for field in RECORDS[record].fields]
    assert all(one["description"] for one in schema["properties"].values())


@pytest.mark.parametrize(("record", "text"), samples(SOUND))
def test_both_accept_what_is_sound(record: str, text: str) -> None:
    assert reader_accepts(record, whole(record, text))
    assert schema_accepts(record, whole(record, text))


@pytest.mark.parametrize(("record", "text"), samples(BROKEN))
def test_both_reject_what_is_broken(record: str, text: str) -> None:
    assert not reader_accepts(record, whole(record, text))
    assert not schema_accepts(record, whole(record, text))


def test_an_editor_is_told_what_is_wrong_with_that_kind_of_question() -> None:
    text = "questions: [{kind: numeric, text: x, answer: 3, tolerence: 1}]"
    mapping = parse(text, "").mapping
    assert mapping is not None

    (error,) = Draft202012Validator(json_schema("quiz")).iter_errors(plain_value(mapping))

    assert list(error.absolute_path) == ["questions", 0]
    assert "'tolerence'" in error.message


@pytest.mark.parametrize("missing", ["id", "title"])
def test_both_miss_what_a_course_must_have(missing: str) -> None:
    text = "".join(
        line for line in NEEDED["course"].splitlines(keepends=True) if missing not in line
    )

    assert not reader_accepts("course", text)
    assert not schema_accepts("course", text)


@pytest.mark.parametrize("name", [template.name for template in templates()])
def test_a_schema_accepts_every_file_of_a_template(name: str, tmp_path: Path) -> None:
    made = new(tmp_path / "course", name, {"start": "2027-01-11"} if name == "cohort" else {})

    for path in made.files:
        data = (made.folder / path).read_bytes()
        front = split(data).front if path.endswith(".md") else data
        record = {"course.yaml": "course", "module.yaml": "module"}.get(
            path.rpartition("/")[2], "lesson"
        )
        if front is not None and not path.endswith((".svg", ".csv")):
            assert schema_accepts(record, front.decode()), path


def test_an_editor_offers_only_codes_that_can_be_changed() -> None:
    offered = json_schema("course")["properties"]["checks"]["propertyNames"]["enum"]

    assert offered == sorted(code for code in CODES if not CODES[code].is_firm)
