"""Guilloche, the fine interlaced lines of banknotes and deeds, as PDF operators.

One wave is written once and repeated by moving or turning it, so that the whole is small when compressed.
Knows waves; refuses to know where on a page they are. Lengths are in points.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from academy_cli.certificates.paper.operators import move, number, turn

_QUARTERS = 4
"""A wave is so many cubic curves: through its crests and its crossings, with its slopes."""

Point = tuple[float, float]
Course = Callable[[float], tuple[Point, Point]]
"""Where a line is at a time from 0 to 1, and how fast it goes there."""


def braid(width: float, height: float, depth: float, wave: float, strands: int) -> str:
    """Waves along a rectangle that begins at 0, 0, its corners as round as the band is wide."""
    radius = min(depth, width / 2, height / 2)
    sides = (width - 2 * radius, height - 2 * radius)
    corner = _tile(_bend(radius, depth, phase / strands) for phase in range(strands))
    written = [move(radius, 0)]
    for side in (*sides, *sides):
        many = max(1, round(side / wave))
        length = side / many
        straight = _tile(_along(length, depth, phase / strands) for phase in range(strands))
        written += [straight, move(length, 0)] * many
        written += [corner, move(radius, radius), turn(math.pi / 2)]
    return f"q\n{''.join(written)}Q\n"


def rosette(inner: float, outer: float, petals: int, strands: int) -> str:
    """Waves around 0, 0, between two radii."""
    petal = _tile(
        _around(inner, outer, 2 * math.pi / petals, phase / strands) for phase in range(strands)
    )
    return f"q\n{(petal + turn(2 * math.pi / petals)) * petals}Q\n"


def _tile(courses: Iterator[Course]) -> str:
    """Lines on their courses."""
    return "".join(map(_line, courses)) + "S\n"


def _line(course: Course) -> str:
    written = []
    step = 1 / (2 * _QUARTERS)
    for at in range(2 * _QUARTERS):
        (x0, y0), (dx0, dy0) = course(at * step)
        (x3, y3), (dx3, dy3) = course((at + 1) * step)
        if not at:
            written.append(f"{number(x0)} {number(y0)} m\n")
        third = step / 3
        points = (x0 + dx0 * third, y0 + dy0 * third, x3 - dx3 * third, y3 - dy3 * third, x3, y3)
        written.append(f"{' '.join(map(number, points))} c\n")
    return "".join(written)


def _swing(depth: float, time: float, phase: float) -> Point:
    """How far a wave is from the middle of its band, and how fast it goes away from it."""
    angle = 2 * math.pi * (time + phase)
    return depth / 2 * math.sin(angle), depth / 2 * math.cos(angle) * 2 * math.pi


def _along(length: float, depth: float, phase: float) -> Course:
    def course(time: float) -> tuple[Point, Point]:
        off, speed = _swing(depth, time, phase)
        return (length * time, off), (length, speed)

    return course


def _bend(radius: float, depth: float, phase: float) -> Course:
    """A quarter of a turn to the left, begun at 0, 0 to the right."""

    def course(time: float) -> tuple[Point, Point]:
        off, speed = _swing(depth, time, phase)
        angle, turning = math.pi / 2 * time, math.pi / 2
        from_middle = radius - off
        x, y = from_middle * math.sin(angle), radius - from_middle * math.cos(angle)
        dx = from_middle * math.cos(angle) * turning - speed * math.sin(angle)
        dy = from_middle * math.sin(angle) * turning + speed * math.cos(angle)
        return (x, y), (dx, dy)

    return course


def _around(inner: float, outer: float, whole: float, phase: float) -> Course:
    """A part of a circle, along which a wave goes from radius to radius."""

    def course(time: float) -> tuple[Point, Point]:
        off, speed = _swing(outer - inner, time, phase)
        radius, angle = (inner + outer) / 2 + off, whole * time
        cos, sin = math.cos(angle), math.sin(angle)
        return (
            (radius * cos, radius * sin),
            (speed * cos - radius * sin * whole, speed * sin + radius * cos * whole),
        )

    return course
