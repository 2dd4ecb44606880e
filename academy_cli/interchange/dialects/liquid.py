"""Liquid in pages of Jekyll: links, figures, variables of the site, pieces that are included, remarks.

After https://jekyllrb.com/docs/liquid/. Knows what stands in files; refuses to run anything, and so to decide
conditions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from academy_cli.interchange.dialects.rewriting import Spot
from academy_cli.interchange.sources import Source

_ENDS = {one: re.compile(r"\{%-?\s*end" + one + r"\s*-?%\}") for one in ("raw", "comment")}
_ARGUMENT = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ROOTS = frozenset({"page.root", "site.baseurl", "site.url", "relative_root_path", "site.root"})
"""Variables that begin the address of something in the same site."""
_SHARED = "links.md"
"""The file of links that pages include last; a family takes from it what a page needs."""
_DEEPEST = 5
_LONGEST = 4000


class _Token(NamedTuple):
    """A piece of Liquid: where it stands, how it is written, its tag (a variable has none), and the rest."""

    begin: int
    end: int
    written: str
    tag: str
    said: str


def converted(text: str, source: Source, file: str, line: int, site: Mapping[str, Any]) -> str:
    """A text without Liquid; links within the site begin at its root. Lines keep their numbers."""
    return _converted(text, Spot(source, file, line), site, 0)


def _converted(text: str, spot: Spot, site: Mapping[str, Any], depth: int) -> str:
    if "{%" not in text and "{{" not in text:
        return text
    done, at, line = list[str](), 0, spot.line
    while (found := _token(text, at)) is not None:
        done.append(text[at : found.begin])
        line += text.count("\n", at, found.begin)
        at, end = found.end, _ENDS.get(found.tag)
        if end is not None:
            closed = end.search(text, at)
            inside = text[at : closed.start()] if closed else text[at:]
            at = closed.end() if closed else len(text)
            line += text.count("\n", found.begin, at)
            done.append(inside if found.tag == "raw" else "\n" * inside.count("\n"))
            continue
        reader = _Reader(spot._replace(line=line), site, depth)
        new = reader.tag(found) if found.tag else reader.variable(found)
        done.append(new + "\n" * max(0, found.written.count("\n") - new.count("\n")))
        line += found.written.count("\n")
    return "".join(done) + text[at:]


def _token(text: str, at: int) -> _Token | None:
    """The next piece of Liquid from somewhere on."""
    while (begin := text.find("{", at)) >= 0:
        opened = text[begin : begin + 2]
        closing = {"{%": "%}", "{{": "}}"}.get(opened)
        end = text.find(closing, begin + 2, begin + _LONGEST) if closing else -1
        said = text[begin + 2 : end].strip("-").strip() if end >= 0 else ""
        if said:
            tag, rest = ("", said) if opened == "{{" else (*said.split(None, 1), "")[:2]
            return _Token(begin, end + 2, text[begin : end + 2], tag, rest)
        at = begin + 1
    return None


class _Reader:
    """One piece of Liquid, where it stands."""

    def __init__(self, spot: Spot, site: Mapping[str, Any], depth: int) -> None:
        self.source, self.file, self.line = spot
        self.site, self.depth = site, depth

    def variable(self, found: _Token) -> str:
        """What a variable of the site says; what only Jekyll knows stays as it is written."""
        name = found.said.partition("|")[0].strip()
        if name in _ROOTS:
            return ""
        value: Any = self.site
        for part in name.removeprefix("site.").split(".") if name.startswith("site.") else [""]:
            value = value.get(part) if isinstance(value, Mapping) else None
        if isinstance(value, str | int | float):
            return str(value)
        why = "only Jekyll knows what it says, so it stays as it is"
        self.source.approximate("variable", self.file, why, line=self.line, name=name)
        return found.written

    def tag(self, found: _Token) -> str:
        """What a tag makes of itself."""
        tag, said = found.tag, found.said
        if tag == "link":
            return f"/{said.lstrip('/')}"
        if tag == "include":
            return self._included(said)
        if tag == "highlight":
            return f"```{said.split()[0] if said else ''}"
        if tag == "endhighlight":
            return "```"
        why = "nothing is run; what stands between such tags stays"
        self.source.drop("tag", self.file, why, line=self.line, name=found.written[:60])
        return ""

    def _included(self, said: str) -> str:
        while (inner := _token(said, 0)) is not None and not inner.tag:
            said = said[: inner.begin] + self.variable(inner).strip("{}") + said[inner.end :]
        name, _, rest = said.partition(" ")
        given = {one[1]: one[2] or one[3] or "" for one in _ARGUMENT.finditer(rest)}
        picture = given.get("file") or given.get("url") or given.get("src")
        if picture:
            self.source.keep("figure", self.file, line=self.line, name=picture)
            shown = f"![{given.get('alt') or given.get('caption') or ''}](<{picture}>)"
            return f"{shown}\n\n{given['caption']}" if given.get("caption") else shown
        if name.endswith(_SHARED):
            return ""
        path = f"_includes/{name.lstrip('/')}"
        text = None if name.endswith((".html", ".js")) else self.source.text(path)
        if text is None or self.depth >= _DEEPEST or not self.source.affords(text):
            why = "it is made by Jekyll, or not there"
            self.source.drop("include", self.file, why, line=self.line, name=name)
            return ""
        self.source.keep("include", self.file, line=self.line, name=name)
        spot = Spot(self.source, path, 1)
        return _converted(text, spot, self.site, self.depth + 1).rstrip("\n")
