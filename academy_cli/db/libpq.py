"""One query on PostgreSQL by libpq alone, which takes a tenth of the time that its driver takes to import.

Knows the library that comes with psycopg's wheel, and the ten of its functions that a query needs; refuses
to convert anything: values and answers are text.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from ctypes import CDLL, POINTER, c_char_p, c_int, c_void_p
from pathlib import Path

_PLACES = ("psycopg_binary.libs/libpq*", "psycopg_binary/.dylibs/libpq*")
"""Where wheels keep it, beside other packages: on Linux and Windows, on macOS."""
_CONNECTED, _ANSWERED = 0, 2
"""``CONNECTION_OK`` and ``PGRES_TUPLES_OK``."""


def library() -> CDLL | None:
    """The library of psycopg's wheel, with its functions declared; None where psycopg is built otherwise."""
    for folder in sys.path:
        for place in _PLACES:
            for file in Path(folder).glob(place):
                with suppress(
                    OSError
                ):  # it wants what this machine has not: psycopg knows another way
                    return _declared(CDLL(str(file)))
    return None


def _declared(libpq: CDLL) -> CDLL:
    words = POINTER(c_char_p)
    for name, gives, *takes in (
        ("PQconnectdbParams", c_void_p, words, words, c_int),
        ("PQstatus", c_int, c_void_p),
        ("PQfinish", None, c_void_p),
        ("PQexecParams", c_void_p, c_void_p, c_char_p, c_int, c_void_p, words, c_void_p, c_void_p, c_int),
        ("PQresultStatus", c_int, c_void_p),
        ("PQntuples", c_int, c_void_p),
        ("PQnfields", c_int, c_void_p),
        ("PQgetisnull", c_int, c_void_p, c_int, c_int),
        ("PQgetvalue", c_char_p, c_void_p, c_int, c_int),
        ("PQclear", None, c_void_p),
    ):  # fmt: skip
        function = getattr(libpq, name)
        function.restype, function.argtypes = gives, takes
    return libpq


def rows(
    libpq: CDLL, parameters: Mapping[str, str], query: str, values: Sequence[object]
) -> Sequence[tuple[str | None, ...]]:
    """What a query gives, whose values are marked with ``$1``; a ``dbname`` may be a whole address.

    Raises ConnectionError, without a reason: libpq's may quote the address, and its password.
    """
    connection = libpq.PQconnectdbParams(
        _words([*parameters, None]), _words([*parameters.values(), None]), 1
    )
    try:
        if libpq.PQstatus(connection) != _CONNECTED:
            message = "PostgreSQL does not answer"
            raise ConnectionError(message)
        return _asked(libpq, connection, query, [str(one) for one in values])
    finally:
        libpq.PQfinish(connection)


def _asked(
    libpq: CDLL, connection: int, query: str, values: Sequence[str]
) -> Sequence[tuple[str | None, ...]]:
    words = _words(values)
    result = libpq.PQexecParams(connection, query.encode(), len(values), None, words, None, None, 0)
    try:
        if libpq.PQresultStatus(result) != _ANSWERED:
            message = "PostgreSQL refused the query"
            raise ConnectionError(message)
        columns = range(libpq.PQnfields(result))
        return [
            tuple(_text(libpq, result, row, column) for column in columns)
            for row in range(libpq.PQntuples(result))
        ]
    finally:
        libpq.PQclear(result)


def _text(libpq: CDLL, result: int, row: int, column: int) -> str | None:
    if libpq.PQgetisnull(result, row, column):
        return None
    said: bytes = libpq.PQgetvalue(result, row, column)
    return said.decode()


def _words(texts: Sequence[str | None]) -> object:
    encoded = [None if one is None else one.encode() for one in texts]
    return (c_char_p * len(encoded))(*encoded)
