"""HTML with its links, pictures, videos and code in their place on the site.

Knows which tags refer to something; refuses to judge what is safe, which is done after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape
from html.parser import HTMLParser
from typing import Protocol

from academy_cli.pages.allowed import EMPTIED
from academy_cli.pages.embeds import embed_of

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|\\\\|/\\|\\/")
DEEPEST = 200
"""Tags within one another; what is deeper is text, for browsers and parsers take ever longer."""
_VOID = frozenset(
    ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_UNENDED = _VOID | {"dd", "dt", "li", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr"}
"""What need not be ended, so that it cannot be told how deep it is; nor is it deep in itself alone."""
Attributes = Sequence[tuple[str, str | None]]


class Where(Protocol):
    """Where things that a lesson refers to are; ``hosts`` are those whose videos may be shown."""

    @property
    def hosts(self) -> frozenset[str]: ...

    def link(self, target: str) -> str | None:
        """The address of what a relative link leads to; None where it leads nowhere."""
        ...

    def file(self, target: str) -> str | None:
        """The address of a picture or another file of the course; None where there is none."""
        ...


def dressed(html: str, blocks: Sequence[str], where: Where) -> str:
    """HTML as the page shows it; ``blocks`` are put where ``<pre data-code>`` stands."""
    html = _uncommented(html)
    dresser = _Dresser(html, blocks, where)
    dresser.feed(html)
    dresser.close()
    return "".join(dresser.out)


def _uncommented(html: str) -> str:
    """HTML without its comments, of which the parser reads what does not end again and again."""
    kept, end = [], 0
    while (begin := html.find("<!--", end)) >= 0:
        kept.append(html[end:begin])
        closed = html.find("-->", begin + 4)
        if closed < 0:
            return "".join([*kept, html[begin:].replace("<!--", "")])
        end = closed + 3
    return "".join([*kept, html[end:]])


class _Dresser(HTMLParser):
    """Writes what it reads, but for what refers to something."""

    def __init__(self, html: str, blocks: Sequence[str], where: Where) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.blocks, self.where = blocks, where
        self.out: list[str] = []
        self.left_out = ""
        self.links = self.depth = self.too_deep = 0
        self._unending: set[str] = set()
        self._begins: list[int] | None = None

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Begin something."""
        if self.left_out:
            return
        named = {name: value or "" for name, value in reversed(attrs)}  # the first one counts
        if not self._fits(tag):
            return
        if tag == "iframe":
            self._embed(named.get("src", ""), named.get("title", ""))
        if tag in EMPTIED:
            self._leave_out(tag)
        elif tag == "img":
            self._image(named)
        elif tag in ("video", "audio", "source", "track"):
            self._media(tag, named)
        elif tag == "pre" and named.get("data-code", "").isdecimal():
            self._code(int(named["data-code"]))
        elif tag == "a" and "href" in named:
            self._link(attrs, named["href"].strip())
        elif tag == "table":
            self.out.append(f'<div class="wide" tabindex="0">{_tag(tag, attrs)}')
        else:
            kept = [(name, value) for name, value in attrs if name != "data-embed"]  # by us alone
            self.out.append(_tag(tag, kept))

    def _fits(self, tag: str) -> bool:
        """Whether a tag is not too deep in others."""
        if tag in _UNENDED or tag in EMPTIED:
            return True
        if self.depth >= DEEPEST:
            self.too_deep += 1
            return False
        self.depth += 1
        return True

    def _leave_out(self, tag: str) -> None:
        """Leave everything out until a tag ends; one that never does is a slip, and takes nothing with
        it."""
        line, column = self.getpos()
        if self._begins is None:
            self._begins = [0, *(found.end() for found in re.finditer("\n", self.html))]
        here = self._begins[line - 1] + column
        is_ended = tag not in self._unending and re.compile(
            f"</{tag}[\\s/>]", re.IGNORECASE
        ).search(self.html, here)
        if is_ended:
            self.left_out = tag
        else:
            self._unending.add(tag)
            self.clear_cdata_mode()

    def handle_endtag(self, tag: str) -> None:
        """End something."""
        if self.left_out:
            self.left_out = "" if tag == self.left_out else self.left_out
            return
        if tag not in _UNENDED and self.too_deep:
            self.too_deep -= 1
            return
        if tag == "a":
            self.links = max(0, self.links - 1)
        if tag not in _VOID:
            self.depth = max(0, self.depth - (tag not in _UNENDED))
            self.out.append(f"</{tag}>" + "</div>" * (tag == "table"))

    def handle_data(self, data: str) -> None:
        """Write text."""
        if not self.left_out:
            self.out.append(escape(data, quote=False))

    def _code(self, number: int) -> None:
        if number < len(self.blocks):
            self.out.append(self.blocks[number].removesuffix("</pre>"))

    def _link(self, attrs: Attributes, target: str) -> None:
        self.links += 1
        others = [(name, value) for name, value in attrs if name != "href"]
        if target.startswith("#"):
            href: str | None = target
        elif _SCHEME.match(target):
            href = target
        else:
            href = self.where.link(target)
        self.out.append(_tag("a", others if href is None else [*others, ("href", href)]))

    def _image(self, named: dict[str, str]) -> None:
        target = named.get("src", "").strip()
        if not _SCHEME.match(target):
            source = self.where.file(target) if target else None
            if source is not None:
                kept = [
                    (name, named[name])
                    for name in ("alt", "title", "width", "height", "id")
                    if name in named
                ]
                kept = kept if "alt" in named else [*kept, ("alt", "")]
                lazily = [("loading", "lazy"), ("decoding", "async")]
                self.out.append(_tag("img", [("src", source), *kept, *lazily]))
                return
            said = named.get("alt") or target
            self.out.append(f'<span class="outside">{escape(said)}</span>')
            return
        self._outside(target, named.get("alt", ""))

    def _outside(self, target: str, said: str) -> None:
        """A link in the place of what would be loaded from elsewhere; it says where that is.

        Within a link, which leads where its author wants already, its words alone.
        """
        if self.links:
            self.out.append(f'<span class="outside">{escape(said or target)}</span>')
            return
        shown = target if len(target) <= 80 else f"{target[:79]}…"
        text = f"{said} ({shown})" if said else shown
        self.out.append(f'<a class="outside" href="{escape(target)}">{escape(text)}</a>')

    def _media(self, tag: str, named: dict[str, str]) -> None:
        """A film or a sound, or a file of one: of those what is there, and the course's own."""
        source = self._own(named.get("src", ""))
        attributes = [] if source is None else [("src", source)]
        if tag in ("video", "audio"):
            self.out.append(_tag(tag, [*attributes, ("controls", ""), ("preload", "metadata")]))
        elif source is not None:
            kept = [(name, value) for name, value in named.items() if name != "src"]
            self.out.append(_tag(tag, [*attributes, *kept]))

    def _own(self, target: str) -> str | None:
        target = target.strip()
        return None if not target or _SCHEME.match(target) else self.where.file(target)

    def _embed(self, address: str, title: str) -> None:
        self.out.append(card(address, title, self.where.hosts))


def card(address: str, title: str, hosts: frozenset[str]) -> str:
    """A video of another place as a card; one of a host that is not allowed as a link."""
    found = embed_of(address, hosts)
    said = escape(title or (found.host if found else address))
    if found is None:
        return f'<a class="outside" href="{escape(address.strip())}">{said}</a>'
    link = f'<a href="{escape(found.address)}">{said}</a>'
    return f'<figure class="embed" data-embed="{escape(found.address)}">{link}</figure>'


def _tag(name: str, attributes: Iterable[tuple[str, str | None]]) -> str:
    written = "".join(f' {key}="{escape(value or "")}"' for key, value in attributes)
    return f"<{name}{written}>"
