"""Liquid in pages of Jekyll: links, figures, variables of the site, pieces that are included, remarks.

After https://jekyllrb.com/docs/liquid/. Knows what stands in files; refuses to run anything, and so to decide
conditions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from academy_cli.interchange.dialects.rewriting import Spot
from academy_cli.interchange.sources import Source

_TOKEN = re.compile(
    r"\{%-?\s*(?P<tag>\w+)\s*(?P<said>(?:[^%]|%(?!\}))*?)\s*-?%\}|\{\{-?\s*(?P<name>[^{}]*?)\s*-?\}\}"
)
_ENDS = {one: re.compile(r"\{%-?\s*end" + one + r"\s*-?%\}") for one in ("raw", "comment")}
_ARGUMENT = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_ROOTS = frozenset({"page.root", "site.baseurl", "site.url", "relative_root_path", "site.root"})
"""Variables that begin the address of something in the same site."""
_SHARED = "links.md"
"""The file of links that pages include last; a family takes from it what a page needs."""
_DEEPEST = 5


def converted(text: str, source: Source, file: str, line: int, site: Mapping[str, Any]) -> str:
    """A text without Liquid; links within the site begin at its root. Lines keep their numbers."""
    return _converted(text, Spot(source, file, line), site, 0)


def _converted(text: str, spot: Spot, site: Mapping[str, Any], depth: int) -> str:
    if "{%" not in text and "{{" not in text:
        return text
    done, at = list[str](), 0
    for found in _TOKEN.finditer(text):
        if found.start() < at:
            continue
        done.append(text[at : found.start()])
        at, end = found.end(), _ENDS.get(found["tag"] or "")
        if end is not None:
            closed = end.search(text, at)
            inside = text[at : closed.start()] if closed else text[at:]
            at = closed.end() if closed else len(text)
            done.append(inside if found["tag"] == "raw" else "\n" * inside.count("\n"))
            continue
        here = spot._replace(line=spot.line + text.count("\n", 0, found.start()))
        reader = _Reader(here, site, depth)
        new = reader.tag(found) if found["tag"] else reader.variable(found)
        done.append(new + "\n" * max(0, found[0].count("\n") - new.count("\n")))
    return "".join(done) + text[at:]


class _Reader:
    """One piece of Liquid, where it stands."""

    def __init__(self, spot: Spot, site: Mapping[str, Any], depth: int) -> None:
        self.source, self.file, self.line = spot
        self.site, self.depth = site, depth

    def variable(self, found: re.Match[str]) -> str:
        """What a variable of the site says; what only Jekyll knows stays as it is written."""
        name = found["name"].partition("|")[0].strip()
        if name in _ROOTS:
            return ""
        value: Any = self.site
        for part in name.removeprefix("site.").split(".") if name.startswith("site.") else [""]:
            value = value.get(part) if isinstance(value, Mapping) else None
        if isinstance(value, str | int | float):
            return str(value)
        why = "only Jekyll knows what it says, so it stays as it is"
        self.source.approximate("variable", self.file, why, line=self.line, name=name)
        return found[0]

    def tag(self, found: re.Match[str]) -> str:
        """What a tag makes of itself."""
        tag, said = found["tag"], found["said"]
        if tag == "link":
            return f"/{said.lstrip('/')}"
        if tag == "include":
            return self._included(said)
        if tag == "highlight":
            return f"```{said.split()[0] if said else ''}"
        if tag == "endhighlight":
            return "```"
        why = "nothing is run; what stands between such tags stays"
        self.source.drop("tag", self.file, why, line=self.line, name=found[0][:60])
        return ""

    def _included(self, said: str) -> str:
        said = _TOKEN.sub(lambda one: self.variable(one) if one["name"] else one[0], said)
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
