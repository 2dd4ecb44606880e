"""`mail`: what it says, what it does, and how it ends."""

from __future__ import annotations

import json
from collections.abc import Callable
from email import message_from_string, policy
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Run, Set
from tests.cli.folders import document
from tests.cli.people import account, instructor
from tests.cli.post import letters, listed
from tests.cli.screen import Screen
from tests.mail.post_office import PostOffice, opened


class TestSend:
    def test_a_fresh_academy_writes_into_a_folder(self, enrolled: Run, home: Path) -> None:
        ran = enrolled("mail", "send", "--format", "json")

        assert (ran.code, document(ran)["transport"], document(ran)["sent"]) == (0, "folder", 2)
        assert [one.count("To: sam@x.org") for one in letters(home)].count(1) == 1
        assert listed(enrolled) == [["enrolled", f"{who}@x.org", "sent"] for who in ("sam", "tom")]
        assert document(enrolled("mail", "send", "--format", "json"))["sent"] == 0

    def test_a_dry_run_says_what_is_due_and_sends_none(self, enrolled: Run, home: Path) -> None:
        ran = enrolled("mail", "send", "--dry-run", "--format", "json")

        assert (document(ran)["due"], letters(home)) == ({"enrolled": 2}, [])
        assert "Nothing was sent" in ran.err

    def test_everybody_is_written_to_in_their_language(
        self, staffed: Run, course: Path, home: Path
    ) -> None:
        staffed("course", "sync", "--yes")
        staffed("course", "publish", "python", "--yes")
        staffed("user", "set", "sam@x.org", "--language", "fr-CA")
        staffed("enrollment", "create", "sam@x.org", "python")
        staffed("mail", "send")

        (one,) = letters(home)
        read = message_from_string(one, policy=policy.default)
        assert read["subject"] == "Bienvenue dans «\N{NO-BREAK SPACE}Python\N{NO-BREAK SPACE}»"
        assert "Bonjour Sam," in read.get_body(["plain"]).get_content()

    def test_by_smtp_it_is_handed_to_the_server(self, enrolled: Run, given: Set) -> None:
        with opened(PostOffice()) as office:
            given(mail_transport="smtp", mail_smtp_host="127.0.0.1", mail_smtp_port=office.port)
            given(mail_smtp_security="none")
            ran = enrolled("mail", "send")

        assert ran.code == 0
        assert sorted(one.recipients[0] for one in office.taken) == ["sam@x.org", "tom@x.org"]

    def test_where_nobody_answers_everything_is_kept(self, enrolled: Run, given: Set) -> None:
        given(mail_transport="smtp", mail_smtp_host="127.0.0.1", mail_smtp_port=1)
        given(mail_smtp_security="none")

        ran = enrolled("mail", "send", "--format", "json")

        assert (ran.code, json.loads(ran.err.splitlines()[-1])["error"]["code"]) == (7, "mail.down")
        assert [one[2] for one in listed(enrolled)] == ["waiting", "waiting"]

    def test_what_needs_a_person_is_said_by_the_exit_code(self, enrolled: Run, given: Set) -> None:
        with opened(PostOffice(RCPT=["550 5.1.1 no such user"])) as office:
            given(mail_transport="smtp", mail_smtp_host="127.0.0.1", mail_smtp_port=office.port)
            given(mail_smtp_security="none")
            ran = enrolled("mail", "send")

            assert ran.code == 9
            assert "mail list --state dead" in ran.err
            assert listed(enrolled, "--state", "dead") == [["enrolled", "sam@x.org", "dead"]]
            assert "no such user" in enrolled("mail", "list", "--state", "dead").out
            assert enrolled("mail", "retry", "--yes").code == 0
            assert enrolled("mail", "send").code == 0
        assert len(office.taken) == 2

    def test_so_many_and_no_more(self, enrolled: Run) -> None:
        ran = enrolled("mail", "send", "--most", "1", "--format", "json")

        assert document(ran)["sent"] == 1
        assert [one[2] for one in listed(enrolled)] == ["sent", "waiting"]

    def test_a_student_sends_nothing(self, enrolled: Run, given: Set) -> None:
        given(actor="sam@x.org")

        assert enrolled("mail", "send").code in (4, 6)


