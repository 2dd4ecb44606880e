"""Which new nodes have the name of a current one in the same module: a renamed module keeps its lessons.

Knows names within modules; refuses to know how a module was recognised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias, TypeVar

from academy_cli.authoring import names
from academy_cli.authoring.document import Kind, Node, path_of

T = TypeVar("T")
NameWithin: TypeAlias = Callable[[str, str], str | None]
"""The name that a path has in a module whose folder is given; None for one that says nothing."""
NAMES: Sequence[NameWithin] = (names.file_within, names.name_within)
"""The name as it is, and the name without its number: a module may well have 1-task and 2-task."""


def namesakes(
    name_of: NameWithin,
    wanted: Sequence[Node],
    left: Iterable[int],
    free: Iterable[Node],
    *,
    modules: Mapping[str, Node],
    pairs: Mapping[int, Node],
) -> Iterator[tuple[int, Node]]:
    """Each new node of those ``left`` with the ``free`` current one that has its name in its module.

    ``modules`` are the current ones by key. ``pairs`` are looked at as the search goes on: a module that is
    paired in between helps to find what is in it.
    """
    indexes = {node.key: i for i, node in enumerate(wanted) if node.kind is Kind.MODULE}
    around = {key: wanted[index] for key, index in indexes.items()}
    current = [*free]
    here = _placed(zip(current, current, _folders_of(current, modules), strict=True), name_of)
    new = [(wanted[index], index) for index in left]
    homes = (around.get(node.parent) for node, _ in new)
    folders = (path_of(home) if home else "" for home in homes)
    there = _placed(((*one, folder) for one, folder in zip(new, folders, strict=True)), name_of)
    for (kind, above, name), index in there.items():  # modules come before what is in them
        was = pairs.get(indexes.get(str(above), -1))
        is_known = above == "" or (was is not None and was is modules.get(was.key))
        node = here.get((kind, was.key if was else "", name)) if is_known else None
        if node is not None:
            yield index, node


def _folders_of(current: Sequence[Node], modules: Mapping[str, Node]) -> Iterator[str]:
    """The folder of each node's module, in which its path is a name.

    What stays although nobody knows where it went is left behind when its module gets another folder. A
    front page may as well be a lesson that a list fetched, unless others have paths in that old folder too.
    """
    left: Counter[tuple[str, str]] = Counter()
    folders: list[tuple[str, str, bool]] = []
    for node in current:
        home = modules.get(node.parent)
        folder, path = path_of(home) if home else "", path_of(node)
        old = _as_deep(path, folder)
        left[folder, old] += folder != old
        folders.append((folder, old, names.is_front_page(path.rpartition("/")[2])))
    for folder, old, is_front_page in folders:
        yield folder if is_front_page and left[folder, old] < 2 else old


def _as_deep(path: str, folder: str) -> str:
    """The folder that a path is in, as deep as another one."""
    depth = folder.count("/") + 1 if folder else 0
    parts = path.split("/")[:-1]
    return "/".join(parts[:depth]) if len(parts) >= depth else folder


def _placed(
    items: Iterable[tuple[Node, T, str]], name_of: NameWithin
) -> Mapping[tuple[Hashable, ...], T]:
    return unique(
        ((node.kind, node.parent, name_of(path_of(node), folder)), item)
        for node, item, folder in items
    )


def unique(items: Iterable[tuple[tuple[Hashable, ...], T]]) -> Mapping[tuple[Hashable, ...], T]:
    """Items whose key is theirs alone; a key that ends in None does not count."""
    found: dict[tuple[Hashable, ...], T] = {}
    twice: set[tuple[Hashable, ...]] = set()
    for key, item in items:
        if key[-1] is None:
            continue
        if key in found:
            twice.add(key)
        found[key] = item
    for key in twice:
        del found[key]
    return found
