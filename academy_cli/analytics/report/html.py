"""A report as one page of HTML that needs nothing else: no script, no font, no address is asked for.

Knows HTML, and how it is read aloud, in the dark and on paper; refuses to know what the report says.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from academy_cli.analytics.charts import svg
from academy_cli.analytics.charts.drawing import drawn
from academy_cli.analytics.report.values import MEANING, Highlight, Report, Section, Table

STYLE = """
:root { color-scheme: light dark; --paper: #fff; --text: #16202b; --soft: #515e6b; --line: #d8dee4; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #12181f; --text: #e8edf2; --soft: #a9b5c1; --line: #36424d; }
}
@media print {
  :root { color-scheme: light; --paper: #fff; --text: #16202b; --soft: #515e6b; --line: #d8dee4; }
}
body { margin: 0; background: var(--paper); color: var(--text);
  font: 16px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem; }
.days, .notes, caption, .before { color: var(--soft); }
.highlights { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; padding: 0; margin: 1.5rem 0; }
.highlights div { min-width: 8rem; }
dd { margin: 0; } .highlights dd { font-size: 1.5rem; font-weight: 600; }
.highlights dd.before { font-size: .85rem; font-weight: 400; }
svg.chart { width: 100%; height: auto; display: block; margin: 1rem 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .85rem; min-width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: start; padding: .25rem 0; }
th, td { padding: .3rem .6rem; text-align: start; border-bottom: 1px solid var(--line); white-space: nowrap; }
.number { text-align: end; }
@media print {
  h2, section > p { break-after: avoid; } .chart, tr { break-inside: avoid; }
  .wide { overflow: visible; } table { font-size: .7rem; }
  th, td { padding: .2rem .3rem; white-space: normal; }
}
.meanings dt { font-weight: 600; } .meanings dd { margin: 0 0 .5rem; }
"""
COLUMN, ROW = ' scope="col"', ' scope="row"'
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(report: Report) -> bytes:
    """The page, the same bytes for the same report."""
    lines = [
        "<!doctype html>",
        f'<html lang="{escape(report.voice.language)}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(report.title)}, {escape(report.days)}</title>",
        f"<style>{STYLE}{svg.STYLE}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{escape(report.title)}</h1>",
        f'<p class="days">{escape(report.days)}</p>',
        *_highlights(report.highlights),
        *(line for number, one in enumerate(report.sections) for line in _section(one, number)),
        *_closing(report),
        "</main>",
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines).encode()


def _highlights(some: tuple[Highlight, ...]) -> Iterator[str]:
    yield '<dl class="highlights">'
    for one in some:
        before = f'<dd class="before">{escape(one.before)}</dd>'
        yield f"<div><dt>{escape(one.name)}</dt><dd>{escape(one.value)}</dd>{before}</div>"
    yield "</dl>"


def _section(section: Section, number: int) -> Iterator[str]:
    yield f'<section aria-labelledby="section-{number}">'
    yield f'<h2 id="section-{number}">{escape(section.title)}</h2>'
    yield from (f"<p>{escape(words)}</p>" for words in section.words)
    for place, chart in enumerate(section.charts):
        yield svg.part(drawn(chart), f"chart-{number}-{place}")
    if section.table is not None:
        yield from _table(section.table)
    yield "</section>"


def _table(table: Table) -> Iterator[str]:
    caption = escape(table.caption)
    yield f'<div class="wide" role="region" tabindex="0" aria-label="{caption}">'
    yield f"<table><caption>{caption}</caption>"
    heads = "".join(_cell("th", head, at, table, COLUMN) for at, head in enumerate(table.heads))
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for row in table.rows:
        first, *others = row
        cells = "".join(_cell("td", text, at, table) for at, text in enumerate(others, 1))
        yield f"<tr>{_cell('th', first, 0, table, ROW)}{cells}</tr>"
    yield "</tbody></table></div>"


def _cell(kind: str, text: str, at: int, table: Table, scope: str = "") -> str:
    side = ' class="number"' if at in table.numbers else ""
    return f"<{kind}{scope}{side}>{escape(text)}</{kind}>"


def _closing(report: Report) -> Iterator[str]:
    yield f'<section aria-labelledby="meanings"><h2 id="meanings">{escape(report.voice.says(MEANING))}</h2>'
    yield '<dl class="meanings">'
    for name, meaning in report.meanings:
        yield f"<dt>{escape(name)}</dt><dd>{escape(meaning)}</dd>"
    yield "</dl>"
    yield from (f'<p class="notes">{escape(note)}</p>' for note in report.notes)
    yield "</section>"
