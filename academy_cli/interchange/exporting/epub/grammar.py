"""HTML that browsers forgive, made into what EPUB takes: each element where HTML's grammar lets it stand.

Knows which elements may be in which, and which values attributes take; refuses to know where links lead.
What stands where it may not becomes a ``div`` or a ``span``: its text stays, and so does its order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from academy_cli.interchange.exporting.epub.xhtml import Element, Node
from academy_cli.pages.allowed import TEXT

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "details", "div", "dl", "figure", "footer"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "ol", "p", "pre", "section", "table", "ul"),
    )
)  # fmt: skip
_WORDS = TEXT | {"a", "img", "video", "audio"}
_TRANSPARENT = frozenset(("a", "ins", "del"))
_FROM_THE_LEFT = frozenset(("pre", "code"))
_WORDS_ONLY = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "pre", "summary", "caption"))
"""What holds words alone and has to stay what it is."""
_MAY_HOLD_BLOCKS = _BLOCKS - _WORDS_ONLY - {"p"} | {
    *("li", "dd", "dt", "td", "th", "figcaption", "video", "audio"),
    *("ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr"),
}
_PARTS = {
    "li": ("ul", "ol"), "dt": ("dl",), "dd": ("dl",), "figcaption": ("figure",), "summary": ("details",),
    "rt": ("ruby",), "rp": ("ruby",), "caption": ("table",),
}  # fmt: skip
"""What is only part of something else; elsewhere it is what ``_ALONE`` says."""
_ALONE = {"rt": "span", "rp": "span"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_NAME = re.compile(r"[^\W\d][\w.-]*")
_NUMBER = re.compile(r"-?[0-9]{1,9}")
_SIDES = ("left", "right", "center")
_SCOPES = ("row", "col", "rowgroup", "colgroup")


def in_order(body: Element) -> None:
    """Put everything below an element in order, in its place."""
    _arrange(body)
    _identify(body)


def fragment(anchor: str) -> str:
    """The id of an anchor: itself where XML takes it for a name, else one made of it."""
    if _NAME.fullmatch(anchor):
        return anchor
    return "x" + "".join(one if re.match(r"[\w.-]", one) else f"_{ord(one):x}" for one in anchor)


def _arrange(element: Element) -> None:
    """Put the children in order first, for what they are decides what may be around them."""
    for child in element.elements:
        parents = _PARTS.get(child.tag)
        if parents is not None and element.tag not in parents:
            child.tag = _ALONE.get(child.tag, "div")
        _arrange(child)
    _attributes(element)
    if (arrange := _ARRANGED.get(element.tag)) is not None:
        arrange(element)
    if element.tag not in _MAY_HOLD_BLOCKS and any(map(_is_block, element.elements)):
        if element.tag in _WORDS_ONLY:
            _flatten(element)
        elif element.tag not in _TRANSPARENT:
            element.attributes = {
                name: value for name, value in element.attributes.items() if name in _EVERYWHERE
            }
            _rename_ruby(element)
            element.tag = "div"


def _is_block(element: Element) -> bool:
    if element.tag in _TRANSPARENT:
        return any(map(_is_block, element.elements))
    return element.tag in _BLOCKS


def _flatten(element: Element) -> None:
    """Turn whatever is within something that holds words alone into words."""
    for one in element.all():
        if one is not element and one.tag not in _WORDS:
            one.tag, one.attributes = "span", {}


# -- single elements --------------------------------------------------------------------------


def _list(element: Element) -> None:
    """Let a list hold items alone."""
    items: list[Node] = []
    for child in element.children:
        if isinstance(child, Element) and child.tag == "li":
            items.append(child)
        elif isinstance(child, Element) or child.strip():
            _into_last(items, child, "li")
        if element.tag == "ul" and isinstance(child, Element):
            child.attributes.pop("value", None)  # which numbers alone have
    element.children = items


def _into_last(items: list[Node], child: Node, tag: str) -> None:
    """Put something at the end of the last item, or into one of its own."""
    if items and isinstance(items[-1], Element):
        items[-1].children.append(child)
    else:
        items.append(Element(tag, {}, [child]))


def _definitions(element: Element) -> None:
    """Let a list of definitions be terms with definitions; one that lacks either is a block."""
    items: list[Node] = []
    for child in element.children:
        if isinstance(child, Element) and child.tag in ("dt", "dd"):
            items.append(child)
        elif isinstance(child, Element) or child.strip():
            _into_last(items, child, "dd")
    tags = [one.tag for one in items if isinstance(one, Element)]
    element.children = items
    if not tags or tags[0] != "dt" or tags[-1] != "dd":
        element.tag = "div"
        for one in element.elements:
            one.tag = "div"


def _details(element: Element) -> None:
    """Let what can be opened begin with its summary, and with one alone."""
    found = [one for one in element.elements if one.tag == "summary"]
    for other in found[1:]:
        other.tag = "div"
    first = found[0] if found else Element("summary", {}, ["…"])
    element.children = [first, *(one for one in element.children if one is not first)]


def _figure(element: Element) -> None:
    """Let a figure have one caption, at its end or its beginning."""
    found = [one for one in element.elements if one.tag == "figcaption"]
    for other in found[1:]:
        other.tag = "div"
    if found:
        others: list[Node] = [one for one in element.children if one is not found[0]]
        is_first = element.children[0] is found[0] or (
            isinstance(element.children[0], str) and not element.children[0].strip()
            and len(element.children) > 1 and element.children[1] is found[0]
        )  # fmt: skip
        element.children = [found[0], *others] if is_first else [*others, found[0]]


def _table(element: Element) -> None:
    """Let a table be its parts, in their order; without a row it is a block."""
    rows = [one for one in element.all() if one.tag == "tr"]
    if not rows:
        element.tag = "div"
        for one in element.all():
            if one.tag in ("caption", "colgroup", "col", "thead", "tbody", "tfoot"):
                one.tag = "div"
        return
    for tag in ("thead", "tfoot"):
        for other in [one for one in element.elements if one.tag == tag][1:]:
            other.tag = "tbody"
    first, *others = [one for one in element.elements if one.tag == "caption"] or [element]
    for other in others:
        first.children += [" ", *other.children]
        other.tag = "div"
    order = ("caption", "colgroup", "thead", "tbody", "tr", "tfoot")
    parts = [one for one in element.elements if one.tag in order]
    element.children = [*sorted(parts, key=lambda one: order.index(one.tag))]
    if {"tbody", "tr"} <= {one.tag for one in parts}:
        element.children = [
            Element("tbody", {}, [one]) if isinstance(one, Element) and one.tag == "tr" else one
            for one in element.children
        ]


def _link(element: Element) -> None:
    """Let nothing that can be used stand within a link."""
    if any(
        one.tag in ("a", "details", "video", "audio") for one in element.all() if one is not element
    ):
        element.tag = "span"
        element.attributes.pop("href", None)


def _plain(tag: str) -> Callable[[Element], None]:
    def plain(element: Element) -> None:
        element.tag = tag

    return plain


def _ruby(element: Element) -> None:
    said = [one for one in element.children if isinstance(one, Element) or one.strip()]
    ends = [one.tag if isinstance(one, Element) else "" for one in said[:1] + said[-1:]]
    if not ends or ends[0] in ("rt", "rp") or ends[-1] not in ("rt", "rp"):
        _rename_ruby(element)
        element.tag = "span"


def _rename_ruby(element: Element) -> None:
    """Let what was only part of an annotation be words."""
    for one in element.elements:
        one.tag = "span" if one.tag in ("rt", "rp") else one.tag


def _definition(element: Element) -> None:
    """Let no term be defined within another."""
    for one in element.all():
        if one is not element and one.tag == "dfn":
            one.tag = "span"


def _directed(element: Element) -> None:
    if "dir" not in element.attributes:
        element.tag = "span"


_ARRANGED: Mapping[str, Callable[[Element], None]] = {
    "ul": _list, "ol": _list, "dl": _definitions, "details": _details, "figure": _figure, "table": _table,
    "a": _link, "ruby": _ruby, "bdo": _directed, "dfn": _definition,
    "header": _plain("div"), "footer": _plain("div"),
    "address": _plain("div"), "center": _plain("div"), "time": _plain("span"), "data": _plain("span"),
}  # fmt: skip


# -- attributes ---------------------------------------------------------------------------------

_EVERYWHERE = ("class", "dir", "id", "lang", "title", "xml:lang", "style")
_ARIA = ("aria-label", "role", "translate")
_OF: Mapping[str, tuple[str, ...]] = {
    "a": ("href",), "img": ("alt", "src", "width", "height"), "ol": ("start", "reversed", "type"),
    "li": ("value",), "td": ("colspan", "rowspan"), "th": ("colspan", "rowspan", "scope"), "col": ("span",),
    "colgroup": ("span",), "details": ("open",), "video": ("src", "controls"), "audio": ("src", "controls"),
    "span": _ARIA, "div": ("role",),
}  # fmt: skip
_VALUES: Mapping[str, Callable[[str], bool]] = {
    "dir": lambda value: value in ("ltr", "rtl", "auto"),
    "lang": lambda value: bool(_LANGUAGE.fullmatch(value)),
    "start": lambda value: bool(_NUMBER.fullmatch(value)),
    "value": lambda value: bool(_NUMBER.fullmatch(value)),
    "type": lambda value: value in ("1", "a", "A", "i", "I"),
    "scope": lambda value: value in _SCOPES,
    "colspan": lambda value: value.isdecimal() and 0 < int(value) <= 1000,
    "rowspan": lambda value: value.isdecimal() and int(value) <= 65534,
    "span": lambda value: value.isdecimal() and 0 < int(value) <= 1000,
}


def _attributes(element: Element) -> None:
    """Leave attributes that the element takes, with values that they take."""
    said, kept = element.attributes, {}
    for name in (*_EVERYWHERE, *_OF.get(element.tag, ())):
        value = said.get(name)
        if value is not None and (name not in _VALUES or _VALUES[name](value)):
            kept[name] = value
    if "lang" in kept:
        kept["xml:lang"] = kept["lang"]
    if element.tag in _FROM_THE_LEFT:
        kept["dir"] = "ltr"  # by an attribute, for styles of EPUB may not say so
    if "id" not in kept and element.tag == "a" and said.get("name", "").strip():
        kept["id"] = said["name"]
    style = _styles(element, kept)
    if style:
        kept["style"] = "; ".join(style)
    for name in ("controls", "reversed", "open"):
        if name in kept:
            kept[name] = name  # XML has no attributes without a value
    element.attributes = kept


def _styles(element: Element, kept: dict[str, str]) -> list[str]:
    """What HTML once had attributes for."""
    found = []
    side = "center" if element.tag == "center" else element.attributes.get("align", "")
    if side in _SIDES and element.tag != "img":
        found.append(f"text-align: {side}")
    sizes = [name for name in ("width", "height") if kept.get(name, "").endswith("%")]
    return [*found, *(f"{name}: {kept.pop(name)}" for name in sizes)]


def _identify(body: Element) -> None:
    """Give each id that XML takes for a name to one element alone."""
    taken: set[str] = set()
    for one in body.all():
        name = one.attributes.pop("id", "").strip()
        if name and (found := fragment(name)) not in taken:
            taken.add(found)
            one.attributes["id"] = found
