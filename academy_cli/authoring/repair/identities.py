"""Ids that stand twice, and names that only an id can tell apart.

Knows whose an id most likely is; refuses where nobody can know.
"""

from __future__ import annotations

from academy_cli.authoring import names
from academy_cli.authoring.document import Kind, Node
from academy_cli.authoring.repair import idlines
from academy_cli.authoring.repair.bench import Bench
from academy_cli.authoring.repair.edits import Edit, Mended, Offer, Unsafe
from academy_cli.authoring.repair.keys import replaced
from academy_cli.authoring.repair.newids import new_ids
from academy_cli.formats.problems import Problem
from academy_cli.kit.slugs import slugify


def own_id(finding: Problem, bench: Bench) -> Offer:
    """An id of its own for the copy, where the file that the id is named after is another one."""
    claimants = [
        node
        for node in bench.nodes.values()
        if (spot := bench.yaml(file_of(node)).pair("id")) is not None
        and str(spot.value.value).strip() == finding.value
    ]
    owners = [node for node in claimants if _is_named_after(finding.value, node)]
    here = next((node for node in claimants if file_of(node) == finding.file), None)
    if len(owners) != 1 or here is None:
        return Unsafe("nobody can say whose the id is: remove it from the copy")
    if here is owners[0]:
        return None
    yaml = bench.yaml(finding.file)
    spot = yaml.pair("id")
    value = next((one for one in yaml.spots() if spot and one.node is spot.value), None)
    if value is None or not yaml.is_bare(value.node):
        return Unsafe("the id has an anchor, a tag or several lines")
    copies = [node for node in claimants if node is not owners[0]]
    name = new_ids(copies, taken(bench), bench.known)[here.path]
    what = f"the copy's id becomes `{name}`; “{finding.value}” stays with “{owners[0].path}”"
    return Mended(what, (replaced(yaml, value, name),))


def _is_named_after(name: str, node: Node) -> bool:
    key = names.path_key(node.path)
    words = (key, key.rpartition("/")[2], names.stem(node.path), names.stem(_last(node.path)))
    return slugify(name) in {slugify(word) for word in words}


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def file_of(node: Node) -> str:
    """The file that says who a module or lesson is."""
    return node.path if node.kind is Kind.LESSON else f"{node.path}/{names.MODULE_FILE}"


def taken(bench: Bench) -> set[str]:
    """Every id, and what all those are called that have none."""
    reading = bench.examined.reading
    said = (bench.yaml(file_of(node)).pair("id") for node in bench.nodes.values() if node.is_broken)
    written = {str(spot.value.value) for spot in said if spot is not None}
    return {node.id or node.key for node in bench.nodes.values()} | reading.doubts.ids | written


def told_apart(finding: Problem, bench: Bench) -> Offer:
    """An id for each of those whose names differ only by number, letter case or suffix."""
    this = bench.nodes.get(finding.file)
    if this is None:
        return None
    key = names.path_key(this.path)
    alike = [
        node
        for node in bench.nodes.values()
        if node.kind is this.kind and node.id is None and names.path_key(node.path) == key
    ]
    if any(file_of(node) not in bench.tree.paths for node in alike):
        return Unsafe("a module needs a module.yaml for its id")
    standing = taken(bench) - {node.key for node in alike}
    ids = new_ids(alike, standing, bench.known)
    edits = [edit for node in alike if (edit := _id_edit(node, ids[node.path], bench))]
    if len(edits) != len(alike):
        return Unsafe("a line `id:` has to be written by hand")
    said = ", ".join(f"`{ids[node.path]}`" for node in alike)
    return Mended(f"the ids {said}", tuple(edits))


def _id_edit(node: Node, name: str, bench: Bench) -> Edit | None:
    """The line more that gives an id, as an edit."""
    file = file_of(node)
    data = bench.data(file)
    made = idlines.with_id(file, data, name, limits=bench.yaml_limits)
    if made is None:
        return None
    start = next((i for i, (a, b) in enumerate(zip(data, made, strict=False)) if a != b), len(data))
    added = len(made) - len(data)
    return Edit(file, start, start, made[start : start + added])