class TestShow:
    def test_a_link_that_lets_somebody_in_is_left_out(self, staffed: Run, given: Set) -> None:
        given(site_url="https://learn.example.org")
        staffed("user", "invite", "new@x.org", "--yes")

        said = document(staffed("mail", "show", "1", "--format", "json"))

        assert (said["template"], said["values"]["link"]) == ("invitation", "…")
        assert "invitation/" not in json.dumps(said)

    def test_no_such_message(self, staffed: Run) -> None:
        ran = staffed("mail", "show", "81")

        assert (ran.code, "There is no message “81”" in ran.err) == (4, True)


class TestPreview:
    def test_every_template_can_be_seen_in_both_languages(self, academy: Run) -> None:
        names = academy("mail", "preview", "--format", "ids").out.split()

        assert {"invitation", "enrolled", "notice", "campaign"} <= set(names)
        for name in names:
            for language in ("en", "fr"):
                ran = academy("mail", "preview", name, "--language", language)
                assert (ran.code, bool(ran.out.strip())) == (0, True), name

    def test_on_a_terminal_it_is_read_as_it_will_be(self, screen: Callable[..., Screen]) -> None:
        shown = screen("mail", "preview", "enrolled")

        assert "Subject: Welcome to “Python basics”" in shown.text
        assert "\\n" not in shown.text
        lines = [line.rstrip() for line in shown.text.splitlines()]
        assert "Hello Ann Lee," in lines

    def test_a_template_of_ones_own_comes_first_and_says_what_is_wrong(
        self, academy: Run, home: Path, given: Set
    ) -> None:
        own = home / "texts" / "en" / "enrolled.md"
        own.parent.mkdir(parents=True)
        given(mail_templates=home / "texts")
        own.write_text("---\nsubject: Hi\nlanguage: en\n---\nYou are in {{ titel }}.\n")

        wrong = academy("mail", "preview", "enrolled")
        checked = academy("mail", "preview", "--check")

        assert (wrong.code, checked.code) == (3, 3)
        assert "enrolled.md:5" in wrong.err
        assert "titel" in checked.out
        own.write_text("---\nsubject: Hi\nlanguage: en\n---\nYou are in {{ title }}.\n")
        assert "You are in Python basics." in academy("mail", "preview", "enrolled").out
        assert academy("mail", "preview", "--check").code == 0

    def test_with_somebody_s_name_and_language(self, staffed: Run) -> None:
        staffed("user", "set", "sam@x.org", "--language", "fr")

        ran = staffed("mail", "preview", "enrolled", "--for", "sam@x.org", "--format", "json")

        assert document(ran)["language"] == "fr"
        assert "Sam" in document(ran)["text"]

    def test_as_a_page(self, academy: Run, home: Path) -> None:
        assert academy("mail", "preview", "enrolled", "--html", "mail.html").code == 0
        assert (home / "mail.html").read_text().startswith("<!doctype html>")

    def test_as_a_picture(self, academy: Run, home: Path) -> None:
        ran = academy("mail", "preview", "enrolled", "--png", "mail.png")

        assert ran.code == 0, ran.err
        assert (home / "mail.png").read_bytes().startswith(b"\x89PNG")


