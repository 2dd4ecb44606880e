"""Translations: under the right code, where their originals are, with the digest of what they were made from.

Knows that a digest says what somebody read while translating; refuses to call a translation current because
its file is there.
"""

from __future__ import annotations

import re

from academy_cli.authoring import names
from academy_cli.authoring.conventions import join
from academy_cli.authoring.document import Node
from academy_cli.authoring.repair.bench import Bench
from academy_cli.authoring.repair.edits import Edit, Mended, Move, Offer, Unsafe
from academy_cli.authoring.repair.fronts import with_line
from academy_cli.authoring.repair.keys import without
from academy_cli.authoring.translations.wording import wording
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say

STALE, ORPHANED = "translation.stale", "translation.orphaned"
_MOVE_IT = re.compile(r"Move it to `([^`]+)`\.")
_CALL_IT = re.compile(r"Call it `([A-Za-z0-9-]+)`\.")


def current(bench: Bench) -> frozenset[str]:
    """The translations that were made from their originals as these are now, by path."""
    return frozenset(
        path
        for path, (node, original) in bench.originals.items()
        if node.values.get("source") == wording(original)
    )


def called_right(finding: Problem, bench: Bench) -> Offer:
    """The folder or file of a language by its right code, where that is certain."""
    meant = _CALL_IT.search(finding.hint)
    if meant is None:
        return None
    folder, _, name = finding.file.rpartition("/")
    new = join(folder, _renamed(name, finding.value, meant[1]))
    if new in bench.tree.paths or new in bench.folders:
        return Unsafe(say("there is a “{}” already", new))
    return Mended(
        say("its name becomes {}", new.rpartition("/")[2]), moves=(Move(finding.file, new),)
    )


def moved_along(finding: Problem, bench: Bench) -> Offer:
    """A translation where its original is now, where the text that it was made from says which that is."""
    meant = _MOVE_IT.search(finding.hint)
    if meant is None:
        return None
    if meant[1] in bench.tree.paths:
        return Unsafe(say("there is a “{}” already", meant[1]))
    return Mended(say("moved to {}", meant[1]), moves=(Move(finding.file, meant[1]),))


def _renamed(name: str, code: str, right: str) -> str:
    if names.beside(name) is None:
        return right
    stem, _, rest = name.rpartition(f".{code}.")
    return f"{stem}.{right}.{rest}"


def without_key(finding: Problem, bench: Bench) -> Offer:
    """A translation without a key that only its original decides."""
    yaml = bench.yaml(finding.file)
    spot = yaml.pair(finding.value)
    said = say("`{}` goes, which its original decides", finding.value)
    return without(yaml, spot, said) if spot else None


def sourced(finding: Problem, bench: Bench) -> Offer:
    """A translation with the digest of its original as it was when it was translated."""
    if bench.translated and finding.file not in bench.translated:
        return None
    _, original = bench.originals[finding.file]
    made_from = _made_from(finding.file, original, bench)
    return made_from if isinstance(made_from, Unsafe) else _with(finding.file, made_from, bench)


def _made_from(file: str, original: Node, bench: Bench) -> str | Unsafe:
    if original.is_broken:
        return Unsafe(say("its original has an error"))
    if file in bench.translated:
        return wording(original)
    if bench.past.is_shallow:
        return Unsafe(
            say("what it was made from is not in this shallow clone: git fetch --unshallow")
        )
    if bench.past.is_changed_now(file):
        return wording(original)
    version = bench.past.when_translated(original, file)
    return version.digest if version else Unsafe(say("git does not say what it was made from"))


def kept_current(finding: Problem, bench: Bench) -> Offer:
    """A translation that was current until its original was mended, or is by now, with the digest of that."""
    if finding.file not in bench.was_current | bench.translated:
        return None
    _, original = bench.originals[finding.file]
    return _with(finding.file, wording(original), bench)


def _with(file: str, digest: str, bench: Bench) -> Offer:
    """A file with its `source:`, in place of another one where there is one."""
    yaml = bench.yaml(file)
    spot = yaml.pair("source")
    if spot is None:
        return with_line(file, bench.data(file), f"source: {digest}")
    if not yaml.is_bare(spot.value):
        return Unsafe(say("the value has an anchor, a tag or several lines"))
    start, end = yaml.span(spot.value)
    text = digest if end > start else f" {digest}"
    return Mended(say("`source:` is {}…", digest[:12]), (Edit(file, start, end, text.encode()),))
