"""Files and folders that are renamed: every link to them, and from them, leads where it led.

Knows paths and links; refuses to know why something is renamed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote

from academy_cli.authoring import names
from academy_cli.authoring.codes import CODES
from academy_cli.authoring.markdown import Link, Refers
from academy_cli.authoring.repair.bench import Bench
from academy_cli.authoring.repair.edits import Edit, Mended, Move, Offer, Unsafe
from academy_cli.authoring.repair.links import encoded, field, retargeted
from academy_cli.authoring.signposts import joined, relative
from academy_cli.formats.codes import shown
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say


def with_usual_suffix(finding: Problem, bench: Bench) -> Offer:
    """A text under the name of a lesson, which it is from then on."""
    path = names.with_usual_suffix(finding.file)
    name = path.rpartition("/")[2]
    if path in bench.tree.paths:
        return Unsafe(say("there is a {} beside it", name))
    old = finding.file.rpartition("/")[2].encode()
    headers = (
        one for one in bench.tree.paths if one.endswith((names.COURSE_FILE, names.MODULE_FILE))
    )
    if found := next((one for one in headers if old in bench.data(one)), None):
        return Unsafe(say("{} names it", found))
    edits = relinked({finding.file: name}, bench)
    if isinstance(edits, Unsafe):
        return edits
    return Mended(say("its name becomes {}", name), edits, (Move(finding.file, path),))


def relinked(renames: Mapping[str, str], bench: Bench) -> tuple[Edit, ...] | Unsafe:
    """What to write where links lead to something that is renamed; ``renames`` are new names by path."""
    edits: list[Edit] = []
    for node in (bench.examined.reading.draft.root, *bench.nodes.values()):
        for link in node.page.links if node.page is not None else ():
            offer = _kept(node.path, link, renames, bench)
            if isinstance(offer, Unsafe):
                return Unsafe(
                    say("a link to what is renamed cannot be written anew, in {}", node.path)
                )
            edits += offer.edits if offer else ()
    return tuple(edits)


def new_path(path: str, renames: Mapping[str, str]) -> str:
    """Where something is after the renames, of folders around it as well."""
    parts = path.split("/")
    heads = ("/".join(parts[: depth + 1]) for depth in range(len(parts)))
    return "/".join(renames.get(head, part) for head, part in zip(heads, parts, strict=True))


def _kept(file: str, link: Link, renames: Mapping[str, str], bench: Bench) -> Offer:
    """A link that leads where it led; nothing where it reads as before."""
    if link.is_external or link.target.startswith(("#", "/")):
        return None
    is_field = link.kind is Refers.FILE
    target, mark, tail = (link.target, "", "") if is_field else _cut(link.target)
    path = joined(file, target if is_field else unquote(target))
    if path is None or (path not in bench.tree.paths and path not in bench.folders):
        return None
    before = relative(file, path)
    after = relative(new_path(file, renames), new_path(path, renames))
    if before == after:
        return None
    code = "file.missing" if is_field else "link.broken"
    where = Problem(code, CODES[code].severity, file, link.line, link.column,
                    shown(link.target), "", "")  # fmt: skip
    if is_field:
        return field(where, bench, after)
    slash = "/" if target.endswith("/") else ""
    return retargeted(where, bench, encoded(after + slash) + mark + tail)


def _cut(target: str) -> tuple[str, str, str]:
    """A link's path, and what comes behind it: a query or the name of a place."""
    found = re.search(r"[?#]", target)
    if found is None:
        return target, "", ""
    return target[: found.start()], found[0], target[found.end() :]
