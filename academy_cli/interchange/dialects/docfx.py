"""Microsoft's additions to Markdown (Docfx): includes, alerts, films, code of files, rows, zones.

After https://learn.microsoft.com/contribute/content/markdown-reference. Knows how each is written; refuses
to know where lessons come from.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import parse_qsl

from academy_cli.interchange import linking
from academy_cli.interchange.dialects.rewriting import ALERTS, GONE, Spot, rewrite
from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

INCLUDE = re.compile(
    r"\[!include\s*(?:-[\w]*)?\s*\[[^\]]*\]\(\s*<?([^)>]+?)>?\s*\)\]", re.IGNORECASE
)
_ALERT = re.compile(r"^(\s*>\s*)\[!([A-Za-z]+)\]\s*(.*)$")
_VIDEO = re.compile(r"^(\s*>?\s*)\[!video\s+(\S+?)\s*\]", re.IGNORECASE)
_DIV = re.compile(r"^\s*>?\s*\[!div\b[^\]]*\]\s*$", re.IGNORECASE)
_CODE = re.compile(r"\[!code(?:-(\w+))?\s*\[[^\]]*\]\(\s*([^)\s]+)[^)]*\)\]", re.IGNORECASE)
_TRIPLE = re.compile(r"^\s*:::\s*([a-z-]+)(.*?)(?::::)?\s*$", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*\"([^\"]*)\"")
_XREF = re.compile(r"(\]\(\s*)xref:([^)\s?#]+)")
_TAGGED = re.compile(r"^\W*</?[\w.-]+>\W*$")
"""A line of code that only says where a part of it begins or ends."""
_DEEPEST = 10


def converted(text: str, source: Source, file: str, line: int = 1, depth: int = 0) -> str:
    """A text of a file without what only Docfx knows; includes are put where they are named."""

    def change(written: str, spot: Spot) -> str:
        if "](xref:" in written:
            written = _XREF.sub(lambda found: _named(found, spot), written)
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
            "include", file, say("there is nothing to include, or too much"), line=line, name=target
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
        source.approximate("film", file, say("it is a link now"), line=line, name=film[2])
        return f"{film[1]}<{film[2]}>"
    if _DIV.match(written):
        source.approximate("frame", file, say("its text stays, its looks do not"), line=line)
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
        source.approximate("alert", file, say("it is a quotation now"), line=line, name=kind)
        return f"{said[1]}**{kind.capitalize()}** {said[3]}".rstrip()
    source.keep("alert", file, line=line, name=kind)
    return f"{said[1]}[!{kind}]" + (f"\n{said[1]}{said[3]}" if said[3] else "")


def _named(found: re.Match[str], spot: Spot) -> str:
    """The beginning of a link to what has a uid, where it is in the source."""
    path = spot.source.called.get(found[2])
    if path is None:
        why = "only the site that it was written for knows where it leads"
        spot.source.approximate("link", spot.file, why, line=spot.line, name=found[2])
        return found[0]
    return found[1] + posixpath.relpath(path, posixpath.dirname(spot.file) or ".")


def _snippet(code: re.Match[str], spot: Spot) -> str:
    path, _, rest = code[2].partition("?" if "?" in code[2] else "#")
    said = dict(parse_qsl(rest)) if "=" in rest else {"id": rest}
    if lines := re.fullmatch(r"L(\d+)(?:-L(\d+))?", rest):
        said = {"range": f"{lines[1]}-{lines[2] or lines[1]}"}
    return _code(path, code[1] or "", said, spot) or code[0]


def _code(path: str, language: str, said: dict[str, str], spot: Spot) -> str:
    """A file of code, or a part of it, as a block; nothing, noted, where the file is not there."""
    source, file, line = spot
    found = source.at(file, path)
    text = source.text(found) if found else None
    if text is None or not source.affords(text):
        why = "the file with the code is not there; the line stays as it is"
        source.approximate("code", file, why, line=line, name=path)
        return ""
    name = said.get("name") or said.get("id") or ""
    part = _tagged(text, name) if name else _ranged(text, said.get("range", ""))
    if part is None:
        why = "the part that is named is not in it, so it is shown as a whole"
        source.approximate("code", file, why, line=line, name=f"{path} {name}")
    else:
        source.keep("code", file, line=line, name=path)
    return f"```{language}\n{(text if part is None else part).rstrip()}\n```"


def _tagged(text: str, name: str) -> str | None:
    """The lines between the tags of a name, also of a region; None where there are none."""
    word, lines = re.escape(name), text.split("\n")
    begins = re.compile(rf"<{word}>|#region\s+{word}\b", re.IGNORECASE)
    begin = next((number for number, one in enumerate(lines) if begins.search(one)), None)
    if begin is None:
        return None
    is_region = "#region" in lines[begin].lower()
    ends = re.compile("#endregion" if is_region else rf"</{word}>", re.IGNORECASE)
    after = range(begin + 1, len(lines))
    end = next((number for number in after if ends.search(lines[number])), len(lines))
    return "\n".join(one for one in lines[begin + 1 : end] if not _TAGGED.match(one))


def _ranged(text: str, ranges: str) -> str:
    """Some lines of a text by their numbers: ``1-3,7,9-``; all where none are named."""
    if not re.fullmatch(r"\d{1,6}(?:-\d{0,6})?(?:,\s*\d{1,6}(?:-\d{0,6})?)*", ranges):
        return text
    lines, done = text.split("\n"), list[str]()
    for one in ranges.split(","):
        first, dash, last = one.strip().partition("-")
        end = int(last or len(lines)) if dash else int(first)
        done += lines[max(0, int(first) - 1) : end]
    return "\n".join(done)


def _triple(kind: str, said: dict[str, str], spot: Spot) -> str:
    source, file, line = spot
    if kind == "image" and "source" in said:
        source.keep("image block", file, line=line, name=said["source"])
        return f"![{said.get('alt-text', '')}]({linking.quoted(said['source'])})"
    if kind == "code" and "source" in said:
        path = said["source"]
        return _code(path, said.get("language", ""), said, spot) or f"<{linking.quoted(path)}>"
    if kind == "video" and "source" in said:
        source.approximate("film", file, say("it is a link now"), line=line, name=said["source"])
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
