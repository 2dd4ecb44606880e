"""What HTML a lesson may hold: the allow-list, which docs/pages.md explains.

Knows tags, attributes and addresses that do nothing by themselves; whatever is not named here is left out.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from academy_cli.pages.code import KINDS
from academy_cli.pages.markup import ALERTS

TEXT = frozenset(
    [
        "abbr",
        "b",
        "bdi",
        "bdo",
        "br",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
    ]
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
    ]
)
TABLES = frozenset(
    ["caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"]
)
TAGS = TEXT | BLOCKS | TABLES | {"a", "img", "video", "audio", "source", "track"}
EMPTIED = frozenset(
    [
        "applet",
        "embed",
        "frame",
        "frameset",
        "iframe",
        "math",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "plaintext",
        "portal",
        "script",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "xmp",
    ]
)
"""Tags that are left out with all that is in them: none of it is text for a reader."""
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "dir", "id", "lang", "title"},
    "a": {"href", "name"},
    "bdo": {"dir"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "ol": {"start", "reversed", "type"},
    "pre": {"data-language"},
    "span": {"aria-label"},
    "td": {"align", "colspan", "headers", "rowspan"},
    "th": {"align", "colspan", "headers", "rowspan", "scope"},
    "time": {"datetime"},
    "data": {"value"},
    "li": {"value"},
    "video": {"src"},
    "audio": {"src"},
    "source": {"src", "type"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "figure": {"data-embed"},
}
VALUES: dict[str, dict[str, set[str]]] = {
    "pre": {"tabindex": {"0"}},
    "div": {"role": {"note"}, "tabindex": {"0"}, "align": {"center", "left", "right"}},
    "p": {"align": {"center", "left", "right"}},
    "span": {"role": {"img"}, "translate": {"no"}},
    "img": {"loading": {"lazy"}, "decoding": {"async"}},
    "video": {"controls": {""}, "preload": {"metadata"}},
    "audio": {"controls": {""}, "preload": {"metadata"}},
}
CLASSES: dict[str, set[str]] = {
    "div": {"alert", "footnotes", "wide", *ALERTS},
    "p": {"alert-title"},
    "span": {"math", "block", "task", "outside", *KINDS},
    "sup": {"footnote"},
    "a": {"back", "outside"},
    "figure": {"embed"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
_SIZE = re.compile(r"[0-9]{1,5}%?")
_ELSEWHERE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[/\\]{2}|[/\\]", re.ASCII)
OWN = "academy-"
"""How ids of the page itself begin; a lesson's never do."""


def sanitised(html: str) -> str:
    """What of some HTML is allowed."""
    return str(_cleaner().clean(html))


@cache
def _cleaner() -> Any:
    from nh3 import Cleaner

    attributes = {tag: set(names) for tag, names in ATTRIBUTES.items()}
    attributes["*"].discard("class")  # by CLASSES
    return Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(EMPTIED),
        attributes=attributes,
        attribute_filter=_filtered,
        tag_attribute_values=VALUES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        strip_comments=True,
    )


def _filtered(tag: str, name: str, value: str) -> str | None:
    """An attribute's value, where it may stay: nothing is loaded but what is the course's own."""
    if name == "src" and _ELSEWHERE.match(value.strip()):
        return None
    if name == "data-embed" and not value.startswith("https://"):
        return None
    if name == "id" and (value.lower().startswith(OWN) or not value.strip()):
        return None
    if tag == "img" and name in ("width", "height") and not _SIZE.fullmatch(value.strip()):
        return None
    return value
