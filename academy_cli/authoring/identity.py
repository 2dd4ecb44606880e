"""Who is who in a course: ids that stand once, keys that people can say, modules that are empty.

Works on drafts of nodes before they are final. Knows names and ids; refuses to know what is in a lesson.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import count

from academy_cli.authoring import names
from academy_cli.authoring.codes import problem
from academy_cli.authoring.document import Kind, Node, Page
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say

NAMED = 5
"""How many files are named that share an id with another one."""
_ID = re.compile(rb"^[\"']?id[\"']?[ \t]*:", re.MULTILINE)


class Draft:
    """A module or lesson on the way to being a node; ``parent`` is the index of its module, or -1.

    ``known`` is the node that its file was before, when not a byte of it has changed.
    """

    __slots__ = (
        "fields", "id", "is_broken", "key", "kind", "known", "page", "parent", "path", "source", "title"
    )  # fmt: skip

    def __init__(self, kind: Kind, path: str, parent: int) -> None:
        self.kind, self.path, self.parent = kind, path, parent
        self.title, self.key, self.fields, self.source = "", "", "{}", ""
        self.id: str | None = None
        self.page: Page | None = None
        self.known: Node | None = None
        self.is_broken = False

    @property
    def file(self) -> str:
        """The file that says who it is."""
        return self.path if self.kind is Kind.LESSON else f"{self.path}/{names.MODULE_FILE}"


def duplicate_ids(
    drafts: Sequence[Draft], load: Callable[[str], bytes]
) -> tuple[set[tuple[Kind, str]], list[Problem]]:
    """Find ids that stand twice, and take them from all who claim them: nobody can say who is right."""
    named = [draft.id for draft in drafts if draft.id is not None]
    if len(set(named)) == len(named):
        return set(), []
    places: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.id is not None:
            places[draft.id].append(draft)
    found = {name: claimants for name, claimants in places.items() if len(claimants) > 1}
    problems: list[Problem] = []
    for name, claimants in found.items():
        for draft in claimants:
            line = id_line(load(draft.file))
            message = say("the id “{}” also stands in {}", name, _others(draft, claimants))
            problems.append(
                problem(
                    "id.duplicate", draft.file, line, 1 if line else 0, value=name, message=message
                )
            )
            draft.id, draft.is_broken, draft.known = None, True, None
    doubted = {(draft.kind, name) for name, claimants in found.items() for draft in claimants}
    return doubted, problems


def _others(draft: Draft, claimants: Sequence[Draft]) -> str:
    """The first few files that share an id with another; all would be thousands, in each of thousands."""
    others = [other.file for other in claimants[: NAMED + 1] if other is not draft][:NAMED]
    more = len(claimants) - 1 - len(others)
    named = ", ".join(others)
    return say("{} and {} more", named, more) if more else named


def id_line(data: bytes) -> int:
    """The line on which a file says its id; 0 where it says none."""
    found = _ID.search(data)
    return data.count(b"\n", 0, found.start()) + 1 if found else 0


def settle_keys(drafts: Sequence[Draft]) -> list[Problem]:
    """Give every draft its key: its id, else its path without numbers, else its whole path."""
    first: dict[tuple[Kind, str], Draft] = {}
    shared: dict[tuple[Kind, str], list[Draft]] = {}
    for draft in drafts:
        draft.key = names.path_key(draft.path) if draft.id is None else draft.id
        before = first.setdefault((draft.kind, draft.key), draft)
        if before is not draft:
            shared.setdefault((draft.kind, draft.key), [before]).append(draft)
    taken = set(first) if shared else set()
    return [found for name, all_ in shared.items() for found in _separated(name, all_, taken)]


def _separated(
    name: tuple[Kind, str], claimants: list[Draft], taken: set[tuple[Kind, str]]
) -> list[Problem]:
    """Give each claimant of one key a key of its own; an id keeps it."""
    unnamed = [draft for draft in claimants if draft.id is None]
    if len(unnamed) == len(claimants):
        taken.discard(name)
    for draft in unnamed:
        draft.key = next(key for key in _keys(draft.path) if (draft.kind, key) not in taken)
        taken.add((draft.kind, draft.key))
    if len(unnamed) < 2:
        return []
    first, second = unnamed[0].path, unnamed[1].path
    message = say("“{}” and “{}” differ only by number, case or suffix", second, first)
    return [problem("id.ambiguous", second, value=second, message=message)]


def _keys(path: str) -> Iterator[str]:
    """The keys a path may have when the one without numbers is taken; the last never ends."""
    yield names.full_key(path)
    yield path
    yield from (f"{path}~{number}" for number in count(2))


def nodes_of(drafts: Sequence[Draft]) -> tuple[Node, ...]:
    """The final nodes, each naming its module by key; what did not change is the very same node."""
    return tuple(
        _node(draft, drafts[draft.parent].key if draft.parent >= 0 else "") for draft in drafts
    )


def _node(draft: Draft, parent: str) -> Node:
    known = draft.known
    if known is not None:
        if known.parent == parent and known.key == draft.key:
            return known
        return known._replace(parent=parent, key=draft.key)
    return Node(
        draft.kind,
        draft.key,
        draft.path,
        draft.title,
        draft.id,
        parent,
        draft.fields,
        draft.source,
        draft.page.body if draft.page else "",
        draft.is_broken,
        draft.page,
    )
