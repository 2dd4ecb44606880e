"""Placeholders: whatever a value is, it arrives as itself in YAML and in Markdown."""

from __future__ import annotations

import pyromark
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.authoring.markdown import headings
from academy_cli.authoring.placeholders import fill, substituted, yaml_scalar

one_line = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"),
    min_size=1,
    max_size=40,
).map(str.strip).filter(bool)  # fmt: skip
awkward = st.sampled_from(
    ["yes", "No", "null", "~", "1e3", "007", "2027-01-11", "a: b", "a #b", "- a", "'", '"', "'a\"",
     "*x", "&x", "!x", "%x", "@x", "`x", "|", ">", "? a", "[x]", "{x}", "a,b", "x:", "#", "="]
)  # fmt: skip


@given(awkward | one_line)
def test_text_arrives_as_itself_in_yaml(text: str) -> None:
    filled = fill("course.yaml", "title: {{ title }}\nlist: [{{ title }}]\n", {"title": text})

    assert yaml.load(filled, yaml.BaseLoader) == {"title": text, "list": [text]}


@given(awkward | one_line)
def test_text_is_text_for_every_yaml_reader(text: str) -> None:
    if text != "2027-01-11":
        assert yaml.safe_load(f"title: {yaml_scalar(text)}") == {"title": text}


@pytest.mark.parametrize("text", ["a *b* c", "a_b_c", "[x](y)", "<b>x</b>", "C #", "# a", "&amp; x",
                                  "`code`", "a | b", "{#id}", "~~a~~", "\\", "![x](y)", "$a$"])  # fmt: skip
def test_text_arrives_as_itself_in_a_heading(text: str) -> None:
    filled = fill("README.md", "# {{ title }}\n", {"title": text})

    assert [heading.text for heading in headings(filled)] == [text]
    assert "<b>" not in pyromark.html(filled)


def test_ordinary_words_stay_unquoted() -> None:
    assert yaml_scalar("Intro to Rust (2nd edition)") == "Intro to Rust (2nd edition)"
    assert yaml_scalar("ada@example.org") == "ada@example.org"
    assert yaml_scalar("入門") == "入門"


def test_front_matter_is_yaml_and_the_rest_is_markdown() -> None:
    text = "---\ntitle: {{ title }}\n---\n\n{{ title }}\n"

    assert fill("a.md", text, {"title": "x: *y*"}) == "---\ntitle: 'x: *y*'\n---\n\nx: \\*y\\*\n"


def test_a_line_for_nothing_is_left_out() -> None:
    text = "id: {{ id }}\ninstructors: [{{ instructor }}]\ntags: []\n"

    assert fill("course.yaml", text, {"id": "a", "instructor": ""}) == "id: a\ntags: []\n"


@pytest.mark.parametrize(
    ("placeholder", "day"),
    [
        ("{{ start }}", "2028-02-28"),
        ("{{ start + 1 day }}", "2028-02-29"),
        ("{{start+2 days}}", "2028-03-01"),
        ("{{ start + 1 week }}", "2028-03-06"),
    ],
)
def test_days_are_counted_from_a_date(placeholder: str, day: str) -> None:
    assert substituted(placeholder, {"start": "2028-02-28"}) == day


def test_the_calendar_has_an_end() -> None:
    assert substituted("{{ start + 1 week }}", {"start": "9999-12-31"}) == "9999-12-31"


def test_what_is_no_placeholder_of_ours_stays() -> None:
    text = "{{ other }} {% if x %} {{ a.b }} {{}}"

    assert fill("a.md", text, {"title": "x"}) == text


def test_other_files_are_not_touched() -> None:
    assert fill("a.csv", "{{ title }}", {"title": "x"}) == "{{ title }}"
