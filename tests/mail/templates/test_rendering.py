"""What becomes of a template: subject, text, HTML; with values, and without."""

from __future__ import annotations

import re
from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.mail.templates.errors import TemplateError, UnknownTemplateError
from academy_cli.mail.templates.rendering import rendered
from academy_cli.mail.templates.source import parse
from tests.mail.templates.examples import ARABIC, mail, template, written

VALUES = {"academy": "Lakeside", "site": "https://x.org", "name": "Ann"}


def body(html: str) -> str:
    """The HTML between the academy's name and the footer, without styles."""
    inner = html.partition("</h1>\n")[2].rpartition("<p style")[0]
    return re.sub(r' style="[^"]*"', "", inner)


def text(plain: str) -> str:
    """The text above the signature."""
    return plain.rpartition("\n\n-- \n")[0]


def test_a_value_stands_where_its_variable_was() -> None:
    made = mail("Hello {{ name }}!", {"name": "Zoé"}, subject="For {{ name }}")

    assert made.subject == "For Zoé"
    assert text(made.text) == "Hello Zoé!"
    assert body(made.html) == "<p>Hello <bdi>Zoé</bdi>!</p>\n"
    assert made.language == "en"


@pytest.mark.parametrize("nothing", [None, "", "  ", "\n", "\u202e"])
def test_a_fallback_stands_for_an_empty_value(nothing: object) -> None:
    assert text(mail("Hello {{ name | there }}!", {"name": nothing}).text) == "Hello there!"


def test_a_fallback_is_no_markdown() -> None:
    assert body(mail("{{ name | *you* }}", {"name": ""}).html) == "<p>*you*</p>\n"


def test_a_value_is_never_left_blank() -> None:
    one = template("Hello,\n\ndear {{ name }}")

    with pytest.raises(TemplateError) as caught:
        rendered(one, VALUES | {"name": "", "nam": "x"})

    assert caught.value.message == "mail/en/invitation.md:7: “name” has no value; “nam” has one."
    assert "{{ name | … }}" in caught.value.hint


def test_an_unknown_variable_is_named_with_the_one_that_was_meant() -> None:
    one = template("Hello {{ nmae | you }}")

    with pytest.raises(TemplateError) as caught:
        rendered(one, VALUES)

    assert "invitation.md:5: “nmae” is no variable of this mail; “name” is." in caught.value.message


def test_an_optional_value_takes_its_paragraph_along() -> None:
    source = "Hello.\n\n[Go]({{ link? }})\n\n- {{ courses? }}\n\n> ## {{ name? }}\n\nBye."
    nothing = {"link": "", "courses": [], "name": ""}

    made = mail(source, nothing)

    assert body(made.html) == "<p>Hello.</p>\n<p>Bye.</p>\n"
    assert text(made.text) == "Hello.\n\nBye."


def test_a_paragraph_that_is_only_a_link_is_a_button() -> None:
    button, plain = mail("[Go]({{ link }})"), mail("Please [go]({{ link }}).")

    assert "background-color" in button.html
    assert "background-color" not in plain.html
    assert text(button.text) == "Go\nhttps://academy.example.org/invitation/Jk3vQ0cS2mX9aT5e"
    assert " go <https://academy.example.org/" in plain.text.replace("\n", " ")


def test_a_bare_address_is_a_link_and_written_once() -> None:
    made = mail("Or open <{{ link }}>", {"link": "https://x.org/a"})

    assert (
        body(made.html)
        == '<p>Or open <a href="https://x.org/a"><bdi>https://x.org/a</bdi></a></p>\n'
    )
    assert text(made.text) == "Or open https://x.org/a"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//x.org", "x.org", "https://", "https://a b",
                "https://x.org/\u202ea", "https://x.org/\"onclick=", "https://good.org@evil.org", "mailto:", "ftp://x.org/"]
)  # fmt: skip
def test_a_value_leads_only_to_the_web_or_a_mailbox(address: str) -> None:
    if "\u202e" in address:  # it is left out of every value
        assert 'href="https://x.org/a"' in mail("[Go]({{ link }})", {"link": address}).html
        return
    with pytest.raises(TemplateError) as caught:
        mail("Hello\n\n[Go]({{ link }})", {"link": address})

    assert caught.value.code == "mail.template-address"
    assert "invitation.md:7: " in caught.value.message
    assert "from “link”" in caught.value.message


def test_a_bad_address_is_not_repeated_because_it_may_be_a_secret() -> None:
    with pytest.raises(TemplateError) as caught:
        mail("[Go]({{ link }})", {"link": "Jk3vQ0cS2mX9aT5e"})

    assert "Jk3v" not in caught.value.message + caught.value.hint


def test_a_value_ends_no_part_of_an_address() -> None:
    made = mail("[Go](https://x.org/{{ code }}?a=1)", {"code": "../a?b=2&c#d"})

    assert 'href="https://x.org/..%2Fa%3Fb%3D2%26c%23d?a=1"' in made.html


def test_an_address_is_escaped_where_html_has_it() -> None:
    made = mail("<{{ link }}>", {"link": "https://x.org/?a=1&lt=2"})

    assert 'href="https://x.org/?a=1&amp;lt=2"' in made.html
    assert "https://x.org/?a=1&lt=2" in made.text


