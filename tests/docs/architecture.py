"""The list of modules in docs/architecture.md: ``python -m tests.docs.architecture`` writes it again.

Knows that a module's first line says what it is; refuses to know any module by name.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "architecture.md"
PACKAGE = ROOT / "academy_cli"
_BLOCK = re.compile(r"(<!-- modules -->\n).*?(<!-- end -->)", re.DOTALL)


def written(page: str) -> str:
    """A page with its list of modules as it should be."""
    return _BLOCK.sub(lambda found: f"{found[1]}\n{''.join(sections())}{found[2]}", page)


def sections() -> Iterator[str]:
    """A table for each package."""
    paths = sorted(PACKAGE.rglob("*.py"), key=lambda path: (path.parent.as_posix(), path.name))
    for folder, found in groupby(paths, key=lambda path: path.parent):
        rows = "".join(
            f"| `{path.stem}` | {_sentence(path)} |\n" for path in found if _counts(path)
        )
        name = folder.relative_to(ROOT).as_posix()
        if rows:
            yield f"### {name}/\n\n| module | what it is |\n| --- | --- |\n{rows}\n"


def _counts(path: Path) -> bool:
    return path.name != "__init__.py" and path.parent.name != "versions"


def _sentence(path: Path) -> str:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return said.partition("\n")[0].replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
