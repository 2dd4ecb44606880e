"""MyST's directives as what our format has for them: alerts, folds, code, pictures, tables, includes.

After https://mystmd.org/guide and Sphinx's own. Knows their names; what has none here stays as its text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from academy_cli.interchange.dialects import myst_tables, rst
from academy_cli.interchange.dialects.myst_book import Book, anchor, relative
from academy_cli.interchange.dialects.myst_includes import code_of, text_of
from academy_cli.interchange.dialects.rewriting import Spot, alert, details

Options: TypeAlias = Mapping[str, str]
_ALERTS = {
    "note": "NOTE", "tip": "TIP", "hint": "TIP", "seealso": "NOTE", "important": "IMPORTANT",
    "warning": "WARNING", "attention": "WARNING", "caution": "CAUTION", "danger": "CAUTION",
    "error": "CAUTION", "admonition": "NOTE", "todo": "NOTE",
}  # fmt: skip
_OPENED = {"dropdown": "More", "toggle": "More", "solution": "Solution", "details": "More"}
_CODE = frozenset(
    {
        "code-cell",
        "code-block",
        "code",
        "sourcecode",
        "ipython",
        "jupyter-execute",
        "mermaid",
        "myst",
    }
)
_LAYOUT = frozenset(
    {"grid", "tab-set", "container", "div", "margin", "sidebar", "aside", "tabs", "panels", "card-carousel",
     "figure-md", "only", "centered", "rst-class", "class"}
)  # fmt: skip
_THEOREMS = frozenset(
    {"theorem", "lemma", "definition", "axiom", "corollary", "proposition", "property", "conjecture",
     "assumption", "criterion", "observation", "remark", "algorithm", "example", "proof"}
)  # fmt: skip
_NOTHING = frozenset(
    {"tableofcontents", "toctree", "toc", "bibliography", "index", "contents", "currentmodule", "highlight",
     "meta", "printindex", "sectnum", "default-role", "role", "tags", "list-cards"}
)  # fmt: skip


class Directive(NamedTuple):
    """A directive: its name, the words after it, its options, its lines; ``inner`` converts lines of it."""

    kind: str
    words: str
    options: Options
    lines: list[str]
    spot: Spot
    book: Book
    inner: Callable[[list[str]], list[str]]


def made(said: Directive) -> list[str]:
    """What a directive has become, after the anchor of its label."""
    label = anchor(said.options.get("label") or said.options.get("name") or "")
    make = next((make for names, make in _MAKERS if said.kind in names), _unknown)
    if said.kind.startswith("prf:") and said.kind[4:] in _THEOREMS:
        make = _theorem
    lines = make(said)
    return [f'<a id="{label}"></a>', "", *lines] if label and lines else lines


def _keep(said: Directive, what: str, name: str = "", why: str = "") -> None:
    said.spot.source.keep(what, said.spot.file, line=said.spot.line, name=name, why=why)


def _approximate(said: Directive, what: str, why: str, name: str = "") -> None:
    said.spot.source.approximate(what, said.spot.file, why, line=said.spot.line, name=name)


def _drop(said: Directive, why: str, what: str = "directive", name: str = "") -> list[str]:
    said.spot.source.drop(what, said.spot.file, why, line=said.spot.line, name=name or said.kind)
    return []


def _classes(said: Directive) -> set[str]:
    return {one.strip("\"'.") for one in re.split(r"[,\s]+", said.options.get("class", ""))}


def _alert(said: Directive) -> list[str]:
    _keep(said, "alert", said.kind)
    classes = _classes(said)
    if "dropdown" in classes:
        return details(said.words or said.kind.capitalize(), said.inner(said.lines))
    kind = next((kind for kind in _ALERTS if kind in classes), said.kind)
    title = [f"**{said.words}**", ""] if said.kind == "admonition" and said.words else []
    first = said.inner([said.words]) if said.words and not title else []
    blank = [""] if first and said.lines else []
    return alert(_ALERTS[kind], [*title, *first, *blank, *said.inner(said.lines)])


def _opened(said: Directive) -> list[str]:
    _keep(said, said.kind, why="learners open it, as they did")
    is_title = said.words and said.kind != "solution"
    return details(said.words if is_title else _OPENED[said.kind], said.inner(said.lines))


def _exercise(said: Directive) -> list[str]:
    _keep(said, "exercise", said.options.get("label", ""))
    return [
        f"**Exercise{f': {said.words}' if said.words else ''}**",
        "",
        *said.inner(said.lines),
    ]


def _theorem(said: Directive) -> list[str]:
    kind = said.kind.rpartition(":")[2]
    _approximate(said, kind, "it is text now, and has no number")
    name = f"{kind.capitalize()} ({said.words})" if said.words else kind.capitalize()
    return [f"**{name}.**", "", *said.inner(said.lines)]


def _code(said: Directive) -> list[str]:
    tags = said.options.get("tags", "")
    if said.kind == "code-cell":
        if "remove-cell" in tags or "remove-input" in tags:
            return _drop(said, "its tag hides it, and code is not run here", "code", tags)
        _approximate(said, "code", "the code is shown as it is and not run")
    language = {"ipython3": "python", "ipython": "python", "python3": "python"}.get(
        said.words, said.words
    )
    language = {"mermaid": "mermaid", "myst": "markdown"}.get(said.kind, language.strip("{}"))
    fenced = code_of(said.lines, language)
    caption = [said.options["caption"], ""] if said.options.get("caption") else []
    if "hide-input" in tags or "hide-cell" in tags:
        return details("Code", fenced)
    return [*caption, *fenced]


def _picture(said: Directive) -> list[str]:
    _keep(said, "figure", name=said.words)
    caption = [line for line in said.inner(said.lines) if line.strip()]
    target = relative(said.book, said.words, said.spot.file)
    alt = said.options.get("alt") or re.sub(r"[*_`\[\]$]", "", " ".join(caption))
    shown = f"![{alt.replace(']', '')}]({f'<{target}>' if ' ' in target else target})"
    return [shown, "", *caption] if said.kind == "figure" and caption else [shown]


def _math(said: Directive) -> list[str]:
    _keep(said, "mathematics")
    return ["$$", *filter(None, [said.words]), *(line for line in said.lines if line.strip()), "$$"]


def _gone(said: Directive) -> list[str]:
    return _drop(said, "nothing here makes it")


def _raw(said: Directive) -> list[str]:
    if said.words.lower() != "html":
        return _drop(said, "it is for pages of another kind", name=f"raw {said.words}".strip())
    _keep(said, "html")
    return said.lines


def _included(said: Directive) -> list[str]:
    """A file of text or of code, where it is named."""
    file = relative(said.book, said.words, said.spot.file)
    if said.kind == "literalinclude" or "literal" in said.options or "code" in said.options:
        return code_of(
            text_of(said.spot, file, said.options, is_code=True), said.options.get("language", "")
        )
    return said.inner(text_of(said.spot, file, said.options, is_code=False))


def _table(said: Directive) -> list[str]:
    make = myst_tables.from_list if said.kind == "list-table" else myst_tables.from_commas
    found = make(said.lines, said.options)
    if found is None:
        return _unknown(said)
    _keep(said, "table")
    title = [f"**{said.words}**", ""] if said.words else []
    return [*title, *said.inner(found)]


def _of_sphinx(said: Directive) -> list[str]:
    """A part that is written in reStructuredText."""
    _keep(said, "reStructuredText")
    text = rst.converted(
        "\n".join(said.lines), said.spot.source, said.spot.file, said.spot.line + 1, said.book
    )
    return text.split("\n")


def _embedded(said: Directive) -> list[str]:
    address = said.words
    if said.kind == "youtube":
        address = f"https://www.youtube.com/watch?v={said.words}"
    _approximate(said, "film", "it is a link now", address)
    return [
        f"<{address}>" if address.startswith("http") else f"[{address}](<{address}>)",
        *said.inner(said.lines),
    ]


def _button(said: Directive) -> list[str]:
    target = said.options.get("link") or said.words
    words = " ".join(said.lines) if said.kind.startswith("button") else said.words
    _approximate(said, "directive", "it is a link now", said.kind)
    text = [] if said.kind.startswith("button") else ["", *said.inner(said.lines)]
    return ["", *said.inner([f"[{words.strip() or target}]({target})"]), *text, ""]


def _quotation(said: Directive) -> list[str]:
    _keep(said, "quotation", said.kind)
    return [f"> {line}".rstrip() for line in said.inner(said.lines or [said.words])]


def _unknown(said: Directive) -> list[str]:
    if said.kind in ("card", "grid-item-card") and said.options.get("link") and said.words:
        return _button(said)
    words = "" if said.kind in _LAYOUT else said.words
    if not words and not any(line.strip() for line in said.lines):
        return _drop(said, "nothing in it is text")
    _approximate(said, "directive", "its text stays, its frame does not", said.kind)
    title = [f"**{words}**", ""] if words else []
    return ["", *said.inner([*title, *said.lines]), ""]


_MAKERS: tuple[tuple[frozenset[str], Callable[[Directive], list[str]]], ...] = (
    (frozenset(_ALERTS), _alert),
    (frozenset(_OPENED), _opened),
    (frozenset({"exercise"}), _exercise),
    (_CODE, _code),
    (frozenset({"figure", "image"}), _picture),
    (frozenset({"math"}), _math),
    (frozenset({"raw"}), _raw),
    (frozenset({"include", "literalinclude"}), _included),
    (frozenset({"list-table", "csv-table"}), _table),
    (frozenset({"iframe", "video", "youtube"}), _embedded),
    (frozenset({"button-link", "button-ref"}), _button),
    (frozenset({"epigraph", "pull-quote", "highlights", "blockquote"}), _quotation),
    (frozenset({"eval-rst"}), _of_sphinx),
    (_NOTHING, _gone),
)