def test_moments_and_lists_are_written_as_people_write_them() -> None:
    source = "{{ expires_at }} / {{ courses }}"
    values = {"expires_at": "2026-12-06T08:30:00Z", "courses": ["a", "b", "c"]}

    said = {
        one: " ".join(mail(source, values, language=one).text.split())
        for one in ("en", "fr", "fr-CA", "tlh")
    }

    assert said["en"].startswith("December 6, 2026, 8:30 AM UTC / a, b, and c ")
    assert said["fr"].startswith("6 décembre 2026, 08:30 UTC / a, b et c ")
    assert said["fr-CA"].startswith("6 décembre 2026, 08 h 30 UTC / a, b et c ")
    assert said["tlh"].startswith("2026-12-06 08:30 UTC / a, b, c ")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("expires_at", "soon"),
        ("courses", "a b"),
        ("courses", [1]),
        ("name", {"a": 1}),
        ("name", True),
    ],
)
def test_a_value_of_another_form_is_refused_by_name(variable: str, value: object) -> None:
    with pytest.raises(TemplateError) as caught:
        mail("{{ expires_at }} {{ courses }} {{ name }}", {variable: value})

    assert caught.value.code == "mail.template-value"
    assert f"“{variable}”" in caught.value.message


def test_paragraphs_of_a_value_are_paragraphs() -> None:
    made = mail(
        "{{ message }}", {"message": "# One\r\n<b>\n\n\n  \nTwo\u2028three"}, name="campaign"
    )

    assert body(made.html) == (
        "<p><bdi># One</bdi><br>\n<bdi>&lt;b&gt;</bdi></p>\n<p><bdi>Two</bdi><br>\n<bdi>three</bdi></p>\n"
    )
    assert text(made.text) == "# One\n<b>\n\nTwo\nthree"


def test_paragraphs_within_a_sentence_are_one_line() -> None:
    made = mail("So: {{ message }}!", {"message": "a\n\nb"}, name="campaign")

    assert text(made.text) == "So: a  b!"


def test_text_is_wrapped_but_addresses_are_not() -> None:
    address = "https://x.org/" + "a" * 90
    lines = text(mail("word " * 40 + f"[here]({address})").text).splitlines()

    assert max(len(line) for line in lines if address not in line) <= 72
    assert f"<{address}>" in lines


@given(st.lists(st.integers(1, 90), min_size=1, max_size=40))
def test_lines_end_where_the_standard_library_ends_them(lengths: list[int]) -> None:
    words = " ".join("x" * length for length in lengths)

    lines = text(mail(words).text).splitlines()

    assert lines == wrap(words, 72, break_long_words=False, break_on_hyphens=False)


def test_letters_of_one_template_differ_where_their_values_do() -> None:
    source = "Hello {{ name }},\n\nthe same for all.\n\n[Go]({{ site }})"
    ann, zoe = (
        mail(source, {"name": name, "site": f"https://{name}.org"}) for name in ("ann", "zoe")
    )

    assert ann.text.replace("ann", "zoe") == zoe.text != ann.text
    assert ann.html.replace("ann", "zoe") == zoe.html != ann.html


def test_lists_quotes_and_code_stay_what_they_are() -> None:
    source = "# Title\n\n- a\n- b\n  - c\n\n3. x\n4. y\n\n> q\n>\n> r\n\n```\n1 < 2\n```\n\n---\n\n"
    source += "*e* **s** `c`"

    made = mail(source)

    assert text(made.text) == (
        "Title\n=====\n\n- a\n- b\n  - c\n\n3. x\n4. y\n\n> q\n>\n> r\n\n    1 < 2\n\n"
        "------------------------------------\n\ne s c"
    )
    assert '<ol start="3">' in body(made.html)
    assert "<pre>1 &lt; 2\n</pre>" in body(made.html)
    assert "<em>e</em> <strong>s</strong> <code>c</code>" in body(made.html)


def test_arabic_runs_from_the_right_and_keeps_latin_names_apart() -> None:
    made = rendered(parse(ARABIC, "mail/ar/invitation.md"), VALUES | {"link": "https://x.org/a"})

    assert made.html.count('lang="ar" dir="rtl"') == 2
    assert "<bdi>Ann</bdi>" in made.html
    assert "مرحباً \u2068Ann\u2069،" in made.text
    assert made.subject == "دعوة إلى \u2068Lakeside\u2069"
    assert "\nhttps://x.org/a\n" in made.text


@pytest.mark.parametrize(
    ("language", "way"),
    [
        ("he", "rtl"),
        ("fa-IR", "rtl"),
        ("ur", "rtl"),
        ("az-Arab", "rtl"),
        ("ar-Latn", "ltr"),
        ("fr", "ltr"),
    ],
)
def test_each_language_runs_its_way(language: str, way: str) -> None:
    assert f'lang="{language}" dir="{way}"' in mail("Hello", language=language).html


def test_items_of_a_list_are_kept_apart_each() -> None:
    made = mail("{{ courses }}", {"courses": ["python", "دورة"]}, language="ar")

    assert "\u2068python\u2069" in made.text
    assert "\u2068دورة" not in made.text


def test_the_page_needs_nothing_from_outside_and_no_style_sheet() -> None:
    made = mail("[Go]({{ link }})\n\n> # Hi\n\n- a")

    for forbidden in ("<style", "<script", "<img", "<link", "url(", "class=", "<table"):
        assert forbidden not in made.html
    assert '<meta name="color-scheme" content="light dark">' in made.html


def test_only_the_button_has_colours_so_that_a_dark_screen_stays_dark() -> None:
    assert "color:" not in mail("Hello").html.replace("color-scheme", "")


def test_a_mail_without_a_site_has_no_empty_link() -> None:
    made = mail("Hello", {"site": ""})

    assert "<a " not in made.html
    assert made.text.endswith("-- \nLakeside Academy\n")


def test_a_template_of_no_mail_is_refused() -> None:
    one = parse(written("Hello"), "mail/en/invitatoin.md")

    with pytest.raises(UnknownTemplateError) as caught:
        rendered(one, VALUES)

    assert "“invitatoin”; “invitation” is" in caught.value.message