class TestSuppress:
    def test_who_is_on_the_list_gets_nothing(self, enrolled: Run) -> None:
        added = enrolled("mail", "suppress", "add", "SAM@x.org", "--cause", "bounce")

        assert added.code == 0
        enrolled("mail", "send")
        assert listed(enrolled) == [
            ["enrolled", "sam@x.org", "cancelled"],
            ["enrolled", "tom@x.org", "sent"],
        ]
        assert "sam@x.org" in enrolled("mail", "suppress", "list").out
        assert enrolled("mail", "suppress", "remove", "sam@x.org", "--yes").code == 0
        assert enrolled("mail", "suppress", "list").out == ""

    def test_who_is_not_on_it_cannot_be_taken_off(self, staffed: Run) -> None:
        assert staffed("mail", "suppress", "remove", "sam@x.org", "--yes").code == 4


class TestCampaign:
    WORDS = ("mail", "campaign", "--course", "python", "--subject", "News")

    def ask(self, academy: Run, *more: str, yes: bool = True) -> Ran:
        return academy(
            *self.WORDS, "--message", "-", *more, *["--yes"] * yes, given="There is more.\n"
        )

    def test_it_shows_whom_it_is_for_and_sends_it_once(self, enrolled: Run, home: Path) -> None:
        ran = self.ask(enrolled, "--format", "json")

        assert ran.code == 0, ran.err
        assert "2 learners of “python”" in ran.err
        assert "Subject: News" in ran.err
        assert document(ran)["messages"] == {"sent": 2}
        again = self.ask(enrolled, "--format", "json")
        assert (again.code, json.loads(again.err.splitlines()[-1])["error"]["code"]) == (
            4,
            "campaign.nobody",
        )
        assert sum("There is more." in one for one in letters(home)) == 2

    def test_who_teaches_writes_it_down_and_others_send_it(
        self, enrolled: Run, home: Path, given: Set
    ) -> None:
        account(home, "di")
        instructor(home, "di@x.org", "python")
        given(actor="di@x.org")

        ran = self.ask(enrolled, "--format", "json")

        assert (ran.code, document(ran)["messages"]) == (0, {"waiting": 2}), ran.err
        assert "it leaves with the next mail" in ran.err
        given(actor="")
        assert enrolled("mail", "send").code == 0
        assert [one[2] for one in listed(enrolled, "--template", "campaign")] == ["sent"] * 2

    def test_a_dry_run_writes_nothing(self, enrolled: Run) -> None:
        ran = self.ask(enrolled, "--dry-run", "--format", "json", yes=False)

        assert (ran.code, document(ran)["recipients"]) == (0, 2)
        assert listed(enrolled, "--template", "campaign") == []

    def test_without_a_terminal_it_needs_yes(self, enrolled: Run) -> None:
        assert self.ask(enrolled, yes=False).code == 6
        assert listed(enrolled, "--template", "campaign") == []

    def test_only_those_who_have_done_less(self, enrolled: Run) -> None:
        done = enrolled("progress", "set", "sam@x.org", "python", "intro/welcome", "done")
        assert done.code == 0, done.err
        ran = self.ask(enrolled, "--below", "50%", "--dry-run", "--format", "json", yes=False)

        assert ran.code == 0, ran.err
        assert document(ran)["recipients"] == 1

    def test_it_is_paused_resumed_and_cancelled(self, enrolled: Run) -> None:
        self.ask(enrolled, "--queue")
        (reference,) = enrolled("mail", "campaign", "list", "--format", "ids").out.split()

        assert enrolled("mail", "campaign", "pause", reference).code == 0
        enrolled("mail", "send")
        assert [one[2] for one in listed(enrolled, "--template", "campaign")] == ["waiting"] * 2
        assert enrolled("mail", "campaign", "resume", reference).code == 0
        enrolled("mail", "send", "--most", "1")
        assert enrolled("mail", "campaign", "cancel", reference, "--yes").code == 0
        states = [one[2] for one in listed(enrolled, "--template", "campaign")]
        assert sorted(states) == ["cancelled", "sent"]

    @pytest.mark.parametrize("percent", ["fifty", "-1", "200", "5 0"])
    def test_what_is_no_percentage_is_refused(self, enrolled: Run, percent: str) -> None:
        assert self.ask(enrolled, f"--below={percent}").code == 2
