"""How many rows a file is said to have before it is read: its header is none of them."""

from __future__ import annotations

import pytest

from academy_cli.bulk.encoding import survey


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("", 0),
        ("email\n", 0),
        ("email\na@x.org\nb@x.org\n", 2),
        ("email\na@x.org\nb@x.org", 2),
        ("email\r\na@x.org\r\n", 1),
        ('{"email": "a@x.org"}\n{"email": "b@x.org"}\n', 2),
        ('\n{"email": "a@x.org"}', 2),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_header_and_a_last_line_end_are_no_rows(text: str, rows: int, encoding: str) -> None:
    assert survey([text.encode(encoding)], "rows").rows == rows
