"""What waits is sent once; what did not leave is tried again, ever later; one bad message stops no other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from academy_cli.kit.clock import iso
from academy_cli.mail.errors import MailDownError
from academy_cli.mail.gateway import DownError, LaterError, NeverError, UnsureError
from academy_cli.mail.letter import Letter
from tests.mail.post import MINUTE, NOW, Post, Scripted


@pytest.fixture
def post(engine: Engine) -> Post:
    """A post office with an empty outbox."""
    return Post(engine)


def test_what_waits_is_sent_once_in_its_order(post: Post) -> None:
    post.write("ann", "bo")

    sent = post.send("250 taken", "250 taken too").sent

    assert [letter.recipient.email for letter in sent] == ["ann@x.org", "bo@x.org"]
    assert post.states() == ["sent", "sent"]
    assert [row.provider_id for row in post.rows()] == ["250 taken", "250 taken too"]
    assert post.send().sent == []


def test_what_was_sent_keeps_no_link(post: Post) -> None:
    post.write("ann", link="https://x.org/invitation/secret")

    post.send()

    assert [row.values for row in post.rows()] == ["{}"]


def test_what_did_not_leave_is_tried_again_ever_later_and_given_up(post: Post) -> None:
    post.write("ann")
    pauses = []
    for _ in range(6):
        post.send(LaterError("451 later"))
        (row,) = post.rows()
        pauses.append((row.next_try_at - post.now) / MINUTE)
        post.now = row.next_try_at

    assert pauses[:5] == [1, 5, 30, 120, 720]
    assert (row.state, row.attempts, row.last_error) == ("dead", 6, "451 later")


def test_nothing_is_tried_before_it_is_due(post: Post) -> None:
    post.write("ann")
    post.send(LaterError("451 later"))
    post.now += timedelta(seconds=59)

    assert post.send().sent == []


def test_the_other_side_may_ask_for_a_longer_pause(post: Post) -> None:
    post.write("ann", "bo")
    post.send(LaterError("429", wait_s=600), LaterError("429", wait_s=10**9))

    assert [row.next_try_at - NOW for row in post.rows()] == [10 * MINUTE, timedelta(days=1)]


def test_what_will_never_be_taken_is_given_up_at_once(post: Post) -> None:
    post.write("ann", "bo")

    post.send(NeverError("550 no such user"))

    assert post.states() == ["dead", "sent"]
    assert post.rows()[0].last_error == "550 no such user"


def test_what_may_have_left_goes_again_under_the_same_name(post: Post) -> None:
    post.write("ann")
    names: list[str] = []

    def lost(letter: Letter) -> str:
        names.append(letter.message_id)
        raise UnsureError("no answer")

    post.send(lost)
    post.now += MINUTE
    names += [letter.message_id for letter in post.send().sent]

    assert post.states() == ["sent"]
    assert len(names) == 2
    assert len(set(names)) == 1


def test_messages_that_are_taken_together_have_names_of_their_own(post: Post) -> None:
    post.write("ann", "bo", "cy")

    names = [letter.message_id for letter in post.send().sent]

    assert len(set(names)) == 3
    assert [row.message_id for row in post.rows()] == names


def test_where_nobody_answers_everything_is_kept_and_no_attempt_counts_against_it(
    post: Post,
) -> None:
    post.write("ann", "bo", "cy")

    with pytest.raises(MailDownError):
        post.send("ok", DownError("no route"))

    assert post.states() == ["sent", "waiting", "waiting"]
    assert [(row.attempts, row.next_try_at <= post.now) for row in post.rows()[1:]] == [
        (0, True),
        (0, True),
    ]
    assert len(post.send().sent) == 2


def test_a_message_that_cannot_be_written_stops_no_other(post: Post) -> None:
    post.write("poison", "ann")

    assert len(post.send().sent) == 1
    assert post.states() == ["dead", "sent"]
    assert "{{ nothing }}" in post.rows()[0].last_error


def test_nothing_is_sent_to_who_is_on_the_list(post: Post) -> None:
    post.write("ann", "bo")
    post.bar("ann")
    post.bar("bo", "campaigns")

    assert [letter.recipient.email for letter in post.send().sent] == ["bo@x.org"]
    assert post.states() == ["cancelled", "sent"]


def test_what_is_switched_off_is_not_sent(post: Post) -> None:
    post.write("ann")

    assert post.send(switched_off=("enrolled",)).sent == []
    assert post.states() == ["cancelled"]


def test_a_link_that_has_expired_is_not_sent(post: Post) -> None:
    post.write("ann", expires_at=iso(NOW))
    post.write("bo", expires_at=iso(NOW + MINUTE))

    assert [letter.recipient.email for letter in post.send().sent] == ["bo@x.org"]


def test_a_sender_that_died_holds_a_message_back_until_its_time_is_over(post: Post) -> None:
    post.write("ann", "bo")

    class DiedError(BaseException):
        """As a kill comes: nothing behind it runs."""

    def die(_: Letter) -> str:
        raise DiedError

    with pytest.raises(DiedError):
        post.delivery(Scripted([die])).drain(post.reports.append)

    assert post.states() == ["sending", "waiting"]
    assert [letter.recipient.email for letter in post.send().sent] == ["bo@x.org"]
    post.now += timedelta(minutes=6)
    assert [letter.recipient.email for letter in post.send().sent] == ["ann@x.org"]


def test_only_so_many_are_sent_as_are_asked_for(post: Post) -> None:
    post.write("ann", "bo", "cy")

    assert len(post.send(most=2).sent) == 2
    assert post.states() == ["sent", "sent", "waiting"]


def test_where_everything_is_refused_sending_stops_before_all_is_given_up(post: Post) -> None:
    post.write(*[f"p{number}" for number in range(30)])

    with pytest.raises(MailDownError, match="25 letters in a row were refused: 554 relay"):
        post.send(*[NeverError("554 relay access denied")] * 30)

    assert post.states() == ["dead"] * 25 + ["waiting"] * 5


def test_some_that_are_refused_stop_nothing(post: Post) -> None:
    post.write(*[f"p{number}" for number in range(40)])
    answers = [NeverError("550 no such user") if number % 20 else "ok" for number in range(40)]

    post.send(*answers)

    assert post.states().count("dead") == 38
