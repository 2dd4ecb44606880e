"""Microsoft's additions to Markdown (Docfx): includes, alerts, films, code of files, rows, zones.

After https://learn.microsoft.com/contribute/content/markdown-reference. Knows how each is written; refuses
to know where lessons come from.
"""

from __future__ import annotations

import posixpath
import re

from academy_cli.interchange import linking
from academy_cli.interchange.dialects.rewriting import ALERTS, GONE, Spot, rewrite
from academy_cli.interchange.sources import Source

INCLUDE = re.compile(
    r"\[!include\s*(?:-[\w]*)?\s*\[[^\]]*\]\(\s*<?([^)>]+?)>?\s*\)\]", re.IGNORECASE
)
_ALERT = re.compile(r"^(\s*>\s*)\[!([A-Za-z]+)\]\s*(.*)$")
_VIDEO = re.compile(r"^(\s*>?\s*)\[!video\s+(\S+?)\s*\]", re.IGNORECASE)
_DIV = re.compile(r"^\s*>?\s*\[!div\b[^\]]*\]\s*$", re.IGNORECASE)
_CODE = re.compile(r"\[!code(?:-(\w+))?\s*\[[^\]]*\]\(\s*([^)\s]+)[^)]*\)\]", re.IGNORECASE)
_TRIPLE = re.compile(r"^\s*:::\s*([a-z-]+)(.*?)(?::::)?\s*$", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*\"([^\"]*)\"")
_DEEPEST = 10


def converted(text: str, source: Source, file: str, line: int = 1, depth: int = 0) -> str:
    """A text of a file without what only Docfx knows; includes are put where they are named."""

    def change(written: str, spot: Spot) -> str:
        if "[!" not in written and ":::" not in written:
            return written
        if INCLUDE.search(written):
            return INCLUDE.sub(lambda found: _included(found[1], spot, depth), written)
        return _line(written, spot)

    return rewrite(text, source, file, line, change)


def _included(target: str, spot: Spot, depth: int) -> str:
    """The text of an included file, its links as seen from the file that includes it."""
    source, file, line = spot
    found = source.nearly_at(file, target)
    if found is None or depth >= _DEEPEST:
        why = "the file is not there" if found is None else "files include each other"
        source.drop("include", file, why, line=line, name=target)
        return ""
    page = source.page(found)
    if page is None or not source.affords(page.body):
        source.drop(
            "include", file, "there is nothing to include, or too much", line=line, name=target
        )
        return ""
    note_include(source, spot, target)
    text = converted(page.body, source, found, page.line, depth + 1).strip("\n")
    if posixpath.dirname(found) == posixpath.dirname(file):
        return text
    return linking.rewritten(text, lambda link: rebased(link, found, file))


def note_include(source: Source, spot: Spot, target: str) -> None:
    """Note that an include was found, exactly or but for the case of its letters."""
    if source.at(spot.file, target):
        source.keep("include", spot.file, line=spot.line, name=target)
    else:
        why = "the file's name has other capital letters"
        source.approximate("include", spot.file, why, line=spot.line, name=target)


def rebased(link: str, was: str, now: str) -> str | None:
    """A relative link of one file as another one has to write it; None for what stays."""
    if re.match(r"[a-z][a-z0-9+.-]*:|[/#]", link, re.IGNORECASE):
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(was), link))
    return posixpath.relpath(path, posixpath.dirname(now) or ".")


def _line(written: str, spot: Spot) -> str:
    source, file, line = spot
    if film := _VIDEO.match(written):
        source.approximate("film", file, "it is a link now", line=line, name=film[2])
        return f"{film[1]}<{film[2]}>"
    if _DIV.match(written):
        source.approximate("frame", file, "its text stays, its looks do not", line=line)
        return GONE
    if said := _ALERT.match(written):
        return _alert(said, spot)
    if code := _CODE.search(written):
        return _CODE.sub(lambda _: _snippet(code, spot), written)
    if block := _TRIPLE.match(written):
        return _triple(block[1].lower(), dict(_ATTRIBUTE.findall(block[2])), spot)
    return written


def _alert(said: re.Match[str], spot: Spot) -> str:
    kind, (source, file, line) = said[2].upper(), spot
    if kind not in ALERTS:
        source.approximate("alert", file, "it is a quotation now", line=line, name=kind)
        return f"{said[1]}**{kind.capitalize()}** {said[3]}".rstrip()
    source.keep("alert", file, line=line, name=kind)
    return f"{said[1]}[!{kind}]" + (f"\n{said[1]}{said[3]}" if said[3] else "")


def _snippet(code: re.Match[str], spot: Spot) -> str:
    source, file, line = spot
    found = source.at(file, code[2])
    text = source.text(found) if found else None
    if text is None:
        why = "the file with the code is not there; the line stays as it is"
        source.approximate("code", file, why, line=line, name=code[2])
        return code[0]
    source.keep("code", file, line=line, name=code[2])
    return f"```{code[1] or ''}\n{text.rstrip()}\n```"


def _triple(kind: str, said: dict[str, str], spot: Spot) -> str:
    source, file, line = spot
    if kind == "image" and "source" in said:
        source.keep("image block", file, line=line, name=said["source"])
        return f"![{said.get('alt-text', '')}]({linking.quoted(said['source'])})"
    if kind == "video" and "source" in said:
        source.approximate("film", file, "it is a link now", line=line, name=said["source"])
        return f"<{said['source']}>"
    if kind.endswith("-end") or kind == "end":
        return ""
    why = (
        "its text stays, one after the other"
        if kind in ("zone", "row", "column")
        else "its text stays"
    )
    source.approximate(f"{kind} block", file, why, line=line, name=said.get("pivot", ""))
    return ""
