"""Canonical JSON: one value, one text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.kit.jsontext import canonical

scalars = st.none() | st.booleans() | st.integers() | st.text()
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


def test_keys_are_sorted_and_characters_kept() -> None:
    assert canonical({"b": [1, None], "a": "ü “x”"}) == '{"a":"ü “x”","b":[1,null]}'


@given(values)
def test_a_text_gives_its_value_back(value: Any) -> None:
    assert json.loads(canonical(value)) == value


@given(st.dictionaries(st.text(), scalars))
def test_the_order_of_keys_makes_no_difference(value: dict[str, Any]) -> None:
    assert canonical(dict(reversed(value.items()))) == canonical(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_json_cannot_hold_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical([value])


@given(values | st.floats(allow_nan=False, allow_infinity=False))
def test_the_quick_way_writes_what_the_standard_way_does(value: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        quick = canonical(value)
        patch.setattr("academy_cli.kit.jsontext._PARTS", None)
        assert canonical(value) == quick


def test_what_is_no_json_is_refused_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TypeError):
        canonical({"a": object()})
    monkeypatch.setattr("academy_cli.kit.jsontext._PARTS", None)
    with pytest.raises(TypeError):
        canonical({"a": object()})
