"""Notices for operators: posted as Slack documents it, and said truly what became of each."""

from __future__ import annotations

import socket
import time
from typing import Any

import pytest

from academy_cli.mail.gateway import DownError, LaterError, NeverError, NotSentError, UnsureError
from academy_cli.mail.letter import Letter
from academy_cli.mail.transports.webhook import LONGEST_TEXT, Webhook, WebhookTransport
from tests.mail.letters import letter
from tests.mail.web import Answer, Channel, connections, opened


def post(url: str, *notices: Letter, **changes: Any) -> None:
    """Post notices over one opening."""
    with WebhookTransport(Webhook(url, **changes)).opened() as sender:
        for one in notices:
            sender.send(one)


def refusal(url: str, **changes: Any) -> NotSentError:
    """How a notice is not posted."""
    with pytest.raises(NotSentError) as caught:
        post(url, letter(), **changes)
    return caught.value


def test_a_notice_is_its_subject_and_its_text() -> None:
    with opened(Channel()) as channel:
        post(
            channel.address,
            letter(subject="The sync failed", text="It has 2 errors.\n\nSee them.\n"),
        )

    assert channel.posted == ["*The sync failed*\nIt has 2 errors.\n\nSee them."]
    assert set(channel.requests[0].body) == {"text"}
    assert channel.requests[0].headers["content-type"] == "application/json"


def test_nobody_is_called_and_no_link_is_hidden_by_what_a_notice_says() -> None:
    with opened(Channel()) as channel:
        post(channel.address, letter(subject="<!channel> & <@U1>", text="<https://x.org|bank>"))

    assert channel.posted == ["*&lt;!channel&gt; &amp; &lt;@U1&gt;*\n&lt;https://x.org|bank&gt;"]


def test_a_long_notice_is_cut() -> None:
    with opened(Channel()) as channel:
        post(channel.address, letter(subject="Long", text="x" * 50_000))

    assert channel.posted == [f"*Long*\n{'x' * LONGEST_TEXT}…"]


def test_many_notices_share_a_connection() -> None:
    with opened(Channel()) as channel:
        post(channel.address, *[letter()] * 5)

    assert (len(channel.requests), connections(channel)) == (5, 1)


@pytest.mark.parametrize(
    ("answer", "outcome", "reason"),
    [
        (Answer(400, {}, "invalid_payload"), NeverError, "400 invalid_payload"),
        (Answer(403, {}, "action_prohibited"), DownError, "403 action_prohibited"),
        (Answer(404, {}, "no_service"), DownError, "404 no_service"),
        (Answer(410, {}, "channel_is_archived"), DownError, "410 channel_is_archived"),
        (Answer(413, {}, ""), NeverError, "413 "),
        (Answer(302, {"Location": "https://x.org"}, ""), DownError, "302 "),
        (Answer(500, {}, "rollup_error"), LaterError, "500 rollup_error"),
        (Answer(502, {}, "bad gateway"), UnsureError, "502 bad gateway"),
        (Answer(cut="before"), UnsureError, None),
        (Answer(200, {}, "ok", after_s=1), UnsureError, None),
    ],
)
def test_an_answer_means_what_it_says(
    answer: Answer, outcome: type[NotSentError], reason: str | None
) -> None:
    with opened(Channel(answer)) as channel:
        error = refusal(channel.address, timeout_s=0.5)

    assert type(error) is outcome
    assert reason is None or error.reason.strip() == reason.strip()


def test_who_posts_too_much_waits_as_long_as_is_asked_for() -> None:
    with opened(Channel(Answer(429, {"Retry-After": "30"}, "rate_limited"))) as channel:
        error = refusal(channel.address)

    assert isinstance(error, LaterError)
    assert error.wait_s == 30


def test_an_answer_without_words_is_enough() -> None:
    with opened(Channel(Answer(204))) as channel:
        post(channel.address, letter())


@pytest.mark.parametrize(("rest", "every_s"), [(b"x" * 100_000, 0), (b"x", 0.1)])
def test_an_answer_that_does_not_end_is_one(rest: bytes, every_s: float) -> None:
    answers = [Answer(200, rest=rest, every_s=every_s), Answer(404, rest=rest, every_s=every_s)]
    with opened(Channel(*answers)) as channel:
        begun = time.monotonic()
        post(channel.address, letter(), timeout_s=0.5)
        error = refusal(channel.address, timeout_s=0.5)

        assert (type(error), time.monotonic() - begun < 5) == (DownError, True)


@pytest.mark.parametrize("host", ["a..b", "a" * 64 + ".org", ".org"])
def test_a_name_that_no_host_has_is_nobody(host: str) -> None:
    assert type(refusal(f"https://{host}/services/S3CRET")) is DownError


@pytest.mark.parametrize(
    "url", ["http://hooks.slack.com/services/S3CRET", "ftp://x.org/S3CRET", "https://[S3CRET", ""]
)
def test_an_address_that_others_could_read_is_not_used(url: str) -> None:
    error = refusal(url)

    assert (type(error), "S3CRET" in f"{error!r} {error.__cause__!r}") == (DownError, False)


def test_no_error_says_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    nobody = f"http://127.0.0.1:{port}/services/S3CRET"
    whole = Answer(404, {}, "no such thing: /services/T01/B02/S3CRET")
    with opened(Channel(whole, Answer(403, {}, "no such token: S3CRET"))) as channel:
        errors = [refusal(nobody), refusal(channel.address), refusal(channel.address)]

    for error in errors:
        assert "S3CRET" not in f"{error!r} {error.__cause__!r} {error.__context__!r}"
    assert "S3CRET" not in repr(Webhook("https://x.org/S3CRET"))
