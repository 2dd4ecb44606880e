"""Addresses: what is one, what each part means, and which are refused before anybody is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.authoring.repositories.address import Address, address_of
from academy_cli.authoring.repositories.errors import (
    BadAddressError,
    ReadOnlyRepositoryError,
    SecretInAddressError,
)
from academy_cli.authoring.repositories.places import place_of, require_folder
from academy_cli.errors import AcademyError
from tests.repositories import Repository

HTTPS = "https://git.example.org/courses.git"


def parsed(word: str) -> Address | None:
    """The address of a word on a machine without any repository."""
    return address_of(word, lambda _: None)


@pytest.mark.parametrize(
    ("word", "address"),
    [
        (HTTPS, Address(HTTPS)),
        (f"{HTTPS}/", Address(HTTPS)),
        (f"{HTTPS}#main", Address(HTTPS, "main")),
        (f"{HTTPS}#feature/new:a/b", Address(HTTPS, "feature/new", "a/b")),
        (f"{HTTPS}#:a/./b/", Address(HTTPS, "", "a/b")),
        (f"{HTTPS}#HEAD", Address(HTTPS)),
        (f"{HTTPS}#v1.0:x:y", Address(HTTPS, "v1.0", "x:y")),
        ("https://[2001:db8::1]:8443/a", Address("https://[2001:db8::1]:8443/a")),
        ("http://127.0.0.1:80/a.git", Address("http://127.0.0.1:80/a.git")),
        ("git@example.org:a/b.git#main", Address("git@example.org:a/b.git", "main")),
        ("ssh://git@example.org:22/a.git", Address("ssh://git@example.org:22/a.git")),
        ("courses/python", None),
        ("w#x_substring", None),
        ("a@b", None),
    ],
)
def test_an_address_has_a_repository_a_ref_and_a_folder(word: str, address: Address | None) -> None:
    assert parsed(word) == address


@pytest.mark.parametrize(
    "word",
    [
        "ext::sh -c touch% proof",
        "fd::3",
        "git://example.org/a.git",
        "ftp://example.org/a.git",
        "http://example.org/a.git",
        "https://example.org",
        "https://example.org/a.git?token=secret",
        "https://-oProxyCommand=x/a.git",
        "ssh://-oProxyCommand=x/a.git",
        "ssh://git@example.org/-a",
        "git@-oProxyCommand=x:a.git",
        "-u@example.org:a.git",
        "git@example.org:-oProxyCommand=x",
        "file:///no/such/repository.git",
        f"{HTTPS}#--upload-pack=x",
        f"{HTTPS}#-b",
        f"{HTTPS}#a..b",
        f"{HTTPS}#a b",
        f"{HTTPS}#a.lock",
        f"{HTTPS}#@{{1}}",
        f"{HTTPS}#main:../b",
        f"{HTTPS}#main:/b",
        f"{HTTPS}#main:a\nb",
        "https://example.org/a\x1b[2J.git",
    ],
)
def test_what_academy_does_not_ask_is_refused(word: str) -> None:
    with pytest.raises(BadAddressError) as refused:
        parsed(word)

    assert "\x1b" not in refused.value.message


@pytest.mark.parametrize(
    "word",
    [
        "https://ann:secret@example.org/a.git",
        "https://secret@example.org/a.git",
        "https://:secret@example.org/a.git",
        "ssh://git:secret@example.org/a.git",
        "http://ann:secret@127.0.0.1/a.git",
        "ftp://ann:secret@example.org/a",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_repeated(word: str) -> None:
    with pytest.raises(SecretInAddressError) as refused:
        parsed(word)

    assert "secret" not in refused.value.message + refused.value.hint
    assert "ACADEMY_REPOSITORIES_TOKENS" in refused.value.hint


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("https://ann:secret@example.org/a.git", "https://example.org/a.git"),
        ("https://ann:se@secret@example.org/a.git", "https://example.org/a.git"),
        ("https:/ann:secret@example.org/a.git", "https://example.org/a.git"),
        ("https://example.org/a.git?token=secret#main:b", "https://example.org/a.git#main:b"),
        ("ann:secret@example.org:a.git", "example.org:a.git"),
    ],
)
def test_a_secret_is_not_repeated_by_what_needs_a_folder_either(word: str, said: str) -> None:
    with pytest.raises(ReadOnlyRepositoryError) as refused:
        require_folder(Path(word))
    with pytest.raises((BadAddressError, SecretInAddressError)) as asked:
        place_of(word)

    assert f"“{said}”" in refused.value.message
    assert "secret" not in str([refused.value.hint, asked.value.message, asked.value.hint])


def test_a_branch_of_a_repository_here_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()

    with pytest.raises(ReadOnlyRepositoryError):
        require_folder(Path(f"{tmp_path}#main:python"))
    with pytest.raises(ReadOnlyRepositoryError):
        require_folder(Path("git@example.org:a.git"))

    require_folder(tmp_path)
    require_folder(tmp_path / "notes#main")


@given(st.text(max_size=40))
def test_any_word_is_an_address_a_folder_or_refused(word: str) -> None:
    try:
        found = parsed(word)
    except AcademyError:
        return
    assert (
        found is None
        or found.url.startswith(("https://", "http://", "ssh://", "git@"))
        or "@" in found.url
    )


@given(
    st.from_regex(r"[a-z][a-z0-9/_-]{0,9}[a-z]", fullmatch=True),
    st.from_regex(r"([a-z][a-z :#]{0,5}/){0,2}[a-z]{1,5}", fullmatch=True),
)
def test_an_address_that_is_written_down_is_read_as_the_same(ref: str, path: str) -> None:
    address = Address(HTTPS, ref.replace("//", "/"), path)

    assert parsed(str(address)) == address


def test_a_folder_that_is_there_is_a_folder_whatever_it_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("w#x", "ann@home:course", "course.git"):
        (tmp_path / name).mkdir()

        assert place_of(name) == Path(name)


def test_a_repository_on_this_machine_is_one_by_what_is_in_it(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.path.parent)
    url = str(repository.path)

    assert place_of("small.git") == Address(url)
    assert place_of("small.git#main:a") == Address(url, "main", "a")
    assert place_of(f"file://{url}#main") == Address(url, "main")


def test_a_course_that_looks_like_a_repository_is_a_course(repository: Repository) -> None:
    (repository.path / "course.yaml").touch()

    assert place_of(str(repository.path)) == repository.path


def test_the_working_copy_of_an_author_is_a_folder_until_a_branch_is_named(
    repository: Repository, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    repository.git("clone", "--quiet", ".", str(copy))

    assert place_of(str(copy)) == copy
    assert place_of(f"{copy}#main") == Address(str(copy), "main")


@pytest.mark.parametrize("word", [HTTPS, f"{HTTPS}#main"])
def test_what_needs_a_folder_says_so_of_an_address(word: str) -> None:
    with pytest.raises(AcademyError, match="needs a folder") as refused:
        require_folder(Path(word))

    assert (refused.value.code, HTTPS in refused.value.message) == ("repository.read-only", True)
