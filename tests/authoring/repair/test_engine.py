"""The engine on courses of all kinds: it ends, mends what it says, breaks nothing, and loses nobody."""

from __future__ import annotations

import random
from collections.abc import Collection
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.authoring.changes import Action
from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.document import Kind
from academy_cli.authoring.errors import FileUnwritableError
from academy_cli.authoring.repair import engine
from academy_cli.authoring.repair.carryout import Repairs, mendable, repairs_of, write
from academy_cli.authoring.repair.diffs import unified
from academy_cli.authoring.repair.edits import Edit, Mended, Repair, applied, together
from academy_cli.authoring.repair.engine import Repaired, repaired
from academy_cli.authoring.repair.fixes import EVERY, FIXES, USUAL, Fix
from academy_cli.authoring.repair.translating import STALE
from academy_cli.authoring.repair.writing import MEANWHILE
from academy_cli.authoring.tree import MemoryTree
from tests import make
from tests.authoring.academy import Academy
from tests.authoring.chance import often
from tests.authoring.checked import FILES, INTRO, LOOPS, front
from tests.authoring.repair.test_fixes import CASES

BROKEN = [(code, changes) for code, changes, _ in CASES]
ENDS = ["\n", "\r\n"]


def after(tree: MemoryTree, found: Repaired) -> MemoryTree:
    """A tree as it would be with all repairs."""
    files = {path: found.files.get(path, (b"", data))[1] for path, data in tree.files.items()}
    return MemoryTree({found.moves.get(path, path): data for path, data in files.items()})


@st.composite
def courses(draw: st.DrawFn) -> MemoryTree:
    """Several things broken at once, in one course, with either kind of line end."""
    chosen = draw(st.lists(st.sampled_from(BROKEN), min_size=1, max_size=5))
    files = make.files()
    for _, changes in chosen:
        files |= {p: d for p, d in make.files(changes).items() if d != make.files().get(p)}
    if draw(st.sampled_from(ENDS)) == "\r\n":
        files = {p: d.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for p, d in files.items()}
    cut = draw(st.sampled_from([*files]))
    return MemoryTree({p: d.rstrip() if p == cut else d for p, d in files.items()})


@given(courses(), st.sampled_from([USUAL, [*EVERY]]))
@often(60, torture=3000)
def test_a_repair_is_proved_idempotent_and_costs_nobody_their_place(
    tree: MemoryTree, wanted: Collection[str]
) -> None:
    before = make.compiled(tree)

    found = repaired(tree, wanted)
    mended = after(tree, found)
    then = make.compiled(mended)

    assert repaired(mended, wanted).repairs == ()
    assert then.problems == tuple(one for one in found.after if one.code not in engine.TIDY_CODES)
    new = set(then.codes) - set(before.codes) - {STALE}  # of what cannot be read, nobody says it
    hidden = any(EVERY[one.finding.code].reveals for one in found.repairs)
    assert hidden or new <= {EVERY[one.finding.code].leaves for one in found.repairs}
    lessons = {n.path for n in before.reading.draft.contents if n.kind is Kind.LESSON}
    kept = {n.path for n in then.reading.draft.contents if n.kind is Kind.LESSON}
    assert {found.moves.get(path, path) for path in lessons} <= kept
    ids = {n.id for n in before.reading.draft.contents}
    assert ids <= {n.id for n in then.reading.draft.contents}


def test_what_is_unsafe_is_looked_at_again_once_another_repair_is_made() -> None:
    twin = {"02-more/02-files.md": "# More files\n"}
    found = repaired(make.tree({FILES: b"# Files\n\nna\xefve\n", **twin}), USUAL)

    assert [one.finding.code for one in found.repairs] == ["source.not-utf8", "id.ambiguous"]
    assert found.left == ()


def test_edits_are_made_at_their_places_whatever_their_order() -> None:
    edits = [Edit("f", 4, 6, b"X"), Edit("f", 0, 0, b"2", "b"), Edit("f", 0, 0, b"1", "a")]
    random.Random(1).shuffle(edits)

    assert applied(b"abcdefgh", edits) == b"12abcdXgh"


def test_of_two_that_meet_one_waits_for_the_next_round() -> None:
    finding = make.findings({FILES: "\ufeff# F\n"})[0]
    first, second, third = (
        Repair(finding, Mended("", (Edit("f", *span, b"x"),))) for span in ((0, 3), (2, 4), (3, 5))
    )

    assert together([first, second, third]) == [first, third]


def test_a_fix_that_does_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """What proves repairs: without it, a useless edit would be written."""
    useless = Fix(lambda found, _: Mended("x", (Edit(found.file, 0, 0, b"<!-- -->\n"),)))
    monkeypatch.setitem(EVERY, "link.case", useless)  # type: ignore[arg-type]  # it is a plain dict

    found = repaired(make.tree({FILES: "# F\n\n[l](../01-Basics/02-loops.md)\n"}))

    assert not found.files
    assert found.left[0].why == engine.CAUSES


