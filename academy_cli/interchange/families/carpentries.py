"""The Carpentries' lessons (sandpaper, the Workbench): episodes in Markdown, named in config.yaml.

Order: ``episodes:`` and the other lists of config.yaml; a folder without a list goes by name. Solutions are
folded away, as they were. Pages for instructors, and profiles, go into folders that learners do not see.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from academy_cli.authoring.names import natural_key
from academy_cli.interchange.dialects import kramdown, pandoc
from academy_cli.interchange.outline import Item, Lesson, Module, Outline
from academy_cli.interchange.shapes import items
from academy_cli.interchange.sources import Mapped, Page, Source

CONFIG, LINKS = "config.yaml", "links.md"
_FOLDERS = ("episodes", "learners", "instructors", "profiles")
_PRIVATE = frozenset({"instructors", "profiles"})
_SUFFIXES = (".md", ".Rmd", ".rmd", ".qmd")
_DEFINITION = re.compile(r"^\[([^\]\n]+)\]:\s*(\S.*)$", re.MULTILINE)
_TAKEN = frozenset({"title", "lang", "keywords", *_FOLDERS})


def read(source: Source) -> Outline:
    """The front page, the episodes, the pages for learners."""
    config = source.yaml(CONFIG)
    if config is None:
        return Outline("", (), lacks=f"there is no {CONFIG}")
    defined = dict(_DEFINITION.findall(source.text(LINKS) or ""))
    private: dict[str, str] = {}
    children: list[Item] = []
    front = next((path for path in ("index.md", "index.Rmd") if path in source.known), None)
    if front and (lesson := _lesson(source, front, defined, private)):
        children.append(lesson)
    for folder in _FOLDERS:
        paths = list(_listed(source, config, folder))
        if folder in _PRIVATE:
            for path in paths:
                _put_aside(source, path, folder, private)
            continue
        made = [one for path in paths if (one := _lesson(source, path, defined, private))]
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
            source.drop("reference", CONFIG, "there is no such file", line=line, name=str(name))


def _lesson(
    source: Source, path: str, defined: Mapping[str, str], private: dict[str, str]
) -> Lesson | None:
    page = source.page(path)
    if page is None:
        return None
    made = pandoc.divided(kramdown.converted(page.body), source, path, page.line)
    if made.for_instructors.strip():
        private[f"_instructors/{posixpath.basename(path)}"] = made.for_instructors
    fields = _lesson_fields(source, path, page)
    if made.objectives:
        fields["objectives"] = list(made.objectives)
    text = _headed(page, made.text)
    names = [name for name in defined if f"[{name}]" in text and f"[{name}]:" not in text]
    if names:
        text += "\n\n" + "\n".join(f"[{name}]: {defined[name]}" for name in names) + "\n"
    title = str(page.front.value.get("title") or "")
    slug = posixpath.splitext(posixpath.basename(path))[0]
    return Lesson(title, path, text, line=page.line, slug=slug, fields=fields)


def _headed(page: Page, text: str) -> str:
    """A text with the questions and key points that older lessons have in their front matter."""
    parts = []
    for key, words in (("questions", "Questions"), ("keypoints", "Key points")):
        found = [one for one in items(page.front.value.get(key)) if isinstance(one, str)]
        parts.append(f"## {words}\n\n" + "\n".join(f"- {one}" for one in found) if found else "")
    return "\n\n".join(filter(None, (parts[0], text.strip("\n"), parts[1])))


def _lesson_fields(source: Source, path: str, page: Page) -> dict[str, Any]:
    said = page.front.value
    minutes = [
        said[key] for key in ("teaching", "exercises", "break") if isinstance(said.get(key), int)
    ]
    if len(minutes) > 1:
        line = page.front.line("teaching")
        source.approximate("minutes", path, "teaching and exercises are one sum", line=line)
    for key in said:
        if key not in (
            "title",
            "teaching",
            "exercises",
            "break",
            "questions",
            "objectives",
            "keypoints",
        ):
            line = page.front.line(key)
            source.drop("key", path, "ours has no such key", line=line, name=key)
    found = [one for one in items(said.get("objectives")) if isinstance(one, str)]
    objectives = {"objectives": [one[:1000] for one in found]} if found else {}
    return {**({"minutes": sum(minutes)} if minutes else {}), **objectives}


def _put_aside(source: Source, path: str, folder: str, private: dict[str, str]) -> None:
    text = source.text(path)
    if text is not None:
        name = f"_{folder}/{posixpath.basename(path)}"
        private[name] = text
        source.approximate("page", path, f"it is in {name}, which learners do not see")


def _fields(source: Source, config: Mapped) -> dict[str, Any]:
    said, fields = config.value, dict[str, Any]()
    if isinstance(said.get("lang"), str):
        fields["language"] = said["lang"]
    if isinstance(said.get("keywords"), str):
        fields["tags"] = [one.strip()[:60] for one in said["keywords"].split(",") if one.strip()]
    for key, value in said.items():
        if key not in _TAKEN and value is not None:
            source.drop("key", CONFIG, "ours has no such key", line=config.line(key), name=key)
    return fields
