"""Charts as a file, in the kind that its name says.

Knows which kinds there are; refuses to write to a disk.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from academy_cli.analytics.charts.drawing import drawn
from academy_cli.analytics.charts.values import Chart
from academy_cli.analytics.errors import BadPlotError, NothingToDrawError

KINDS = (".svg", ".png", ".pdf")


def kind_of(name: str) -> str:
    """The kind of a file by its name. Raises BadPlotError."""
    found = PurePath(name).suffix.lower()
    if found not in KINDS:
        raise BadPlotError(name, KINDS)
    return found


def content(charts: Sequence[Chart], kind: str) -> bytes:
    """Charts as SVG, PNG or PDF. Raises NothingToDrawError."""
    if not charts:
        raise NothingToDrawError
    drawings = [drawn(one) for one in charts]
    if kind == ".svg":
        from academy_cli.analytics.charts import svg

        return svg.file(drawings)
    from academy_cli.analytics.charts import paper, picture

    page = paper.page(drawings, charts[0].title)
    return picture.png(page) if kind == ".png" else page
