"""Markdown as HTML, with everything in it that its author wrote: not yet safe, and not yet in its place.

Knows the events of the parser; refuses to know where links lead, and what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from html import escape, unescape
from typing import Any, ClassVar, NamedTuple

from academy_cli.pages import anchors, code, math
from academy_cli.pages.anchors import Heading, Numbering
from academy_cli.pages.parsing import Event, events
from academy_cli.pages.wording import ENGLISH_WORDS, Words

ALERTS = ("note", "tip", "important", "warning", "caution")
_PLAIN = {
    "Paragraph": "p", "Item": "li", "Emphasis": "em", "Strong": "strong", "Strikethrough": "del",
    "TableRow": "tr", "Superscript": "sup", "Subscript": "sub",
}  # fmt: skip
_TAG = re.compile(r"<[^>]*>")
_NOTHING = re.compile(r"(?:\s+|<!--.*?-->)*", re.DOTALL)
_BLOCKS = {"p", "li", "tr"}
_ALIGNED = {"Left": ' align="left"', "Right": ' align="right"', "Center": ' align="center"'}


class Markup(NamedTuple):
    """A text as HTML, its headings in order, and its code blocks, each where ``<pre data-code>`` stands."""

    html: str
    headings: tuple[Heading, ...]
    blocks: tuple[str, ...]


def markup(
    text: str, *, title: str = "", told: Words = ENGLISH_WORDS, is_coloured: bool = True
) -> Markup:
    """A text as HTML; a first heading that says no more than the page's title is left to the page.

    ``told`` are the words for what Markdown has only signs for.
    Where the text has headings of the first level, which is the page's own, all are one level lower. Raises
    MarkdownError where the parser gives up.
    """
    shield = math.shielded(text)
    found = list(events(shield.text))
    every = list(anchors.headings(found))
    is_said = bool(every) and every[0].text.casefold() == title.casefold() and _begins(found)
    lowered = any(heading.level == 1 for heading in every[is_said:])
    renderer = _Renderer(
        shield, told, is_said=is_said, lowered=int(lowered), is_coloured=is_coloured
    )
    for event, _ in found:
        renderer.take(event)
    return renderer.done()


def _begins(found: Iterable[Event]) -> bool:
    """Whether a text begins with its first heading: before it are comments at the most."""
    before = ""
    for event, _ in found:
        if isinstance(event, dict) and "Html" in event:
            before += event["Html"]
        elif event not in ({"Start": "HtmlBlock"}, {"End": "HtmlBlock"}):
            is_heading = isinstance(event, dict) and "Heading" in (event.get("Start") or ())
            return is_heading and _NOTHING.fullmatch(before) is not None
    return False


class _Renderer:
    """The state of one rendering: what is written, and what has begun."""

    def __init__(
        self,
        shield: math.Shielded,
        told: Words,
        *,
        is_said: bool,
        lowered: int,
        is_coloured: bool,
    ) -> None:
        self.told, self.is_coloured = told, is_coloured
        self.shield, self.is_said, self.lowered = shield, is_said, lowered
        self.out: list[str] = []
        self.headings: list[Heading] = []
        self.numbering = Numbering()
        self.words: list[str] | None = None
        self.begun: list[tuple[int, Any]] = []
        self.blocks: list[str] = []
        self.alignments: tuple[str, ...] = ()
        self.cell, self.is_head = 0, False
        self.notes: dict[str, int] = {}
        self.definitions: dict[str, str] = {}

    def done(self) -> Markup:
        """What came of it, with the footnotes last."""
        if self.definitions:
            items = (
                f'<li id="fn-{escape(name)}">{html} <a href="#fnref-{escape(name)}" class="back">↩</a></li>'
                for name, html in sorted(
                    self.definitions.items(), key=lambda one: self._note(one[0])
                )
            )
            self.out.append(f'<div class="footnotes"><ol>{"".join(items)}</ol></div>')
        return Markup("".join(self.out), tuple(self.headings), tuple(self.blocks))

    def take(self, event: Any) -> None:
        """Take the next event."""
        if self.words is not None:
            self.words.append(self.shield.restored(anchors.said(event)))
        if isinstance(event, str):
            self.out.append({"SoftBreak": "\n", "HardBreak": "<br>\n", "Rule": "<hr>\n"}[event])
            return
        ((kind, about),) = event.items()
        getattr(self, f"_on_{kind.lower()}")(about)

    def _on_text(self, text: str) -> None:
        for piece, is_formula in self.shield.parts(text):
            if is_formula:
                self._formula(piece, is_block=piece.startswith(("\\[", "$$")))
            else:
                self.out.append(escape(piece, quote=False))

    def _on_code(self, text: str) -> None:
        self.out.append(f"<code>{escape(self.shield.restored(text), quote=False)}</code>")

    def _on_inlinemath(self, text: str) -> None:
        self._formula(f"${text}$")

    def _on_displaymath(self, text: str) -> None:
        self._formula(f"$${text}$$", is_block=True)

    def _formula(self, text: str, *, is_block: bool = False) -> None:
        kind = "math block" if is_block else "math"
        self.out.append(
            f'<span class="{kind}" dir="ltr" translate="no">{escape(text, quote=False)}</span>'
        )

    def _on_html(self, html: str) -> None:
        self.out.append(self.shield.restored(html))

    _on_inlinehtml = _on_html

    def _on_tasklistmarker(self, done: bool) -> None:  # noqa: FBT001 - the event says no more
        said, sign = (self.told("done"), "☑") if done else (self.told("to_do"), "☐")
        self.out.append(f'<span class="task" role="img" aria-label="{said}">{sign}</span> ')

    def _on_footnotereference(self, name: str) -> None:
        is_first, number, safe = name not in self.notes, self._note(name), escape(name)
        place = f' id="fnref-{safe}"' if is_first else ""
        self.out.append(f'<sup class="footnote"{place}><a href="#fn-{safe}">{number}</a></sup>')

    def _note(self, name: str) -> int:
        return self.notes.setdefault(name, len(self.notes) + 1)

    def _on_start(self, tag: Any) -> None:
        kind, about = (tag, None) if isinstance(tag, str) else next(iter(tag.items()))
        self.begun.append((len(self.out), about))
        if kind in _PLAIN:
            self.out.append(f"<{_PLAIN[kind]}>")
        elif (begin := self._STARTS.get(kind)) is not None:
            begin(self, about)

    def _on_end(self, tag: Any) -> None:
        kind = tag if isinstance(tag, str) else next(iter(tag))
        place, about = self.begun.pop()
        if kind in _PLAIN:
            name = _PLAIN[kind]
            self.out.append(f"</{name}>" + "\n" * (name in _BLOCKS))
        elif (end := self._ENDS.get(kind)) is not None:
            end(self, place, about)

    def _taken(self, place: int) -> str:
        """What was written since something began, taken back."""
        html = "".join(self.out[place:])
        del self.out[place:]
        return html

    def _heading(self, place: int, about: Any) -> None:
        heading = self.numbering.heading("".join(self.words or ()), about)
        html = self._taken(place)
        self.words = None
        if self.is_said:
            self.is_said = False
            self.out.append(f'<span id="{escape(heading.anchor)}"></span>')
            return
        level = min(6, heading.level + self.lowered)
        self.headings.append(heading._replace(level=level))
        self.out.append(f'<h{level} id="{escape(heading.anchor)}">{html}</h{level}>\n')

    def _begin_heading(self, _about: Any) -> None:
        self.words = []

    def _begin_quote(self, about: Any) -> None:
        kind = str(about).lower()
        if kind in ALERTS:
            title = f'<p class="alert-title">{self.told(f"alert_{kind}")}</p>'
            self.out.append(f'<div class="alert {kind}" role="note">{title}')
        else:
            self.out.append("<blockquote>")

    def _quote(self, _place: int, about: Any) -> None:
        self.out.append("</div>\n" if str(about).lower() in ALERTS else "</blockquote>\n")

    def _begin_list(self, about: Any) -> None:
        start = f' start="{int(about)}"' if about not in (None, 1) else ""
        self.out.append("<ul>\n" if about is None else f"<ol{start}>\n")

    def _list(self, _place: int, about: Any) -> None:
        self.out.append("</ul>\n" if about is None else "</ol>\n")

    def _block(self, place: int, about: Any) -> None:
        text = unescape(self._taken(place))
        info = about.get("Fenced", "") if isinstance(about, dict) else ""
        language = code.language_of(info)
        self.out.append(f'<pre data-code="{len(self.blocks)}"></pre>\n')
        said = f' data-language="{escape(language)}"' if language else ""
        inside = code.coloured(text, language if self.is_coloured else "")
        self.blocks.append(f'<pre tabindex="0"{said}><code>{inside}</code></pre>')

    def _image(self, place: int, about: Any) -> None:
        alt = _words(self._taken(place))
        title = f' title="{escape(about["title"])}"' if about["title"] else ""
        self.out.append(f'<img src="{escape(about["dest_url"])}" alt="{escape(alt)}"{title}>')

    def _begin_link(self, about: Any) -> None:
        mail = "mailto:" if about["link_type"] == "Email" else ""
        title = f' title="{escape(about["title"])}"' if about["title"] else ""
        self.out.append(f'<a href="{escape(mail + about["dest_url"])}"{title}>')

    def _begin_table(self, about: Any) -> None:
        self.alignments = about
        self.out.append("<table>\n")

    def _begin_head(self, _about: Any) -> None:
        self.is_head, self.cell = True, 0
        self.out.append("<thead><tr>")

    def _head(self, _place: int, _about: Any) -> None:
        self.is_head = False
        self.out.append("</tr></thead>\n")

    def _begin_cell(self, _about: Any) -> None:
        aligned = _ALIGNED.get(self.alignments[self.cell % len(self.alignments)], "")
        self.cell += 1
        self.out.append(f"<th{aligned}>" if self.is_head else f"<td{aligned}>")

    def _cell(self, _place: int, _about: Any) -> None:
        self.out.append("</th>" if self.is_head else "</td>")

    def _footnote(self, place: int, about: Any) -> None:
        self.definitions.setdefault(str(about), self._taken(place))

    _STARTS: ClassVar[Mapping[str, Callable[[_Renderer, Any], None]]] = {
        "Heading": _begin_heading,
        "BlockQuote": _begin_quote,
        "List": _begin_list,
        "Link": _begin_link,
        "Table": _begin_table,
        "TableHead": _begin_head,
        "TableCell": _begin_cell,
    }
    _ENDS: ClassVar[Mapping[str, Callable[[_Renderer, int, Any], None]]] = {
        "Heading": _heading,
        "BlockQuote": _quote,
        "List": _list,
        "CodeBlock": _block,
        "Image": _image,
        "Link": lambda self, _place, _about: self.out.append("</a>"),
        "Table": lambda self, _place, _about: self.out.append("</table>\n"),
        "TableHead": _head,
        "TableCell": _cell,
        "FootnoteDefinition": _footnote,
    }


def _words(html: str) -> str:
    """The text of an image's description, without its marks."""
    return unescape(_TAG.sub("", html))
