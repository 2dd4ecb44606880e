"""Addresses are names of files that every system takes, each of one thing."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as some

from academy_cli.authoring.names import folded
from academy_cli.authoring.preview.addresses import alike, file_address, file_at, fit

_SIGNS = some.text('a.~2e <>:"\\|?*con', min_size=1, max_size=8)
_PATHS = some.lists(
    _SIGNS.filter(lambda name: name not in (".", "..")), min_size=1, max_size=3
).map("/".join)


def is_fit(path: str) -> bool:
    """Whether Windows takes a path as it is."""
    names = path.split("/")
    is_plain = not any(sign in path for sign in '<>:"\\|?*') and not any(
        ord(one) < 32 for one in path
    )
    return (
        is_plain
        and not any(name.endswith((".", " ")) for name in names)
        and not any(PureWindowsPath(name).is_reserved() for name in names)
    )


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ('a "b" <c>|d?*.png', "a ~22b~22 ~3cc~3e~7cd~3f~2a.png"),
        ("c:d\\e.png", "c~3ad~5ce.png"),
        ("con/Aux.txt", "~63on/~41ux.txt"),
        ("com1 .x/lpt¹", "~63om1 .x/~6cpt¹"),
        ("end./of ", "end~2e/of~20"),
        ("consul/.hidden/a..b/Ünïcode & (1)~.png", "consul/.hidden/a..b/Ünïcode & (1)~.png"),
        ("a~3f.png", "a~7e3f.png"),
    ],
)
def test_what_windows_takes_in_no_name_is_written_as_a_number(path: str, address: str) -> None:
    assert not is_fit(path) or path == address or "~" in path
    assert is_fit(address)
    assert file_address(path) == f"file/{address}"
    assert file_at(f"file/{address}") == path


@given(_PATHS)
def test_every_address_of_a_file_is_fit_and_leads_back(path: str) -> None:
    assert file_at(file_address(path)) == path
    assert is_fit(file_address(path))
    assert is_fit(fit(path))
    assert fit(fit(path)) == fit(path)


@pytest.mark.parametrize(
    ("paths", "addresses"),
    [
        (("Logo.png", "logo.png"), ("~4cogo.png", "logo.png")),
        (("Img/CON.txt", "img/con.txt"), ("~49mg/~43~4f~4e.txt", "img/~63on.txt")),
        (("\u0416.png", "\u0436.png"), ("~u416~.png", "\u0436.png")),
        (("\u00e9.png", "e\u0301.png"), ("\u00e9.png", "e~u301~.png")),
        (("Logo.png", "logo.jpg"), ("Logo.png", "logo.jpg")),
    ],
)
def test_files_that_differ_by_case_or_form_alone_have_names_that_differ_otherwise(
    paths: tuple[str, str], addresses: tuple[str, str]
) -> None:
    others = alike([*paths, "another.png"])

    assert tuple(file_address(path, others) for path in paths) == tuple(
        f"file/{one}" for one in addresses
    )
    assert tuple(map(file_at, (f"file/{one}" for one in addresses))) == paths


@given(
    some.lists(
        some.text("aA~3eE\u0301\u00e9\u0416\u0436\u00dfs.:", min_size=1, max_size=5), unique=True
    )
)
def test_no_two_files_have_one_name_on_any_system(paths: list[str]) -> None:
    others = alike(paths)
    addresses = [file_address(path, others) for path in paths]

    assert len({folded(address) for address in addresses}) == len(paths)
    assert [file_at(address) for address in addresses] == paths
    assert all(map(is_fit, addresses))
