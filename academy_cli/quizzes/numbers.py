"""Exact numbers: as they are written in a file, as people type them, and how far apart two are.

Knows decimals of any size a course needs; refuses binary fractions, which would round.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Context, Decimal, DecimalException

from academy_cli.quizzes.texts import seen

WRITTEN = r"[-+]?(?:[0-9]{1,40}(?:\.[0-9]{1,40})?|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,3})?"
"""A number in a file: digits, a point, a power of ten; few enough of them to be exact."""
LONGEST_TYPED = 100

_WRITTEN = re.compile(WRITTEN)
_EXACT = Context(prec=4000)
"""Digits enough for the sum and the product of any two written numbers; operators would round to 28."""
_ONE_SIGN = str.maketrans({"−": "-", "–": "-", "﹣": "-", "٫": ".", "٬": "'"})
_GROUP_SPACE = re.compile(r"(?<=\d)[\s'’_](?=\d{3}(?!\d))")
_POWER = re.compile(r"\s*[x×*·]\s*10(?:\^|\*\*)(?=[-+]?\d{1,3}$)")
_RAISED = re.compile(r"(?<=10)[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_MAYBE_GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}")


def exact(text: str) -> Decimal | None:
    """The number that a file writes, exactly; None for what is none."""
    return _EXACT.create_decimal(text) if _WRITTEN.fullmatch(text) else None


def canonical_number(number: Decimal) -> str:
    """The one text of a number: ``1.50`` and ``1.5`` have the same."""
    plain = number.normalize(_EXACT)
    if not plain:
        return "0"
    return f"{plain:f}" if -30 < plain.adjusted() < 40 else str(plain)


def typed(text: str, unit: str = "") -> Decimal | None:
    """The number that somebody typed, with its unit or without; None where nobody can be sure.

    Digits of every script count. ``3,14`` is ``3.14``; ``1 000``, ``1'000``, ``1,000,000`` and ``1.234,5``
    have groups of three. A point that stands once is the decimal sign. A comma that may be either
    (``1,000``) is nobody's guess.
    """
    if len(text) > LONGEST_TYPED:
        return None
    bare = _plain(text).removesuffix(_plain(unit)).rstrip()
    return exact(_with_point(_GROUP_SPACE.sub("", _POWER.sub("e", bare))))


def may_be_grouped(text: str, unit: str = "") -> bool:
    """Whether the comma in a text may stand between thousands as well as before a fraction."""
    bare = _plain(text[:LONGEST_TYPED]).removesuffix(_plain(unit)).rstrip()
    return _MAYBE_GROUPED.fullmatch(bare) is not None


def is_within(number: Decimal, answer: Decimal, tolerance: Decimal, *, is_percent: bool) -> bool:
    """Whether a number is no further from the answer than it may be; nothing is rounded."""
    try:
        apart = _EXACT.subtract(number, answer).copy_abs()
        share = _EXACT.multiply(tolerance, answer.copy_abs()).scaleb(-2, _EXACT)
    except DecimalException:
        return False
    return apart <= (share if is_percent else tolerance)


def _plain(text: str) -> str:
    raised = _RAISED.sub(lambda found: f"^{found[0]}", text.strip())
    return seen(unicodedata.normalize("NFKC", raised)).translate(_ONE_SIGN).strip()


def _with_point(text: str) -> str:
    """The text with a point for its decimal sign and nothing between groups; as it is where unclear."""
    commas, points = text.count(","), text.count(".")
    if commas == 1 and not points:
        return text if _MAYBE_GROUPED.fullmatch(text) else text.replace(",", ".")
    if commas and points:
        group, sign = (",", ".") if text.rfind(".") > text.rfind(",") else (".", ",")
        whole, _, fraction = text.partition(sign)
        is_clear = text.count(sign) == 1 and _is_grouped(whole, group)
        return f"{whole.replace(group, '')}.{fraction}" if is_clear else text
    group = "," if commas else "."
    return text.replace(group, "") if _is_grouped(text, group) and commas + points > 1 else text


def _is_grouped(text: str, sign: str) -> bool:
    return re.fullmatch(rf"[-+]?[0-9]{{1,3}}(?:{re.escape(sign)}[0-9]{{3}})+", text) is not None
