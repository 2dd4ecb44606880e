"""PDF's operators for what is painted: colours, lines, boxes, curves, and moving the paper below the pen.

Knows how they are written, always alike; refuses to know what they draw. Lengths are in points.
Source: ISO 32000-2, 8.4 and 8.5.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

_ROUND = 0.5522847498
"""How far the handles of a curve are, for a quarter of a circle, in radii."""


def number(value: float) -> str:
    """A number in as few characters as hundredths of a point need."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def numbers(*values: float) -> str:
    """Numbers side by side."""
    return " ".join(map(number, values))


def fill(color: str) -> str:
    """What is painted from here on, as ``#rrggbb``."""
    return f"{_rgb(color)} rg\n"


def stroke(color: str, width: float) -> str:
    """How lines are from here on."""
    return f"{_rgb(color)} RG\n{number(width)} w\n"


def move(x: float, y: float) -> str:
    """Move what follows; nothing for no way at all."""
    return f"1 0 0 1 {numbers(x, y)} cm\n" if x or y else ""


def turn(angle: float) -> str:
    """Turn what follows to the left, in radians."""
    cos, sin = (f"{part(angle):.6f}" for part in (math.cos, math.sin))
    minus = f"{-math.sin(angle):.6f}"
    return f"{cos} {sin} {minus} {cos} 0 0 cm\n"


def box(x: float, y: float, width: float, height: float, radius: float = 0) -> str:
    """A rectangle's outline by its lower left corner."""
    if not radius:
        return f"{numbers(x, y, width, height)} re\n"
    radius = min(radius, width / 2, height / 2)
    right, top, near = x + width, y + height, radius * (1 - _ROUND)
    return "".join(
        (
            f"{numbers(x + radius, y)} m\n{numbers(right - radius, y)} l\n",
            f"{numbers(right - near, y, right, y + near, right, y + radius)} c\n",
            f"{numbers(right, top - radius)} l\n",
            f"{numbers(right, top - near, right - near, top, right - radius, top)} c\n",
            f"{numbers(x + radius, top)} l\n",
            f"{numbers(x + near, top, x, top - near, x, top - radius)} c\n",
            f"{numbers(x, y + radius)} l\n",
            f"{numbers(x, y + near, x + near, y, x + radius, y)} c\nh\n",
        )
    )


def path(steps: Iterable[tuple[str, Iterable[float]]]) -> str:
    """An outline by SVG's commands M, L, C and Z."""
    names = {"M": "m", "L": "l", "C": "c", "Z": "h"}
    return "".join(f"{numbers(*points)} {names[command]}\n".lstrip() for command, points in steps)


def painted(*, is_filled: bool, is_stroked: bool) -> str:
    """Paint the outline that was written."""
    return {(True, True): "B\n", (True, False): "f\n", (False, True): "S\n"}.get(
        (is_filled, is_stroked), "n\n"
    )


def _rgb(color: str) -> str:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return " ".join(f"{part:.4f}".rstrip("0").rstrip(".") for part in parts)
