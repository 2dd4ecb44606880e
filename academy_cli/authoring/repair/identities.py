"""Ids that stand twice, and names that only an id can tell apart.

Knows whose an id most likely is; refuses where nobody can know.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.authoring import names
from academy_cli.authoring.document import Node
from academy_cli.authoring.repair import idlines
from academy_cli.authoring.repair.bench import Bench, file_of
from academy_cli.authoring.repair.edits import Edit, Mended, Offer, Unsafe
from academy_cli.authoring.repair.keys import replaced
from academy_cli.authoring.repair.newids import new_ids
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say
from academy_cli.kit.slugs import slugify

MOST = 20
"""Copies of one id; more are another thing than a slip, such as translations."""


def own_id(finding: Problem, bench: Bench) -> Offer:
    """An id of its own for the copy, where the file that the id is named after is another one."""
    claimants = bench.claimed.get(finding.value, ())
    if len(claimants) > MOST:
        return Unsafe(say("too many files have it for one to be theirs"))
    owners = _owners(finding.value, claimants, bench)
    here = next((node for node in claimants if file_of(node) == finding.file), None)
    if len(owners) != 1 or here is None:
        return Unsafe(say("nobody can say whose the id is: remove it from the copy"))
    if here is owners[0]:
        return None
    yaml = bench.yaml(finding.file)
    spot = yaml.pair("id")
    value = next((one for one in yaml.spots() if spot and one.node is spot.value), None)
    if value is None or not yaml.is_bare(value.node):
        return Unsafe(say("the id has an anchor, a tag or several lines"))
    copies = [node for node in claimants if node is not owners[0]]
    name = new_ids(copies, bench.taken, bench.known)[here.path]
    what = say(
        "the copy's id becomes `{}`; “{}” stays with “{}”", name, finding.value, owners[0].path
    )
    return Mended(what, (replaced(yaml, value, name),))


def _owners(name: str, claimants: Sequence[Node], bench: Bench) -> Sequence[Node]:
    """Those who are named after an id; found once for each."""
    if name not in bench.owners:
        bench.owners[name] = [node for node in claimants if _is_named_after(name, node)]
    return bench.owners[name]


def _is_named_after(name: str, node: Node) -> bool:
    key = names.path_key(node.path)
    words = {key, key.rpartition("/")[2], names.stem(_last(node.path))}
    wanted = slugify(name)
    return any(word[-1:] == wanted[-1:] and slugify(word) == wanted for word in words)


def _last(path: str) -> str:
    return path.rpartition("/")[2]


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
        return Unsafe(say("a module needs a module.yaml for its id"))
    standing = bench.taken - {node.key for node in alike}
    ids = new_ids(alike, standing, bench.known)
    edits = [edit for node in alike if (edit := _id_edit(node, ids[node.path], bench))]
    if len(edits) != len(alike):
        return Unsafe(say("a line `id:` has to be written by hand"))
    said = ", ".join(f"`{ids[node.path]}`" for node in alike)
    return Mended(say("the ids {}", said), tuple(edits))


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
