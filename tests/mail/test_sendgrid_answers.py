"""What SendGrid answers, and said truly what became of each letter."""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

import pytest

from academy_cli.mail.gateway import (
    LONGEST_REASON,
    LONGEST_WAIT_S,
    DownError,
    LaterError,
    NeverError,
    NotSentError,
    UnsureError,
)
from tests.mail.by_sendgrid import GIVEN, NOW, after, outcomes, refusal
from tests.mail.letters import letter
from tests.mail.post_office import scripted
from tests.mail.web import Answer, SendGrid, opened, refused


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (refused(400, "Invalid type.", "content.0.value"), NeverError),
        (
            refused(400, "Does not contain a valid address.", "personalizations.0.to.0.email"),
            NeverError,
        ),
        (refused(400, "The from email is not valid.", "from.email"), DownError),
        (
            refused(401, "The provided authorization grant is invalid, expired, or revoked"),
            DownError,
        ),
        (refused(401, "Maximum credits exceeded"), DownError),
        (
            refused(403, "The from address does not match a verified Sender Identity.", "from"),
            DownError,
        ),
        (refused(404, "not found"), DownError),
        (refused(405, "method not allowed"), DownError),
        (refused(413, "payload too large"), NeverError),
        (refused(429, "too many requests"), LaterError),
        (refused(451, "data residency"), DownError),
        (refused(500, "internal error"), LaterError),
        (refused(503, "not available"), LaterError),
        (Answer(502, body="<html>Bad gateway</html>"), UnsureError),
        (Answer(504, body="<html>Gateway timeout</html>"), UnsureError),
        (Answer(200, body="{}"), DownError),
        (Answer(301, {"Location": "https://example.org/"}), DownError),
    ],
)
def test_an_answer_means_what_is_documented(answer: Answer, outcome: type[NotSentError]) -> None:
    error = after(answer)

    assert (type(error), error.reason[:3]) == (outcome, str(answer.code))


def test_sendgrid_s_own_words_are_given() -> None:
    assert after(refused(401, "Maximum credits exceeded")).reason == "401 Maximum credits exceeded"


@pytest.mark.parametrize(
    "body",
    [
        *("", "<html>", "[]", "null", "{}", '{"errors": 1}', '{"errors": [1]}', '{"errors": [{}]}'),
        *('{"errors": [{"message": null}]}', "[" * 5000, "\x00\x1b[2J", '"\\ud800"'),
    ],
)
def test_whatever_a_refusal_says_its_code_counts(body: str) -> None:
    assert after(Answer(400, body=body)).reason == "400 Bad Request"


def test_a_long_refusal_is_cut_and_one_line() -> None:
    error = after(refused(400, "no\r\n\x1b[2J" * 500))

    assert (len(error.reason) <= LONGEST_REASON, error.reason.isprintable()) == (True, True)


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({}, None),
        ({"Retry-After": "120"}, 120.0),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "9" * 400}, LONGEST_WAIT_S),
        ({"Retry-After": format_datetime(NOW + timedelta(seconds=90), usegmt=True)}, 90.0),
        ({"Retry-After": format_datetime(NOW - timedelta(seconds=90), usegmt=True)}, 0.0),
        ({"X-RateLimit-Reset": str(int(NOW.timestamp()) + 30)}, 30.0),
        ({"X-RateLimit-Reset": "nan"}, None),
        ({"X-RateLimit-Reset": "9" * 400}, LONGEST_WAIT_S),
        ({"Retry-After": "7", "X-RateLimit-Reset": "1"}, 7.0),
    ],
)
def test_who_asks_too_often_waits_as_long_as_is_said(
    headers: dict[str, str], wait_s: float | None
) -> None:
    dated = {"Date": format_datetime(NOW, usegmt=True), **headers}
    script = "".join(f"{name}: {value}\r\n" for name, value in dated.items())
    answer = f"HTTP/1.1 429 Too Many Requests\r\n{script}Content-Length: 0\r\n\r\n".encode()

    with scripted(400, answer) as port:
        error = refusal(f"http://127.0.0.1:{port}", timeout_s=5)

    assert isinstance(error, LaterError)
    assert error.wait_s == wait_s


def test_an_unavailable_service_says_how_long_too() -> None:
    error = after(refused(503, "not available", Retry_After="60"))

    assert isinstance(error, LaterError)
    assert error.wait_s == 60.0


def test_no_answer_is_a_doubt() -> None:
    assert type(after(Answer(cut="before"))) is UnsureError


def test_a_letter_in_doubt_is_not_sent_again_by_itself() -> None:
    with opened(SendGrid(Answer(cut="before"))) as office:
        outcomes(office.url, letter())

    assert len(office.requests) == 1


def test_a_slow_answer_is_a_doubt() -> None:
    with opened(SendGrid(Answer(after_s=1))) as office:
        assert outcomes(office.url, letter(), timeout_s=0.2) == [UnsureError]


def test_an_acceptance_that_is_cut_after_its_code_is_one() -> None:
    cut = Answer(202, {"X-Message-Id": GIVEN}, cut="in its body")

    with opened(SendGrid(cut)) as office:
        assert outcomes(office.url, letter(), letter()) == [GIVEN, GIVEN]


def test_a_refusal_that_is_cut_after_its_code_is_one() -> None:
    assert type(after(Answer(400, body='{"errors": [', cut="in its body"))) is NeverError


def test_the_next_letter_is_taken_after_a_doubt() -> None:
    with opened(SendGrid(Answer(cut="before"))) as office:
        assert outcomes(office.url, letter(), letter()) == [UnsureError, GIVEN]


def test_what_is_no_http_is_a_doubt() -> None:
    with scripted(400, b"what?\r\n") as port:
        assert outcomes(f"http://127.0.0.1:{port}", letter(), timeout_s=5) == [UnsureError]