def test_a_fix_that_would_take_a_lesson_away_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    greedy = Fix(lambda found, _: Mended("x", (Edit("course.yaml", 0, 0, b"ignore: [02-more]\n"),)))
    monkeypatch.setitem(EVERY, "link.case", greedy)  # type: ignore[arg-type]  # it is a plain dict

    found = repaired(make.tree({FILES: "# F\n\n[l](../01-Basics/02-loops.md)\n"}))

    assert not found.files


class TestOnDisk:
    """What is written, and that learners keep everything."""

    CHANGES: ClassVar[make.Changes] = {
        INTRO: "# Introduction\r\n\r\nSee [loops](02-Loops.md).\r\n",
        LOOPS: front("title: Loops\nminuts: '3'\n"),
        FILES: "# Files\n\n![](../01-basics/images/loop.png)\n",
        "9-end.md": "# End\n",
    }

    def made(self, folder: Path, wanted: tuple[str, ...] = ()) -> Repairs:
        return repairs_of(compile_course(folder), wanted or USUAL)

    def test_a_plan_then_has_texts_and_names_and_no_change_of_identity(
        self, academy: Academy, tmp_path: Path
    ) -> None:
        folder = make.folder(tmp_path / "course", self.CHANGES)
        academy.sync(folder)
        before = academy.contents("python")

        told = write(self.made(folder, (*USUAL, "tidy.numbers")))

        assert all(one.is_written for one in told)
        assert (folder / "3-end.md").exists() or (folder / "03-end.md").exists()
        with academy.planned(folder) as prepared:
            changes = prepared.plan.changes
            assert {one.action for one in changes} <= {Action.UPDATE, Action.RENAME, Action.MOVE}
            names = {name for change in changes for name in change.differences}
            assert not names & {"id", "key"}
            assert not prepared.plan.withheld
        academy.sync(folder)
        assert academy.contents("python") == before

    def test_what_git_makes_of_the_diff_is_what_is_written(self, tmp_path: Path) -> None:
        import subprocess

        changes = {
            **self.CHANGES,
            "z.md": "# Z\n\nSee [e](#Z).",
            "y.md": b"# Gr\xf6\xdfe\n" + b"text \xfcber W\xf6rter\n" * 40,
            "x.md": "# Größe\n".encode("utf-16"),
        }
        folder = make.folder(tmp_path / "course", changes)
        twin = make.folder(tmp_path / "twin", changes)
        repairs = self.made(folder, (*USUAL, "tidy.newline", "tidy.numbers"))
        patch = "\n".join([*unified(repairs.result), ""]).encode()

        subprocess.run(["git", "apply", "-"], input=patch, cwd=twin, check=True)
        write(repairs)

        files = {p.relative_to(twin): p.read_bytes() for p in twin.rglob("*") if p.is_file()}
        mine = {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        assert files == mine

    def test_what_was_changed_meanwhile_is_left_alone(self, tmp_path: Path) -> None:
        folder = make.folder(tmp_path / "course", self.CHANGES)
        repairs = self.made(folder)
        (folder / INTRO).write_text("# Edited\n", encoding="utf-8")

        told = {one.file: one for one in write(repairs)}

        assert (told[INTRO].is_written, told[INTRO].reason) == (False, MEANWHILE)
        assert told[FILES].is_written
        assert (folder / INTRO).read_text("utf-8") == "# Edited\n"

    def test_a_file_that_is_gone_is_refused(self, tmp_path: Path) -> None:
        folder = make.folder(tmp_path / "course", self.CHANGES)
        repairs = self.made(folder)
        (folder / FILES).unlink()

        with pytest.raises(FileUnwritableError):
            write(repairs)

    def test_what_stands_twice_or_outside_by_a_link_is_left_alone(self, tmp_path: Path) -> None:
        outside = tmp_path / "outside.md"
        outside.write_text("\ufeff# O\n", encoding="utf-8")
        folder = make.folder(tmp_path / "course", {FILES: "\ufeff# Files\n"})
        (folder / "8-twin.md").symlink_to(FILES)
        (folder / "9-out.md").symlink_to(outside)

        repairs = self.made(folder)

        assert not repairs.result.files
        assert outside.read_bytes().startswith(b"\xef\xbb\xbf")

    def test_a_check_says_which_findings_are_mended(self, tmp_path: Path) -> None:
        folder = make.folder(tmp_path / "course", {**self.CHANGES, "x.md": "[a](gone.md)\n"})
        compiled = compile_course(folder)

        told = {one.code for one in mendable(compiled)}

        assert told == {one.finding.code for one in self.made(folder).result.repairs}
        assert "link.broken" in {one.code for one in compiled.problems} - told


def test_no_fix_is_for_what_only_a_plan_finds() -> None:
    assert not {"id.unclear", "id.changed", "id.swapped"} & FIXES.keys()
