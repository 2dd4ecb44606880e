"""How well one colour is told from another.

Knows the formula of WCAG 2.2 (relative luminance, contrast ratio); refuses to know what is drawn.
"""

from __future__ import annotations

LEAST, LEAST_LARGE = 4.5, 3.0
"""For letters, and for those of 18 points or more (success criterion 1.4.3)."""
LARGE_POINTS = 18


def luminance(color: str) -> float:
    """From 0, black, to 1, white, of a colour as ``#rrggbb``."""
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """From 1, the same, to 21, black on white."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _linear(part: float) -> float:
    linear: float = part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
    return linear
