"""A Jupyter notebook as Markdown: its texts, its code, and what the code wrote when it was last run.

Knows the format of notebooks, version 4; runs nothing.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from academy_cli.interchange.dialects.myst_book import NOTEBOOK_BYTES
from academy_cli.interchange.dialects.rewriting import details
from academy_cli.interchange.embedded import PICTURES, picture, taken_out
from academy_cli.interchange.shapes import items, mapping, mappings
from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_MAGIC = re.compile(r"^\s*%%(html|latex|bash|sh|javascript|js|R|sql)\b", re.IGNORECASE)


def notebook(source: Source, path: str) -> str | None:
    """A notebook's cells, one after another; None, noted, where it is none."""
    said = source.json(path, NOTEBOOK_BYTES)
    cells = said.get("cells") if isinstance(said, dict) else None
    if not isinstance(cells, list):
        source.drop("file", path, say("it is no notebook of version 4"))
        return None
    language = _language(said)
    parts: list[str] = []
    for number, cell in enumerate(mappings(cells), 1):
        text = _joined(cell.get("source"))
        tags = _tags(cell)
        if tags & {"remove-cell"}:
            source.drop("cell", path, say("its tag hides it"), name=str(number))
        elif cell.get("cell_type") == "markdown":
            parts.append(_attached(source, path, cell, text))
        elif cell.get("cell_type") == "code" and text.strip():
            parts += _code(source, path, cell, (str(number), text, language))
        elif text.strip():
            source.drop("cell", path, say("it is neither text nor code"), name=str(number))
    return "\n\n".join(parts)


def _tags(cell: dict[str, Any]) -> set[str]:
    named = items(mapping(cell.get("metadata")).get("tags"))
    return {str(tag).replace("_", "-") for tag in named}


def _code(
    source: Source, path: str, cell: dict[str, Any], what: tuple[str, str, str]
) -> Iterator[str]:
    """The code of a cell and what it wrote; folded away or left out as its tags say."""
    (number, text, language), tags = what, _tags(cell)
    magic = _MAGIC.match(text)
    fenced = _fenced(text, magic[1].lower() if magic else language)
    if "remove-input" in tags:
        source.drop("code", path, say("its tag hides it"), name=number)
    else:
        why = "the code is shown as it is and not run"
        source.approximate("code", path, why, name=number)
        is_folded = tags & {"hide-input", "hide-cell"}
        yield _folded("Code", [fenced]) if is_folded else fenced
    if "remove-output" in tags:
        if items(cell.get("outputs")):
            source.drop("output", path, say("its tag hides it"), name=number)
        return
    outputs = list(_outputs(source, path, cell, number))
    is_folded = tags & {"hide-output", "hide-cell"}
    if outputs:
        yield _folded("Output", outputs) if is_folded else "\n\n".join(outputs)


def _folded(summary: str, parts: list[str]) -> str:
    return "\n".join(details(summary, "\n\n".join(parts).split("\n")))


def _language(said: dict[str, Any]) -> str:
    about = mapping(said.get("metadata"))
    names = (
        mapping(about.get("kernelspec")).get("language"),
        mapping(about.get("language_info")).get("name"),
    )
    found = (name for name in names if isinstance(name, str) and re.fullmatch(r"[\w+#-]+", name))
    return next(found, "python")


def _joined(text: Any) -> str:
    if isinstance(text, list):
        return "".join(one for one in text if isinstance(one, str))
    return text if isinstance(text, str) else ""


def _fenced(text: str, language: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.strip(chr(10)).rstrip()}\n{fence}"


def _outputs(source: Source, path: str, cell: dict[str, Any], number: str) -> Iterator[str]:
    """What a cell wrote: text, and pictures as files of their own; of anything else its text."""
    for one in mappings(cell.get("outputs")):
        bundle = mapping(one.get("data"))
        text = _COLOURS.sub("", _joined(one.get("text")) or _joined(bundle.get("text/plain")))
        if one.get("output_type") == "error":
            text = f"{one.get('ename')}: {one.get('evalue')}"
            source.approximate("output", path, say("of an error its last line stays"), name=number)
        shown = next((kind for kind in PICTURES if bundle.get(kind)), None)
        richer = [kind for kind in bundle if kind not in ("text/plain", shown)]
        if shown:
            data = (
                re.sub(r"\s", "", _joined(bundle[shown]))
                if shown != "image/svg+xml"
                else _joined(bundle[shown])
            )
            file = picture(source, path, shown, data)
            if file:
                source.keep("output", path, name=number)
                yield f"![Output]({_address(file)})"
                text = ""
        if richer:
            why = "of what code wrote only text and pictures are kept"
            source.drop("output", path, why, name=", ".join(richer))
        if text.strip():
            yield _fenced(text, "output")


def _address(file: str) -> str:
    name = posixpath.basename(file)
    return f"<{name}>" if re.search(r"[\s()]", name) else name


def _attached(source: Source, path: str, cell: dict[str, Any], text: str) -> str:
    """A text with the pictures that are attached to it, and those written into it, as files."""
    for name, bundle in mapping(cell.get("attachments")).items():
        kind, data = next(iter(mapping(bundle).items()), ("", ""))
        file = picture(source, path, str(kind), re.sub(r"\s", "", _joined(data)))
        if file:
            text = text.replace(f"attachment:{name}", _address(file))
    return taken_out(text, source, path)
