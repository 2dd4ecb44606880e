"""Access tokens that somebody else made, in every way there is, and words so long that they are an attack."""

from __future__ import annotations

import base64
import hmac
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256, sha384, sha512
from typing import Any

import pytest

from academy_cli.accounts.errors import BadFieldError
from academy_cli.accounts.profile import bio, name
from academy_cli.accounts.signin.accesstokens import LASTS, Claims, Keys, key_id
from tests.accounts.entrance import ANN, PASSWORD, Entrance, code_of
from tests.pace import paces

AT = datetime(2026, 11, 26, 9, tzinfo=UTC)
KEY, OLD = "k" * 40, "o" * 40
KEYS = Keys([KEY, OLD])
SAID = {"sub": "1", "sid": "a1b2", "iat": int(AT.timestamp()), "exp": int(AT.timestamp()) + 600}
HASHES: dict[str, Any] = {"HS256": sha256, "HS384": sha384, "HS512": sha512}


def part(value: object) -> str:
    text = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(text).decode().rstrip("=")


def signed(head: object, said: object = SAID, key: str = KEY, algorithm: str = "HS256") -> str:
    told = f"{part(head)}.{part(said)}"
    mark = hmac.digest(key.encode(), told.encode(), HASHES[algorithm])
    return f"{told}.{part(mark)}"


def test_one_that_is_made_by_the_rules_holds() -> None:
    """The control: so what is refused below is refused for what it says."""
    for key in (KEY, OLD):
        head = {"alg": "HS256", "typ": "JWT", "kid": key_id(key)}
        assert KEYS.claims(signed(head, key=key), AT) == Claims(1, "a1b2")


@pytest.mark.parametrize(
    "algorithm", ["none", "None", "NONE", "nOnE", "", "hs256", "RS256", None, 1, []]
)
def test_no_other_algorithm_is_taken(algorithm: object) -> None:
    head = {"alg": algorithm, "kid": key_id(KEY)}

    assert KEYS.claims(signed(head), AT) is None
    assert KEYS.claims(f"{part(head)}.{part(SAID)}.", AT) is None


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_not_even_a_stronger_one_with_the_right_key(algorithm: str) -> None:
    assert KEYS.claims(signed({"alg": algorithm}, algorithm=algorithm), AT) is None


@pytest.mark.parametrize(
    "kid",
    [
        "../../dev/null",
        "/dev/null",
        "' or 1=1 --",
        "",
        None,
        0,
        [],
        {},
        "\ud800",
        "a\0b",
        key_id(OLD),
    ],
)
def test_a_name_of_a_key_brings_no_key_along(kid: object) -> None:
    head = {"alg": "HS256", "kid": kid}
    keys = ("", "null", "None", str(kid).encode("utf-8", "replace").decode(), key_id(KEY), "x" * 40)

    assert [KEYS.claims(signed(head, key=key), AT) for key in keys] == [None] * len(keys)


@pytest.mark.parametrize(
    "more",
    [{"jwk": {"kty": "oct", "k": part(b"x")}}, {"jku": "https://evil.org"}, {"x5u": "file:///x"}],
)
def test_a_key_that_a_token_names_itself_is_not_looked_at(more: dict[str, object]) -> None:
    assert KEYS.claims(signed({"alg": "HS256", **more}, key="x"), AT) is None


def test_what_must_be_understood_and_is_not_is_refused() -> None:
    assert KEYS.claims(signed({"alg": "HS256", "crit": ["exp2"], "exp2": 1}), AT) is None


@pytest.mark.parametrize(
    "changed",
    [{"exp": None}, {"exp": "x"}, {"exp": 10**30}, {"exp": -1}, {"sub": "x"}, {"sub": None},
     {"sub": 10**5000}, {"sid": None}, {"iat": None}, {"exp": True}, {"exp": float("nan")}],
)  # fmt: skip
def test_even_a_signed_one_has_to_say_what_ours_say(changed: dict[str, object]) -> None:
    said = {key: value for key, value in {**SAID, **changed}.items() if value is not None}

    assert KEYS.claims(signed({"alg": "HS256"}, _digits(said)), AT) is None


def _digits(said: dict[str, object]) -> bytes:
    """JSON with numbers of any length."""
    words = [f'"{key}": {_json(value)}' for key, value in said.items()]
    return ("{" + ", ".join(words) + "}").encode()


def _json(value: object) -> str:
    is_long = isinstance(value, int) and abs(value) > 10**20
    return "1" + "0" * 5000 if is_long else json.dumps(value)


def test_no_clock_that_is_behind_makes_one_last_longer() -> None:
    token = KEYS.signed(Claims(1, "a"), AT)

    assert KEYS.claims(token, AT - timedelta(minutes=5)) == Claims(1, "a")
    assert KEYS.claims(token, AT + LASTS - timedelta(seconds=1)) == Claims(1, "a")
    assert KEYS.claims(token, AT + LASTS) is None


def test_one_of_somebody_elses_session_is_none(ann: Entrance) -> None:
    ann.door.register("bo@example.org", PASSWORD, "Bo")
    ann.recovery.verify_email(ann.code("verification"), PASSWORD)
    theirs = ann.door.login("bo@example.org", PASSWORD)
    mixed = ann.keys.signed(Claims(ann.user().id, theirs.session), ann.now)

    assert code_of(ann.door.actor_of, mixed) == "auth.session-over"


# -- long words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", [b"[" * 100_000, b'{"a":' * 100_000, b"1" * 100_000])
def test_an_endless_token_is_not_taken_apart(head: bytes) -> None:
    assert KEYS.claims(f"{part(head)}.e30.x", AT) is None


@pytest.mark.parametrize("read", [name, bio])
def test_endless_marks_are_refused_before_they_are_put_in_order(read: Any) -> None:
    endless = "a" + "\u0301\u0327" * 500_000

    def reads() -> None:
        with pytest.raises(BadFieldError, match="too long"):
            read(endless)

    assert paces(reads) < 20  # it would be more than a quarter of an hour


def test_every_word_that_a_stranger_may_send_is_answered_at_once(ann: Entrance) -> None:
    endless = "a" + "\u0301\u0327" * 500_000

    def asks() -> None:
        for email in (f"{endless}@x.org", f"a@{endless}.org", endless):
            assert code_of(ann.door.register, email, PASSWORD, "Eve") == "user.bad-address"
            assert code_of(ann.door.login, email, endless) == "auth.refused"
            assert code_of(ann.recovery.request_reset, email) == ""
            assert code_of(ann.recovery.request_verification, email) == ""
        assert code_of(ann.door.register, ANN, PASSWORD, endless) == "user.bad-field"
        assert code_of(ann.recovery.verify_email, endless, endless) == "auth.link-used"
        assert code_of(ann.recovery.set_password, endless, PASSWORD) == "auth.link-used"

    assert paces(asks) < 50
