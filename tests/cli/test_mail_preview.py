"""`mail preview`: a mail as it will be, and nothing that it will not be."""

from __future__ import annotations

import struct
from pathlib import Path

from tests.cli.conftest import Run, Set
from tests.cli.folders import document


def text(academy: Run, *words: str) -> str:
    ran = academy("mail", "preview", *words, "--format", "json")
    assert ran.code == 0, ran.err
    return str(document(ran)["text"])


def size(picture: Path) -> tuple[int, int]:
    """How wide and high a PNG is (PNG, section 11.2.2)."""
    found: tuple[int, int] = struct.unpack(">II", picture.read_bytes()[16:24])
    return found


def own(home: Path, name: str, words: str) -> None:
    """A template of the academy's own."""
    path = home / "texts" / "en" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\nsubject: Hi\nlanguage: en\n---\n{words}\n")


class TestLinks:
    def test_without_a_site_there_is_no_link_as_there_will_be_none(self, academy: Run) -> None:
        said = text(academy, "invitation")

        assert "Accept the invitation" not in said
        assert "https://" not in said

    def test_they_lead_to_the_academy_s_own_site(self, academy: Run, given: Set) -> None:
        given(site_url="https://learn.example.org/")

        assert "https://learn.example.org/invitation/" in text(academy, "invitation")
        assert "https://academy.example.org" not in text(academy, "certificate")

    def test_campaigns_are_left_where_the_settings_say(self, academy: Run, given: Set) -> None:
        assert "If you want no more" not in text(academy, "campaign")

        given(mail_unsubscribe_url="https://learn.example.org/leave?who={who}")
        assert "https://learn.example.org/leave?who=" in text(academy, "campaign")
        assert "{who}" not in text(academy, "campaign")


class TestLanguages:
    def test_another_language_that_stands_in_is_said(self, academy: Run) -> None:
        ran = academy("mail", "preview", "enrolled", "--language", "de")

        assert ran.code == 0
        assert "There are no words in “de”: it is sent in “en”." in ran.err

    def test_a_wider_one_is_the_same_language(self, academy: Run) -> None:
        assert academy("mail", "preview", "enrolled", "--language", "fr-CA").err == ""


class TestPictures:
    def test_a_long_letter_is_seen_to_its_end(self, academy: Run, home: Path, given: Set) -> None:
        given(mail_templates=home / "texts")
        own(home, "campaign-long", "Go on.\n\n" * 60 + "{{ unsubscribe? }}")

        ran = academy("mail", "preview", "campaign-long", "--png", "long.png")

        assert ran.code == 0, ran.err
        assert size(home / "long.png")[1] > 2000
        assert "Wrote “long.png”." in ran.err

    def test_it_is_as_wide_as_a_phone(self, academy: Run, home: Path) -> None:
        for width in ("360", "500"):
            ran = academy("mail", "preview", "enrolled", "--png", f"{width}.png", "--width", width)
            assert ran.code == 0, ran.err

        (narrow, high), (wide, low) = size(home / "360.png"), size(home / "500.png")
        assert (narrow, wide) == (360, 500)
        assert high > low


class TestMessages:
    def test_one_that_waits_is_seen_without_what_lets_in(self, staffed: Run, given: Set) -> None:
        given(site_url="https://learn.example.org")
        staffed("user", "invite", "new@x.org", "--yes")

        said = text(staffed, "1")

        assert "https://learn.example.org/invitation/Jk3vQ0cS2mX9aT5e" in said

    def test_one_that_has_left_is_with_its_recipient_alone(self, staffed: Run) -> None:
        staffed("user", "invite", "new@x.org", "--yes")
        staffed("mail", "send")

        ran = staffed("mail", "preview", "1")

        assert (ran.code, "Message “1” has left" in ran.err) == (4, True)
        assert "academy mail preview invitation --for new@x.org" in ran.err

    def test_there_is_none_of_that_number(self, staffed: Run) -> None:
        assert staffed("mail", "preview", "81").code == 4

    def test_it_is_nobody_else_s(self, staffed: Run) -> None:
        assert staffed("mail", "preview", "1", "--for", "sam@x.org").code == 2


class TestCheck:
    def test_it_says_where_it_looked(self, academy: Run, home: Path, given: Set) -> None:
        given(mail_templates=home / "texts")
        missing = academy("mail", "preview", "--check")
        own(home, "enrolled", "You are in {{ title }}.")
        found = academy("mail", "preview", "--check")

        assert (missing.code, "There is no folder" in missing.err) == (0, True)
        assert (found.code, "1 template of yours in" in found.err) == (0, True)
