"""Who may read along on the way to a mail server, and who is let in there."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from academy_cli.mail.gateway import (
    DownError,
)
from academy_cli.mail.transports.smtp import Security, SmtpServer, SmtpTransport
from tests.mail.by_smtp import connections, outcomes, refusal
from tests.mail.certificates import ELSEWHERE, Authority
from tests.mail.letters import letter
from tests.mail.post_office import (
    PASSWORD,
    USER,
    PostOffice,
    letting_in,
    opened,
    scripted,
)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with opened(PostOffice()) as found:
        yield found


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_server_that_an_authority_vouches_for_is_trusted(
    authority: Authority, security: Security
) -> None:
    with opened(PostOffice(), **secured(authority.server(), security)) as office:
        found = outcomes(office.port, letter(), security=security, authorities=authority.file)

    assert (found, len(office.taken)) == (["OK queued as 4F1C"], 1)


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize(
    ("shown", "why"),
    [
        ({"by_itself": True}, "self-signed"),
        ({"days": -1}, "expired"),
        ({"names": ELSEWHERE}, "IP address mismatch"),
    ],
)
def test_a_server_that_may_be_another_takes_no_letter(
    authority: Authority, security: Security, shown: dict[str, Any], why: str
) -> None:
    with opened(PostOffice(), **secured(authority.server(**shown), security)) as office:
        error = refusal(office.port, security=security, authorities=authority.file)

    assert (type(error), why in error.reason, office.taken) == (DownError, True, [])


def test_an_authority_that_was_not_named_is_not_trusted(authority: Authority) -> None:
    with opened(PostOffice(), **secured(authority.server(), Security.TLS)) as office:
        assert outcomes(office.port, letter(), security=Security.TLS) == [DownError]


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_a_file_without_certificates_is_named(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "authorities.pem"
    if content is not None:
        path.write_bytes(content)

    error = refusal(1, security=Security.TLS, authorities=str(path))

    assert (type(error), str(path) in error.reason) == (DownError, True)


def test_a_server_without_starttls_is_told_nothing(office: PostOffice) -> None:
    error = refusal(office.port, security=Security.STARTTLS)

    assert (type(error), office.taken) == (DownError, [])


def test_mail_leaves_this_machine_encrypted_or_not_at_all() -> None:
    elsewhere = SmtpTransport(SmtpServer("mail.example.org", 25, Security.NONE))

    with elsewhere.opened() as sender, pytest.raises(DownError, match="encrypted"):
        sender.send(letter())


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost"])
def test_this_machine_is_known(host: str) -> None:
    assert SmtpServer(host, 25).is_here


@pytest.mark.parametrize(
    "host", ["mail.example.org", "10.0.0.1", "localhost.example.org", "0.0.0.0"]
)
def test_other_machines_are_known(host: str) -> None:
    assert not SmtpServer(host, 25).is_here


def secured(context: Any, security: Security) -> dict[str, Any]:
    """Options of a server that shows a certificate."""
    if security is Security.TLS:
        return {"ssl_context": context}
    return {"tls_context": context, "require_starttls": True}


def guarded(authority: Authority) -> dict[str, Any]:
    """Options of a server that lets in who knows the password."""
    return {
        **secured(authority.server(), Security.STARTTLS),
        "authenticator": letting_in,
        "auth_required": True,
    }


def signed_in(authority: Authority, **changes: Any) -> dict[str, Any]:
    options: dict[str, Any] = {
        "security": Security.STARTTLS,
        "authorities": authority.file,
        "user": USER,
        "password": PASSWORD,
    }
    return options | changes


def test_who_knows_the_password_is_let_in(authority: Authority) -> None:
    with opened(PostOffice(), **guarded(authority)) as office:
        found = outcomes(office.port, letter(), letter(), **signed_in(authority))

    assert (found, connections(office)) == (["OK queued as 4F1C"] * 2, 1)


def test_who_does_not_sign_in_takes_every_letter_back(authority: Authority) -> None:
    with opened(PostOffice(), **guarded(authority)) as office:
        error = refusal(office.port, **signed_in(authority, user=""))

    assert (type(error), error.reason[:3]) == (DownError, "530")


def test_a_wrong_password_is_nobody_s_letter_s_fault(authority: Authority) -> None:
    with opened(PostOffice(), **guarded(authority)) as office:
        error = refusal(office.port, **signed_in(authority, password="S3CRET"))

    assert (type(error), "535" in error.reason, f"“{USER}”" in error.reason) == (
        DownError,
        True,
        True,
    )


def test_a_password_beyond_ascii_is_named_as_such(authority: Authority) -> None:
    with opened(PostOffice(), **guarded(authority)) as office:
        error = refusal(office.port, **signed_in(authority, password="pässwörd"))

    assert (type(error), "ASCII" in error.reason) == (DownError, True)


@pytest.mark.parametrize(
    "said",
    [
        "S3CRET",
        base64.b64encode(b"S3CRET").decode(),
        base64.b64encode(b"\0academy\0S3CRET").decode(),
    ],
)
def test_no_error_says_the_password_even_if_the_server_does(said: str) -> None:
    script = (
        b"220 here\r\n", b"250-here\r\n250 AUTH PLAIN LOGIN\r\n", f"500 what is {said}\r\n".encode(),
        f"500 what is {said}\r\n".encode(),
    )  # fmt: skip

    with scripted(*script) as port:
        error = refusal(port, user=USER, password="S3CRET", timeout_s=1)

    whole = f"{error!r} {error.__cause__!r} {error.__context__!r}"
    assert (type(error), said in whole) == (DownError, False)


def test_a_server_keeps_its_password_to_itself() -> None:
    assert "S3CRET" not in repr(SmtpServer("mail.example.org", 25, password="S3CRET"))
