"""A Jupyter notebook as Markdown: its texts, its code, and what the code wrote when it was last run.

Knows the format of notebooks, version 4; runs nothing.
"""

from __future__ import annotations

import re
from typing import Any

from academy_cli.interchange.shapes import items, mapping, mappings
from academy_cli.interchange.sources import Source

_HIDDEN = frozenset({"remove-cell", "remove_cell", "hide-cell"})


def notebook(source: Source, path: str) -> str | None:
    """A notebook's cells, one after another; None, noted, where it is none."""
    said = source.json(path)
    cells = said.get("cells") if isinstance(said, dict) else None
    if not isinstance(cells, list):
        source.drop("file", path, "it is no notebook of version 4")
        return None
    language = _language(said)
    parts: list[str] = []
    for number, cell in enumerate(mappings(cells), 1):
        text = _joined(cell.get("source"))
        tags = items(mapping(cell.get("metadata")).get("tags"))
        if _HIDDEN & {str(tag) for tag in tags}:
            source.drop("cell", path, "its tag hides it", name=str(number))
        elif cell.get("cell_type") == "markdown":
            _attached(source, path, cell)
            parts.append(text)
        elif cell.get("cell_type") == "code" and text.strip():
            source.approximate(
                "code", path, "the code is shown as it is and not run", name=str(number)
            )
            parts.append(_fenced(text, language))
            parts += _outputs(source, path, cell)
        elif text.strip():
            source.drop("cell", path, "it is neither text nor code", name=str(number))
    return "\n\n".join(parts)


def _language(said: dict[str, Any]) -> str:
    name = mapping(mapping(said.get("metadata")).get("kernelspec")).get("language")
    return str(name) if isinstance(name, str) and re.fullmatch(r"[\w+#-]+", name) else "python"


def _joined(text: Any) -> str:
    if isinstance(text, list):
        return "".join(one for one in text if isinstance(one, str))
    return text if isinstance(text, str) else ""


def _fenced(text: str, language: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def _outputs(source: Source, path: str, cell: dict[str, Any]) -> list[str]:
    """What a cell wrote, as text; pictures and tables that are in the notebook are dropped."""
    parts = []
    for one in mappings(cell.get("outputs")):
        bundle = mapping(one.get("data"))
        text = _joined(one.get("text"))
        text = text or _joined(bundle.get("text/plain"))
        richer = [kind for kind in bundle if kind != "text/plain"]
        if richer:
            source.drop("output", path, "only text that code wrote is kept", name=", ".join(richer))
        if text.strip() and not any(kind.startswith("image/") for kind in richer):
            parts.append(_fenced(text, "output"))
    return parts


def _attached(source: Source, path: str, cell: dict[str, Any]) -> None:
    for name in mapping(cell.get("attachments")):
        source.drop(
            "attachment", path, "pictures within a notebook are not taken out", name=str(name)
        )
