"""Who is who in a course: ids that stand once, keys that people can say, modules that are empty.

Works on drafts of nodes before they are final. Knows names and ids; refuses to know what is in a lesson.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace

from academy_cli.authoring import names
from academy_cli.authoring.codes import problem
from academy_cli.authoring.document import Kind, Node, Page
from academy_cli.authoring.problems import Problem


@dataclass(slots=True)
class Draft:
    """A module or lesson on the way to being a node; ``parent`` is the index of its module, or -1.

    ``known`` is the node that its file was before, when not a byte of it has changed.
    """

    kind: Kind
    path: str
    parent: int
    title: str = ""
    id: str | None = None
    fields: str = "{}"
    source: str = ""
    page: Page | None = None
    is_broken: bool = False
    key: str = ""
    known: Node | None = None

    @property
    def file(self) -> str:
        """The file that says who it is."""
        return self.path if self.kind is Kind.LESSON else f"{self.path}/{names.MODULE_FILE}"


def duplicate_ids(
    drafts: Sequence[Draft], load: Callable[[str], bytes]
) -> tuple[set[str], list[Problem]]:
    """Find ids that stand twice, and take them from all who claim them: nobody can say who is right."""
    places: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.id is not None:
            places[draft.id].append(draft)
    found = {name: claimants for name, claimants in places.items() if len(claimants) > 1}
    problems: list[Problem] = []
    for name, claimants in found.items():
        for draft in claimants:
            others = ", ".join(other.file for other in claimants if other is not draft)
            line = _id_line(load(draft.file))
            message = f"the id “{name}” also stands in {others}"
            problems.append(
                problem(
                    "id.duplicate", draft.file, line, 1 if line else 0, value=name, message=message
                )
            )
            draft.id, draft.is_broken, draft.known = None, True, None
    return set(found), problems


def _id_line(data: bytes) -> int:
    lines = data.decode("utf-8", errors="replace").splitlines()
    return next((number for number, line in enumerate(lines, 1) if line.startswith("id:")), 0)


def settle_keys(drafts: Sequence[Draft]) -> list[Problem]:
    """Give every draft its key: its id, else its path without numbers, else its whole path."""
    first: dict[tuple[Kind, str], Draft] = {}
    shared: dict[tuple[Kind, str], list[Draft]] = {}
    for draft in drafts:
        draft.key = names.path_key(draft.path) if draft.id is None else draft.id
        before = first.setdefault((draft.kind, draft.key), draft)
        if before is not draft:
            shared.setdefault((draft.kind, draft.key), [before]).append(draft)
    problems: list[Problem] = []
    for (kind, _), claimants in shared.items():
        problems += _separated(kind, claimants, first)
    return problems


def _separated(
    kind: Kind, claimants: list[Draft], places: Container[tuple[Kind, str]]
) -> list[Problem]:
    unnamed = [draft for draft in claimants if draft.id is None]
    for draft in unnamed:
        whole = names.full_key(draft.path)
        draft.key = draft.path if (kind, whole) in places and whole != draft.key else whole
    if len({draft.key for draft in unnamed}) < len(unnamed):
        for draft in unnamed:
            draft.key = draft.path
    if len(unnamed) < 2:
        return []
    first, second = unnamed[0].path, unnamed[1].path
    return [
        problem(
            "id.ambiguous",
            second,
            value=second,
            message=f"“{second}” and “{first}” differ only by their number",
        )
    ]


def empty_modules(drafts: Sequence[Draft]) -> list[Problem]:
    """Find modules without a lesson anywhere below them."""
    filled: set[int] = set()
    for draft in drafts:
        above = draft.parent if draft.kind is Kind.LESSON else -1
        while above >= 0 and above not in filled:
            filled.add(above)
            above = drafts[above].parent
    return [
        problem(
            "module.empty",
            draft.path,
            value=draft.path,
            message=f"the module “{draft.path}” has no lessons",
        )
        for index, draft in enumerate(drafts)
        if draft.kind is Kind.MODULE and index not in filled
    ]


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
        return replace(known, parent=parent, key=draft.key)
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
        draft.page,
        draft.is_broken,
    )
