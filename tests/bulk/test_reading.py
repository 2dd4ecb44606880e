"""Rows out of text: whatever people's programs write, and whatever is broken in it."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.bulk.columns import Field, matched, plain_name
from academy_cli.bulk.dialect import Dialect, dialect_of
from academy_cli.bulk.encoding import Survey, survey
from academy_cli.bulk.entries import Entry
from academy_cli.bulk.file_errors import (
    JsonListError,
    MissingColumnError,
    MixedEncodingsError,
    NoHeaderError,
    NotTextError,
    TooManyRowsError,
    TwoColumnsError,
    UnknownColumnError,
    UnknownEncodingError,
    UnknownFieldError,
    WrongEncodingError,
)
from academy_cli.bulk.jsonlines import json_rows
from academy_cli.bulk.reading import Limits, Row, csv_rows
from academy_cli.bulk.source import source
from academy_cli.bulk.table import table

FIELDS = (
    Field("email", ("E-Mail-Adresse",), is_required=True),
    Field("name", ("Vor- und Nachname",)),
)
COMMA = Dialect(",")
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
CELLS = st.lists(st.lists(TEXT, min_size=2, max_size=2), max_size=8)


def rows(text: str, limits: Limits = Limits(), dialect: Dialect = COMMA) -> list[Row]:
    return list(csv_rows(io.StringIO(text, newline=""), dialect, limits))


def entries(folder: Path, data: bytes | str, limits: Limits = Limits()) -> list[Entry]:
    path = folder / "rows.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    with source(str(path)) as found:
        return list(table(found, FIELDS, {}, limits).entries())


@pytest.mark.parametrize(
    ("encode", "encoding"),
    [
        (lambda text: text.encode(), "utf-8"),
        (lambda text: text.encode("utf-8-sig"), "utf-8-sig"),
        (lambda text: codecs.BOM_UTF16_LE + text.encode("utf-16-le"), "utf-16"),
        (lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"), "utf-16"),
        (lambda text: text.encode("utf-16-le"), "utf-16-le"),
        (lambda text: text.encode("utf-16-be"), "utf-16-be"),
        (lambda text: text.encode("windows-1252"), "windows-1252"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_reads_alike(
    tmp_path: Path, encode: Callable[[str], bytes], encoding: str, end: str
) -> None:
    text = end.join(["E-Mail-Adresse;Vor- und Nachname", "ann@x.org;Änn", 'bo@x.org;"Bö; jr."'])

    data = encode(text)

    assert survey([data], "x").encoding == encoding
    assert [dict(one.said) for one in entries(tmp_path, data)] == [
        {"email": "ann@x.org", "name": "Änn"},
        {"email": "bo@x.org", "name": "Bö; jr."},
    ]


def test_a_file_of_two_encodings_is_refused_with_the_line() -> None:
    data = "email\nJörg\n".encode() + "Zoë\n".encode("windows-1252")

    with pytest.raises(MixedEncodingsError, match="line 3"):
        survey([data], "people.csv")


def test_an_encoding_that_does_not_fit_is_refused_with_the_line() -> None:
    with pytest.raises(WrongEncodingError, match="line 2"):
        survey(["email\nJörg\n".encode("windows-1252")], "people.csv", "utf-8")
    with pytest.raises(UnknownEncodingError):
        survey([b"email\n"], "people.csv", "klingon")


@pytest.mark.parametrize("data", [b"PK\x03\x04...", b"\xd0\xcf\x11\xe0..."])
def test_a_workbook_is_no_text(data: bytes) -> None:
    with pytest.raises(NotTextError, match="workbook"):
        survey([data], "people.xlsx")


@given(st.binary(max_size=300), st.integers(1, 50))
def test_any_bytes_are_surveyed_the_same_however_they_come(data: bytes, size: int) -> None:
    def told(chunks: list[bytes]) -> Survey | type[Exception]:
        try:
            return survey(chunks, "x")
        except (MixedEncodingsError, NotTextError) as error:
            return type(error)

    whole = told([data] if data else [])

    if not isinstance(whole, type) and whole.encoding == "utf-8":
        assert told([data[at : at + size] for at in range(0, len(data), size)]) == whole


@pytest.mark.parametrize(
    ("line", "separator"),
    [
        ("email,name\n", ","),
        ("email;name\n", ";"),
        ("email\tname\n", "\t"),
        ('"a,b";c;d\n', ";"),
        ("email\n", ","),
        ("sep=;\n", ";"),
        ('{"email": "a;b"}\n', ""),
    ],
)
def test_the_first_line_tells_the_dialect(line: str, separator: str) -> None:
    assert dialect_of(line).separator == separator


@given(CELLS, st.sampled_from([",", ";", "\t"]))
def test_what_a_program_writes_is_read_as_it_was(cells: list[list[str]], separator: str) -> None:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator)
    writer.writerow(["h1", "h2"])
    plain = [[cell.lstrip("'") for cell in row] for row in cells]
    writer.writerows(plain)

    found = rows(written.getvalue(), dialect=Dialect(separator))

    assert [list(row.cells) for row in found[1:]] == [row for row in plain if any(row)]
    assert all(not row.reason for row in found)


@given(st.text(max_size=200), st.sampled_from([",", ";"]))
def test_no_text_is_a_crash_and_lines_only_grow(text: str, separator: str) -> None:
    found = rows(text, Limits(field=20), Dialect(separator))

    assert [row.number for row in found] == list(range(len(found)))
    assert [row.line for row in found] == sorted({row.line for row in found})


@given(
    st.lists(st.sampled_from(["a,b", '"a,b', 'a",b', '"a"x,b', '"a\nb",c', "", '"']), max_size=8)
)
def test_a_broken_row_costs_no_other_row_its_place(lines: list[str]) -> None:
    found = rows("\n".join(["h1,h2", *lines, "last,row"]))

    assert list(found[-1].cells) == ["last", "row"] or found[-1].reason


def test_a_quote_that_is_never_closed_costs_its_own_row_alone() -> None:
    found = rows('h1,h2\n"open,1\nann,2\nbo,3\n')

    assert [(row.line, list(row.cells), row.reason) for row in found[1:]] == [
        (2, [], "a quote is not closed"),
        (3, ["ann", "2"], ""),
        (4, ["bo", "3"], ""),
    ]


def test_lines_in_quotes_belong_to_one_row_and_are_counted() -> None:
    found = rows('h1,h2\n"one\ntwo\r\nthree",1\nann,2\n')

    assert [(row.line, list(row.cells)) for row in found[1:]] == [
        (2, ["one\ntwo\r\nthree", "1"]),
        (5, ["ann", "2"]),
    ]


@pytest.mark.parametrize(
    "cell", ["x" * 1000, '"' + "x" * 1000 + '"', '"' + "x\n" * 500 + '"', "x" * 200_000,
             '"' + "x" * 200_000 + '"'],
)  # fmt: skip
def test_a_field_that_is_too_long_is_a_refused_row(cell: str) -> None:
    found = rows(f"h1,h2\n{cell},1\nann,2\n", Limits(field=100))

    assert found[1].reason
    assert list(found[-1].cells) == ["ann", "2"]


def test_a_zero_byte_is_a_refused_row() -> None:
    assert rows("h1,h2\na\0b,1\n")[1].reason == "it contains a zero byte"


def test_cells_that_do_not_fit_the_header_are_told(tmp_path: Path) -> None:
    found = entries(tmp_path, "email,name\na@x.org\nb@x.org,B,\nc@x.org,C,more\n")

    assert [one.reason for one in found] == [
        "it has 1 cell, the first line 2",
        "",
        "it has 3 cells, the first line 2",
    ]


def test_what_was_made_harmless_is_read_as_it_was() -> None:
    assert list(rows("h1,h2\n'=1+1,'+49 30\n")[1].cells) == ["=1+1", "+49 30"]


@pytest.mark.parametrize("text", ['[{"email": "a@x.org"}]', '[\n{"email": "a@x.org"}]\n'])
def test_one_list_of_json_is_told_from_json_lines(tmp_path: Path, text: str) -> None:
    with pytest.raises(JsonListError, match="JSON lines"):
        entries(tmp_path, text)


def test_more_rows_than_the_settings_allow_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TooManyRowsError, match="more than 1 rows"):
        entries(tmp_path, "email\na@x.org\nb@x.org\n", Limits(rows=1))


@pytest.mark.parametrize("text", ["", "\n\n", ",,\n"])
def test_a_file_without_columns_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(NoHeaderError):
        entries(tmp_path, text)


@pytest.mark.parametrize(
    "written",
    ["E-Mail-Adresse", "e_mail adresse", "EMAILADRESSE", " Émail-Adresse ", "E‑Mail‑Adresse"],
)
def test_a_column_is_known_however_it_is_spelt(written: str) -> None:
    assert matched([written], FIELDS, {}).places == (("email", 0),)


def test_a_column_can_be_named_by_hand() -> None:
    found = matched(["Kontakt", "email", "X"], FIELDS, {"email": "kontakt"})

    assert (found.places, found.unknown) == ((("email", 0),), ("X",))


@pytest.mark.parametrize("written", ["extra.team", "Extra: team", " EXTRA .team"])
def test_a_field_with_keys_has_a_column_for_each(written: str) -> None:
    fields = (*FIELDS, Field("extra", has_keys=True))

    assert matched([written], fields[1:], {}).places == (("extra.team", 0),)
    assert matched(["Team"], fields[1:], {"extra.team": "Team"}).places == (("extra.team", 0),)
    assert matched(["extra.no key"], fields[1:], {}).unknown == ("extra.no key",)
    with pytest.raises(TwoColumnsError, match="both mean extra.team"):
        matched([written, "extra.team"], fields[1:], {})


def test_columns_that_cannot_be_told_apart_are_refused() -> None:
    with pytest.raises(TwoColumnsError, match="“email” and “E-Mail-Adresse” both mean email"):
        matched(["email", "E-Mail-Adresse"], FIELDS, {})
    with pytest.raises(MissingColumnError, match="No column of the file means email"):
        matched(["name"], FIELDS, {})
    with pytest.raises(UnknownColumnError):
        matched(["email"], FIELDS, {"name": "Nome"})
    with pytest.raises(UnknownFieldError):
        matched(["email"], FIELDS, {"shoe_size": "email"})


@given(st.text(max_size=20))
def test_a_plain_name_is_its_own_plain_name(written: str) -> None:
    assert plain_name(plain_name(written)) == plain_name(written)


def test_json_lines_say_what_cells_would() -> None:
    lines = [
        '{"email": "a@x.org", "age": 1.50, "ok": true, "none": null, "roles": ["a", "b"]}',
        "", "[1]", '{"a": 1, "a": 2}', '{"a": "\\ud800"}', "{broken", '{"a": {"b": 1}}',
    ]  # fmt: skip
    found = list(json_rows(io.StringIO("\n".join(lines)), Limits()))

    assert dict(found[0].values) == {
        "email": "a@x.org", "age": "1.50", "ok": "true", "none": "", "roles": "a, b",
    }  # fmt: skip
    assert [(one.line, one.reason.partition(":")[0]) for one in found[1:]] == [
        (3, "it is no JSON object"),
        (4, "it says “a” twice"),
        (5, "it contains half a character"),
        (6, "it is no JSON"),
        (7, ""),
    ]


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), st.lists))
def test_no_json_is_a_crash(value: object) -> None:
    line = json.dumps({"email": value})

    assert len(list(json_rows(io.StringIO(line), Limits(field=50)))) == 1


def test_an_object_that_says_one_field_twice_is_refused_alone(tmp_path: Path) -> None:
    lines = ['{"email": "a@x.org"}', '{"email": "b@x.org", "Email": "c@x.org"}', '{"email": "d"}']

    found = entries(tmp_path, "\n".join(lines))

    assert [(one.line, one.reason) for one in found] == [
        (1, ""),
        (2, "The columns “email” and “Email” both mean email"),
        (3, ""),
    ]
