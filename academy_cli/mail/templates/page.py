"""A letter as HTML that mail programs show alike: little, with its styles inlined, nothing from outside.

Colours of text and paper are the reader's own, so that a dark screen stays dark. Escapes every word.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape

from academy_cli.mail.templates.filling import Filled
from academy_cli.mail.templates.parts import (
    SHARED,
    Block,
    Break,
    Group,
    Inline,
    Leaf,
    Link,
    Rule,
    Said,
    Styled,
    plain,
)

_FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
_MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,monospace"
_STYLES = {
    "body": "margin:0;padding:0;",
    "letter": f"max-width:560px;margin:0 auto;padding:32px 24px;font-family:{_FONT};"
    "font-size:16px;line-height:1.6;overflow-wrap:break-word;",
    "h1": "margin:0 0 28px;font-size:15px;line-height:1.4;font-weight:600;letter-spacing:.02em;",
    "h2": "margin:28px 0 12px;font-size:22px;line-height:1.3;font-weight:700;",
    "h3": "margin:24px 0 8px;font-size:18px;line-height:1.3;font-weight:700;",
    "h4": "margin:20px 0 8px;font-size:16px;line-height:1.4;font-weight:700;",
    "p": "margin:0 0 16px;",
    "ul": "margin:0 0 16px;padding:0 24px;",
    "ol": "margin:0 0 16px;padding:0 24px;",
    "li": "margin:0 0 4px;",
    "pre": f"margin:0 0 16px;font-family:{_MONO};font-size:14px;white-space:pre-wrap;",
    "code": f"font-family:{_MONO};font-size:14px;",
    "hr": "margin:28px 0;border:0;border-top:1px solid #999999;",
    "button": "display:inline-block;margin:8px 0;padding:12px 24px;border-radius:6px;"
    "background-color:#1d4ed8;color:#ffffff;font-weight:600;text-decoration:none;",
    "footer": "margin:40px 0 0;padding:16px 0 0;border-top:1px solid #999999;"
    "font-size:13px;line-height:1.5;",
}
_HEAD = (
    '<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    '<meta name="color-scheme" content="light dark">\n'
    '<meta name="supported-color-schemes" content="light dark">\n'
)


def html(letter: Filled) -> str:
    """The whole page."""
    way = "rtl" if letter.is_rtl else "ltr"
    tongue = f'lang="{escape(letter.language)}" dir="{way}"'
    body = "".join(_block(one, way) for one in letter.body)
    return (
        f"<!doctype html>\n<html {tongue}>\n<head>\n{_HEAD}"
        f"<title>{escape(letter.subject)}</title>\n</head>\n"
        f'<body style="{_STYLES["body"]}">\n<div {tongue} style="{_STYLES["letter"]}">\n'
        f'<h1 style="{_STYLES["h1"]}">{_said(letter.academy)}</h1>\n'
        f"{body}{_footer(letter)}</div>\n</body>\n</html>\n"
    )


def is_button(leaf: Leaf) -> bool:
    """Whether a paragraph is one link and nothing else, whose words are not its address."""
    if leaf.tag != "p" or len(leaf.inside) != 1:
        return False
    one = leaf.inside[0]
    return isinstance(one, Link) and plain(one.inside) != one.address[0]


def _footer(letter: Filled) -> str:
    site = f'<br>\n<a href="{escape(letter.site)}">{escape(letter.site)}</a>' if letter.site else ""
    return f'<p style="{_STYLES["footer"]}">{_said(letter.academy)}{site}</p>\n'


def _block(block: Block, way: str) -> str:
    match block:
        case Rule():
            return f'<hr style="{_STYLES["hr"]}">\n'
        case Leaf():
            return _leaf(block)
        case Group("blockquote"):
            style = f"margin:0 0 16px;padding:0 16px;border-{_start(way)}:3px solid #999999;"
            return f'<blockquote style="{style}">\n{_blocks(block, way)}</blockquote>\n'
        case Group():
            start = f' start="{block.start}"' if block.tag == "ol" and block.start != 1 else ""
            opened = f'<{block.tag}{start} style="{_STYLES[block.tag]}">'
            return f"{opened}{_blocks(block, way)}</{block.tag}>\n"


def _blocks(group: Group, way: str) -> str:
    return "".join(_block(one, way) for one in group.inside)


def _start(way: str) -> str:
    return "right" if way == "rtl" else "left"


@lru_cache(maxsize=SHARED)
def _leaf(leaf: Leaf) -> str:
    words = "".join(_words(leaf.inside, is_button=is_button(leaf)))
    if not leaf.tag:
        return words
    return f'<{leaf.tag} style="{_STYLES[leaf.tag]}">{words}</{leaf.tag}>\n'


def _words(inside: tuple[Inline, ...], *, is_button: bool = False) -> Iterator[str]:
    for one in inside:
        match one:
            case str():
                yield escape(one)
            case Said():
                yield _said(one.text)
            case Break():
                yield "<br>\n"
            case Styled("code"):
                yield f'<code style="{_STYLES["code"]}">{"".join(_words(one.inside))}</code>'
            case Styled():
                yield f"<{one.tag}>{''.join(_words(one.inside))}</{one.tag}>"
            case Link():
                style = f' style="{_STYLES["button"]}"' if is_button else ""
                address = escape(str(one.address[0]))
                yield f'<a href="{address}"{style}>{"".join(_words(one.inside))}</a>'


def _said(text: str) -> str:
    """A value, kept apart from the direction of what stands around it."""
    return f"<bdi>{escape(text)}</bdi>"
