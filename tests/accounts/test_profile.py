"""What a profile may say: one form for each field, whatever people type."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.access.errors import BadAddressError
from academy_cli.accounts import profile
from academy_cli.accounts.errors import BadFieldError
from academy_cli.accounts.metadata import changed_metadata, metadata_of, typed
from academy_cli.accounts.profile import Profile, fields_of, privacy_of


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("  Ann   Lee ", "Ann Lee"),
        ("Ann\u00a0Lee", "Ann Lee"),
        ("Rene\u0301", "Ren\u00e9"),
        ("李小龙", "李小龙"),
        ("نسرین\u200cبانو", "نسرین\u200cبانو"),
        ("O’Neil-Smith, Jr.", "O’Neil-Smith, Jr."),
        ("x" * 200, "x" * 200),
    ],
)
def test_a_name_has_one_form(written: str, form: str) -> None:
    assert profile.name(written) == form


@pytest.mark.parametrize(
    "written",
    ["", " ", "\u200b", "a\nb", "a\tb", "a\x00b", "a\x1b[2Jb", "a\u202eb", "a\u2066b", "x" * 201,
     "a\u2028b", "\ud800", "a\x85b"],
)  # fmt: skip
def test_what_is_no_name_is_refused(written: str) -> None:
    with pytest.raises(BadFieldError):
        profile.name(written)


@given(st.text(max_size=250))
def test_the_form_of_any_name_is_its_own_and_steers_no_terminal(written: str) -> None:
    try:
        form = profile.name(written)
    except BadFieldError:
        return
    assert profile.name(form) == form
    assert 1 <= len(form) <= profile.NAME_LENGTH
    assert unicodedata.is_normalized("NFC", form)
    assert not any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in form)
    assert not {*form} & {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
    form.encode()


@given(st.text(max_size=300))
def test_the_form_of_any_bio_is_its_own(written: str) -> None:
    try:
        form = profile.bio(written)
    except BadFieldError:
        return
    assert profile.bio(form) == form
    assert "\r" not in form
    form.encode()


def test_a_bio_has_lines_and_a_length() -> None:
    assert profile.bio(" One\r\nTwo\rThree\n") == "One\nTwo\nThree"
    assert len(profile.bio("x" * 5000)) == 5000
    with pytest.raises(BadFieldError, match="it is too long"):
        profile.bio("x" * 5001)


@pytest.mark.parametrize(
    ("written", "form"),
    [("EN", "en"), ("de-at", "de-AT"), ("zh-hans-cn", "zh-Hans-CN"), (" es-419 ", "es-419")],
)
def test_a_language_is_written_as_usual(written: str, form: str) -> None:
    assert profile.language(written) == form


@pytest.mark.parametrize("written", ["english!", "d", "deutsch", "de_AT", "de-", "x" * 40, "de-ÄT"])
def test_what_is_no_language_is_refused(written: str) -> None:
    with pytest.raises(BadFieldError, match="is no language tag"):
        profile.language(written)


@pytest.mark.parametrize("written", ["Europe/Berlin", "UTC", "America/Argentina/Ushuaia"])
def test_a_time_zone_is_one_of_the_database(written: str) -> None:
    assert profile.time_zone(f" {written} ") == written


@pytest.mark.parametrize(
    "written",
    [
        "Europe",
        "Berlin",
        "../etc/passwd",
        "/etc/passwd",
        "right/UTC",
        "localtime",
        "UTC\x00",
        "+02",
    ],
)
def test_what_is_no_time_zone_is_refused(written: str) -> None:
    with pytest.raises(BadFieldError, match="is no time zone"):
        profile.time_zone(written)


def test_a_misspelt_time_zone_is_told_the_nearest() -> None:
    with pytest.raises(BadFieldError) as refused:
        profile.time_zone("Europe/Berln")

    assert refused.value.hint == "Did you mean `Europe/Berlin`?"


@pytest.mark.parametrize(
    "written",
    ["http://x.org/a.png", "x.org/a.png", "https://", "https:///a.png", "javascript:alert(1)",
     "https://u:p@x.org/a", "https://x.org/a b", "https://x.org/\u202ea", "https://[x", "data:a",
     f"https://x.org/{'a' * 2000}"],
)  # fmt: skip
def test_what_is_no_picture_on_the_web_is_refused(written: str) -> None:
    with pytest.raises(BadFieldError):
        profile.avatar(written)


def test_a_picture_is_on_the_web() -> None:
    assert profile.avatar(" https://x.org/a.png?s=80 ") == "https://x.org/a.png?s=80"


@pytest.mark.parametrize("written", ["a@erased.invalid", "a@invalid.", "a@x.invalid"])
def test_an_address_that_no_mail_reaches_is_nobodys(written: str) -> None:
    with pytest.raises(BadAddressError):
        profile.mailbox(written)


def test_privacy_is_a_closed_set_with_defaults() -> None:
    wanted = Profile(privacy={"profile": "Private", "show_progress": "yes"})
    stored = fields_of(wanted, None, None)["privacy"]

    assert stored == '{"profile":"private","show_progress":true}'
    assert privacy_of(None) == {"profile": "learners", "show_progress": False}
    assert privacy_of('{"profile":"public"}') == {"profile": "public", "show_progress": False}


@pytest.mark.parametrize("wanted", [{"mail": "no"}, {"profile": "all"}, {"show_progress": "maybe"}])
def test_other_privacy_is_refused(wanted: dict[str, str]) -> None:
    with pytest.raises(BadFieldError):
        fields_of(Profile(privacy=wanted), None, None)


def test_an_emptied_setting_is_its_default_again() -> None:
    wanted = Profile(privacy={"profile": ""})

    assert fields_of(wanted, '{"profile":"private"}', None) == {"privacy": None}


def test_an_empty_text_empties_a_field_and_nothing_leaves_it() -> None:
    assert fields_of(Profile(bio="", language=" "), None, None) == {"language": None, "bio": None}
    assert fields_of(Profile(), None, None) == {}


@pytest.mark.parametrize(
    ("written", "value"),
    [("3", 3), ("-2", -2), ("2.5", 2.5), ("true", True), ("false", False), ("007", "007"),
     ("1.10", "1.10"), ("1e5", "1e5"), ("+4930123", "+4930123"), ("yes", "yes"), ('"3"', "3"),
     ("NaN", "NaN"), ("9" * 16, "9" * 16), ("", "")],
)  # fmt: skip
def test_a_value_is_a_number_only_if_it_reads_the_same(written: str, value: object) -> None:
    found = typed(written)

    assert (type(found), found) == (type(value), value)


def test_metadata_changes_by_key_and_an_empty_value_removes_one() -> None:
    stored = changed_metadata({"team": "red", "seats": 3}, None)
    stored = changed_metadata({"team": "", "vip": True}, stored)

    assert stored == '{"seats":3,"vip":true}'
    assert changed_metadata({"seats": "", "vip": ""}, stored) is None


@pytest.mark.parametrize(
    ("key", "value"),
    [("", 1), ("1a", 1), ("a b", 1), ("ä", 1), ("a" * 65, 1), ("a", "x" * 1001), ("a", [1]),
     ("a", {"b": 1}), ("a", float("nan")), ("a", 2**53), ("a", "x\x00"), ("a", "\u202e")],
)  # fmt: skip
def test_metadata_that_cannot_be_kept_is_refused(key: str, value: object) -> None:
    with pytest.raises(BadFieldError):
        changed_metadata({key: value}, None)


def test_there_is_an_end_to_metadata() -> None:
    full = changed_metadata({f"k{at}": at for at in range(50)}, None)

    assert len(metadata_of(full)) == 50
    with pytest.raises(BadFieldError, match="there may be 50"):
        changed_metadata({"one": "more"}, full)
