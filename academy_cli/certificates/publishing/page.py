"""A certificate's page for whoever was given its code: what it states, and whether it holds.

One file that loads nothing and runs nothing. Knows HTML; refuses rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from typing import NamedTuple

from academy_cli.certificates.publishing.words import FROM_THE_RIGHT, Words, words

_STYLE = """
:root{color-scheme:light dark;--ink:#1c2733;--faint:#596673;--paper:#fff;--back:#f3f1ec;--line:#dcd7cc}
@media(prefers-color-scheme:dark){:root{--ink:#e8eaed;--faint:#a3adb8;--paper:#1a2027;--back:#11151a;--line:#333c46}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:17px/1.55 Georgia,"Times New Roman",serif}
main{max-width:42rem;margin:6vh auto;padding:clamp(1.5rem,6vw,4rem);background:var(--paper);
border:1px solid var(--line);border-radius:4px}
.who{margin:0 0 2.5rem;color:var(--faint);letter-spacing:.04em}
h1{margin:0;font-size:clamp(1.9rem,6vw,2.7rem);font-weight:400;line-height:1.2;overflow-wrap:anywhere}
.of{margin:.4rem 0;color:var(--faint)}
h2{margin:0 0 2.5rem;font-size:1.4rem;font-weight:400;font-style:italic;overflow-wrap:anywhere}
.state{margin:0 0 2.5rem;padding:.9rem 1.2rem;border-inline-start:6px solid #2c6e49;
background:var(--back);font-weight:700}
.state small{display:block;font-weight:400;color:var(--faint)}
.expired,.suspended{border-color:#a6690a}.revoked,.replaced,.compromised{border-color:#a3262a}
dl{display:grid;grid-template-columns:auto 1fr;gap:.5rem 1.5rem;margin:0 0 2.5rem}
dt{color:var(--faint)}dd{margin:0}
code{font:15px/1.5 ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}
a{color:inherit}footer{padding-top:1.5rem;border-top:1px solid var(--line);font-size:.9rem;color:var(--faint)}
footer p{margin:.4rem 0}
"""


class Shown(NamedTuple):
    """What a page shows; an empty name is one that was erased, and ``next_code`` what took its place."""

    code: str
    state: str
    at: date
    name: str
    title: str
    language: str
    academy: str
    completed_on: date
    issued_on: date
    valid_until: date | None
    hours: int | None
    next_code: str | None


def page(shown: Shown) -> str:
    """The page."""
    language, said = words(shown.language)
    turned = ' dir="rtl"' if language in FROM_THE_RIGHT else ""
    heading = f"{said.certificate}: {shown.title}" if shown.name else said.certificate
    return "\n".join(
        (
            "<!doctype html>",
            f'<html lang="{language}"{turned}>',
            '<head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width,initial-scale=1">',
            '<meta name="robots" content="noindex">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escape(heading)} · {escape(shown.academy)}</title>",
            f"<style>{_STYLE}</style></head>",
            "<body><main>",
            _block('p class="who"', shown.academy),
            *_what(shown, said),
            *_state(shown, said),
            *_facts(shown, said),
            *_footer(shown, said),
            "</main></body></html>",
            "",
        )
    )


def _block(tag: str, words_: str) -> str:
    """A text of whatever direction, which stands where that begins."""
    return f'<{tag} dir="auto">{escape(words_)}</{tag.partition(" ")[0]}>'


def _what(shown: Shown, said: Words) -> Iterator[str]:
    if not shown.name:
        yield f"<h1>{said.certificate}</h1>"
        yield f'<p class="of">{said.forgotten}</p>'
        return
    yield _block(f'h1 lang="{escape(shown.language)}"', shown.title)
    yield f'<p class="of">{said.awarded}</p>'
    yield _block("h2", shown.name)


def _state(shown: Shown, said: Words) -> Iterator[str]:
    when = f"<small>{said.as_of} {_day(shown.at)}</small>"
    yield f'<p class="state {shown.state}">{said.states[shown.state]}{when}</p>'
    if shown.next_code:
        yield f'<p><a href="../{shown.next_code}/">{said.replaced}</a></p>'


def _facts(shown: Shown, said: Words) -> Iterator[str]:
    yield "<dl>"
    if shown.name:
        until = _day(shown.valid_until) if shown.valid_until else said.for_ever
        facts = {
            said.completed: _day(shown.completed_on),
            said.issued: _day(shown.issued_on),
            said.until: until,
            said.hours: str(shown.hours or ""),
        }
        yield from (f"<dt>{what}</dt><dd>{is_}</dd>" for what, is_ in facts.items() if is_)
    yield f"<dt>{said.code}</dt><dd><code dir=ltr>{shown.code}</code></dd>"
    yield "</dl>"


def _footer(shown: Shown, said: Words) -> Iterator[str]:
    if not shown.name:
        return
    yield "<footer>"
    yield f'<p><a href="credential.json" download>{said.download}</a></p>'
    keys = '<a href="../../issuer.json" download>issuer.json</a>'
    command = f"academy certificate verify credential.json --trust {keys}"
    yield f"<p>{said.check}<br><code dir=ltr>{command}</code></p>"
    yield "</footer>"


def _day(day: date) -> str:
    """A day that everybody reads alike (ISO 8601)."""
    return f'<time dir="ltr" datetime="{day.isoformat()}">{day.isoformat()}</time>'
