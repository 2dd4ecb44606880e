"""The Carpentries' lessons (sandpaper, the Workbench): episodes in Markdown, named in config.yaml.

Order: ``episodes:`` and the other lists of config.yaml; a folder without a list goes by name. Solutions are
folded away, as they were. Pages for instructors, and profiles, go into folders that learners do not see. What
Jekyll makes has another layout.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from academy_cli.authoring.names import natural_key
from academy_cli.interchange.families import carpentries_jekyll as jekyll
from academy_cli.interchange.families.carpentries_page import lesson, put_aside
from academy_cli.interchange.outline import Item, Module, Outline
from academy_cli.interchange.sources import Mapped, Source
from academy_cli.kit.saying import say

CONFIG, LINKS = "config.yaml", "links.md"
_FOLDERS = ("episodes", "learners", "instructors", "profiles")
_PRIVATE = frozenset({"instructors", "profiles"})
_SUFFIXES = (".md", ".Rmd", ".rmd", ".qmd")
_DEFINITION = re.compile(r"^\[([^\]\n]+)\]:\s*(\S.*)$", re.MULTILINE)
_TAKEN = frozenset({"title", "lang", "keywords", *_FOLDERS})


def read(source: Source) -> Outline:
    """The front page, the episodes, the pages for learners."""
    if CONFIG not in source.known and jekyll.CONFIG in source.known:
        return jekyll.read(source)
    config = source.yaml(CONFIG)
    if config is None:
        return Outline("", (), lacks=say("there is no {}", CONFIG))
    defined = dict(_DEFINITION.findall(source.text(LINKS) or ""))
    private: dict[str, str] = {}
    children: list[Item] = []
    front = next((path for path in ("index.md", "index.Rmd") if path in source.known), None)
    if front and (first := lesson(source, front, defined, private)):
        children.append(first)
    for folder in _FOLDERS:
        paths = list(_listed(source, config, folder))
        if folder in _PRIVATE:
            for path in paths:
                put_aside(source, path, folder, private)
            continue
        made = [one for path in paths if (one := lesson(source, path, defined, private))]
        if folder == "episodes":
            children += made
        elif made:
            children.append(Module(folder.capitalize(), made[0].source, tuple(made), slug=folder))
    is_stated = isinstance(config.value.get("episodes"), list)
    return Outline(
        str(config.value.get("title") or ""),
        tuple(children),
        "episodes: of config.yaml" if is_stated else "",
        fields=_fields(source, config),
        private=private,
    )


def resolve(source: Source, base: str, target: str) -> str | None:
    """Where a link leads: pages may be named from the site's root, by their address, or by name alone."""
    if found := source.at(base, target) or source.at("", target):
        return found
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    if found := jekyll.page_at(source, path):
        return found
    stem = posixpath.splitext(posixpath.basename(path))[0]
    if not path.endswith(".html") and path:
        places = (f"{folder}/{path.lstrip('./')}" for folder in _FOLDERS)
        return next((one for one in places if one in source.known), None)
    names = (f"{folder}/{stem}{end}" for folder in _FOLDERS for end in _SUFFIXES)
    return next((one for one in (*names, f"{stem}.md") if one in source.known), None)


def _listed(source: Source, config: Mapped, folder: str) -> Iterator[str]:
    """A folder's pages in the order of its list, else by name."""
    there = [path for path in source.below(folder, _SUFFIXES) if posixpath.dirname(path) == folder]
    listed = config.value.get(folder)
    if not isinstance(listed, list):
        yield from sorted(there, key=lambda path: natural_key(path.rpartition("/")[2]))
        return
    for number, name in enumerate(listed):
        path = f"{folder}/{name}"
        if path in there:
            there.remove(path)
            yield path
        else:
            line = config.line(folder, number)
            source.drop(
                "reference", CONFIG, say("there is no such file"), line=line, name=str(name)
            )


def _fields(source: Source, config: Mapped) -> dict[str, Any]:
    said, fields = config.value, dict[str, Any]()
    if isinstance(said.get("lang"), str):
        fields["language"] = said["lang"]
    if isinstance(said.get("keywords"), str):
        fields["tags"] = [one.strip()[:60] for one in said["keywords"].split(",") if one.strip()]
    for key, value in said.items():
        if key not in _TAKEN and value is not None:
            source.drop("key", CONFIG, say("ours has no such key"), line=config.line(key), name=key)
    return fields
