"""What a template may say, and what is said of one that may not."""

from __future__ import annotations

import pytest

from academy_cli.mail.templates.errors import TemplateError
from academy_cli.mail.templates.parts import Slot
from academy_cli.mail.templates.source import parse
from tests.mail.templates.examples import template, written

SOUND = written("Hello {{ name | there }},\n\n[Go]({{ link? }})")


def refusal(text: str) -> TemplateError:
    with pytest.raises(TemplateError) as caught:
        parse(text, "mail/en/invitation.md")
    return caught.value


def test_a_template_knows_its_name_language_and_places() -> None:
    one = parse(SOUND, "mail/en/invitation.md")

    assert (one.name, one.language, one.subject) == ("invitation", "en", ("Hello",))
    assert one.slots == (Slot("name", 5, "there"), Slot("link", 7, "", is_optional=True))


@pytest.mark.parametrize(
    "text", [SOUND.replace("\n", "\r\n"), "\ufeff" + SOUND,
             SOUND.replace("subject: Hello", 'subject: "Hello"'),
             SOUND.replace("language: en", "# a word to translators\nlanguage: EN")]
)  # fmt: skip
def test_editors_and_habits_make_no_difference(text: str) -> None:
    one = parse(text, "invitation.md")

    assert (one.subject, one.language) == (("Hello",), "en")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hello", ":1: “Hello” stands where --- begins."),
        ("---\nsubject: a\nlanguage: en\nHello", ":1: the front matter has no --- at its end."),
        ("---\nlanguage: en\n---\nHello", ":1: “subject” is missing."),
        ("---\nsubject: a\n---\nHello", ":1: “language” is missing."),
        ("---\nsubject:\nlanguage: en\n---\nHello", ":2: “subject” says nothing."),
        ("---\nsubject: a\nsubject: b\nlanguage: en\n---\nHello", ":3: “subject” stands twice."),
        ("---\nsubject: a\nlanguage: en\nwords\n---\nHello", ":4: “words” is no “key: value”."),
        ("---\nsubjet: a\n---\nHi", ":2: “subjet” is no key of a template; “subject” is."),
        ("---\nsubject: a\nlanguage: english!\n---\nHi", ":3: “english!” is no language tag"),
        (written("Hello\n\n{{ Name }}"), ":7: “{{ Name }}” is no placeholder"),
        (written("{{ name | }}"), ":5: “{{ name | }}” is no placeholder: no text follows the |."),
        (written("Hello {{ name"), ":5: “{{ name” is no placeholder"),
        (written("Hello name }}"), ":5: “}}” is no placeholder"),
        (written("x", subject="{{ name? }}"), ":2: “{{ name? }}” is no placeholder: a subject"),
        (written(""), ":5: nothing follows the front matter."),
        (written("a\n\nb <b>c</b>"), ":7: HTML does not belong into a template."),
        (written("a\n\n<div>\nb\n</div>"), ":7: HTML does not belong into a template."),
        (written("a\n\n<!-- b -->"), ":7: HTML does not belong into a template."),
        (written("a\n\n![b](https://x.org/b.png)"), ":7: “https://x.org/b.png” is an image"),
        (written("[a](javascript:alert(1))"), ":5: “javascript:alert(1)” is no address"),
        (written("[a](/courses)"), ":5: “/courses” is no address"),
        (written('[a](https://x.org "{{ name }}")'), ":5: “name” stands where no mail shows it."),
        (written("> " * 60 + "a"), ":5: lists and quotes are too deep"),
        (written("a\x00b"), ":5: “U+0000” is no character for a text."),
        (written("a\u2028b"), ":5: “U+2028” is no character for a text."),
        (written("a\ue0000\ue001"), ":5: “U+E000” is no character for a text."),
        (written("a &#xE000;7&#xE001;"), ":5: “U+E000” is no character for a text."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_and_line(text: str, said: str) -> None:
    assert refusal(text).message.startswith(f"mail/en/invitation.md{said}")


def test_every_refusal_says_what_to_do() -> None:
    assert "docs/mail-templates.md" in refusal("Hello").hint


def test_an_address_with_a_value_in_it_waits_for_the_value() -> None:
    assert template("[a]({{ link }}) [b](https://x.org/{{ code }}) [c](mailto:{{ name }}@x.org)")


def test_a_host_that_is_none_is_refused_before_there_are_values() -> None:
    assert "“https:///x”" in refusal(written("[a](https:///{{ code }})")).message
