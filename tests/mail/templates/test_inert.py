"""Whatever a value is, it is words: no markup, no header, no line of its own."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from academy_cli.mail.letter import Letter, Mailbox, mime
from academy_cli.mail.templates.errors import TemplateError
from academy_cli.mail.templates.rendering import Rendered, rendered
from academy_cli.mail.templates.values import one_line
from tests.mail.templates.examples import mail, template

BODY = """# For {{ name | you }}

Hello **{{ name | you }}**, *{{ code | x }}* `{{ code | x }}` [{{ name | you }}]({{ link }}).

- {{ name | you }}
- [x](https://x.org/{{ code | x }}?q={{ name | y }})

> {{ name | you }}

```
{{ name | you }}
```

[{{ name | you }}]({{ link }})
"""
ONE = template(BODY, subject="{{ name | you }}: {{ code | x }}")
LETTER = template("{{ message }}", name="campaign")
MARKUP = (
    "*_`[]()<>#&\"'\\|~{}!-+=.:;/@\n\r\t\x00\x0b\x0c\x1b\x85\u2028\u2029\u200b\u202e\u2066\u2068"
    "\ue000\ue0010a \ud800אا{{name}}"
)
HOSTILE = st.text(st.sampled_from(MARKUP)) | st.text(st.characters(exclude_categories=()))


class Tags(HTMLParser):
    """The tags of a page with the names of their attributes, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(" ".join((tag, *(name for name, _ in attrs))))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.found.append(f"!{data}")


def tags(html: str) -> list[str]:
    parser = Tags()
    parser.feed(html)
    parser.close()
    return parser.found


def structure(html: str) -> list[str]:
    """The tags of a page, without those that keep a value apart: a fallback has none."""
    return [tag for tag in tags(html) if tag not in ("bdi", "/bdi")]


def filled(name: str, code: str) -> Rendered:
    return rendered(ONE, {"academy": "A", "name": name, "code": code, "link": "https://x.org/"})


PLAIN = structure(filled("Ann", "c").html)


@given(HOSTILE, HOSTILE)
@example("</bdi><script>alert(1)</script>", "](javascript:x)")
@example("\r\nBcc: all@x.org", "\n\n# Heading\n\n<!--")
@example("\ue0000\ue001", "{{ link }}")
@example("&lt;b&gt;", '" onclick="x')
@example("\ud800", "\x00")
def test_no_value_changes_the_structure_of_the_page(name: str, code: str) -> None:
    html = filled(name, code).html

    assert structure(html) == PLAIN
    assert tags(html).count("bdi") == tags(html).count("/bdi")


@given(HOSTILE, HOSTILE)
def test_values_that_say_something_are_kept_apart_alike(name: str, code: str) -> None:
    assert tags(filled(f"a{name}", f"b{code}").html) == tags(filled("Ann", "c").html)


@given(HOSTILE, HOSTILE)
@example("a\nb", "\u2028")
def test_no_value_ends_the_line_of_a_subject(name: str, code: str) -> None:
    subject = filled(name, code).subject

    assert not [one for one in subject if unicodedata.category(one) in ("Cc", "Zl", "Zp")]
    assert len(subject.splitlines()) == 1


@given(HOSTILE, HOSTILE)
@example("\ud800", "\x00")
def test_what_leaves_takes_it_whatever_it_says(name: str, code: str) -> None:
    made, box = filled(name, code), Mailbox("ann@example.org")
    at = datetime(2026, 11, 26, tzinfo=UTC)

    letter = Letter("1", "1@x.org", box, box, made.subject, made.text, made.html, at)

    assert mime(letter)


@given(HOSTILE)
def test_a_value_is_seen_as_it_was_written(name: str) -> None:
    made = mail("{{ name | you }}", {"name": name})

    shown = unescape(made.html).partition("</h1>")[2]
    assert shown.partition(">")[2].startswith(
        f"<bdi>{one_line(name)}</bdi>" if one_line(name) else "you<"
    )


@given(HOSTILE)
def test_a_message_makes_paragraphs_and_lines_and_nothing_else(message: str) -> None:
    made = rendered(LETTER, {"academy": "A", "message": f"x{message}"})

    assert set(tags(made.html)) - set(PLAIN) <= {"br", "bdi", "/bdi"}


@given(HOSTILE, st.sampled_from(["", "https://", "https://x.org/", "mailto:", "mailto:a@"]))
@example('"><b>', "https://x.org/")
def test_an_address_is_sound_or_refused(link: str, before: str) -> None:
    values = {"academy": "A", "link": before + link, "code": "c", "name": "n"}

    with suppress(TemplateError):
        assert structure(rendered(ONE, values).html) == PLAIN


@pytest.mark.parametrize("turning", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_no_value_turns_the_writing_round(turning: str) -> None:
    assert mail("{{ name }}", {"name": f"a{turning}b"}).text.startswith("ab\n")


def test_joined_letters_stay_joined() -> None:
    family = "\U0001f469\u200d\U0001f469\u200d\U0001f467"

    assert mail("{{ name }}", {"name": family}).text.startswith(family)
