"""Addresses are names of files that every system takes, each of one thing."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as some

from academy_cli.authoring.preview.addresses import file_address, file_at, fit

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
