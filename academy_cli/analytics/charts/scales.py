"""Scales: round numbers that a chart's lines stand at.

Knows numbers; refuses to know what is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from academy_cli.analytics.voice import PLAIN, Voice
from academy_cli.kit.saying import say


class Scale(NamedTuple):
    """From the least to the most that a chart shows, and the numbers in between that have a line."""

    least: float
    most: float
    ticks: tuple[float, ...]

    def part(self, size: float) -> float:
        """Where a size stands, from 0 at the least to 1 at the most."""
        return (size - self.least) / (self.most - self.least)


def scale(sizes: Sequence[float], lines: int = 5) -> Scale:
    """A scale for some sizes, with nothing on it: a bar is as long as what it says."""
    low, high = min([0.0, *sizes]), max([0.0, *sizes])
    step = _round((high - low) / lines) if high > low else 1.0
    first, last = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    return Scale(
        first * step,
        last * step,
        tuple(round(step * number, 9) for number in range(first, last + 1)),
    )


def told(tick: float, voice: Voice = PLAIN) -> str:
    """A number of a scale, as short as it can be: ``0``, ``2.5``, ``12k``, ``3M``."""
    if _is_of(tick, 1e9):
        return voice.says(say("{:g}G", tick / 1e9))
    if _is_of(tick, 1e6):
        return voice.says(say("{:g}M", tick / 1e6))
    if _is_of(tick, 1e3):
        return voice.says(say("{:g}k", tick / 1e3))
    return voice.says(say("{:g}", tick))


def _is_of(tick: float, size: float) -> bool:
    """Whether a number is short in units of a size."""
    return abs(tick) >= 10 * size or (abs(tick) >= size and not tick % (size / 10))


def _round(step: float) -> float:
    """The smallest 1, 2, 2.5 or 5 of a power of ten that is not less."""
    power = 10.0 ** floor(log10(step))
    return next(many * power for many in (1, 2, 2.5, 5, 10) if many * power >= step * (1 - 1e-9))
