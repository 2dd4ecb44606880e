"""What bulk work did is undone, once, by whoever goes on with it; and nothing that came since."""

from __future__ import annotations

import pytest

from academy_cli.bulk import engine as planning
from academy_cli.bulk.errors import (
    AlreadyUndoneError,
    GoesBackError,
    NothingToResumeError,
    OtherKindError,
    TakenOverError,
    UnknownBatchError,
)
from academy_cli.bulk.importer import Importer
from academy_cli.bulk.reading import Limits
from tests.bulk.folk import ANN, Folk, Office
from tests.bulk.interruptions import SOME, PowerCut, batches, interrupted, proof, resumed


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "CHUNK", 3)


def test_undoing_takes_back_what_was_created_and_changed(office: Office) -> None:
    office.run("email,name\na1@x.org,Ann\n")
    view = office.run(SOME)

    undone = office.undo(view.reference or "")

    assert (undone.update, undone.refused) == (10, 0)
    assert (office.folk(), office.mails()) == ({"a1@x.org": ("Ann", None)}, 1)
    shown = batches(office).show(view.reference or "")
    assert (shown.state, shown.undone_by) == ("undone", (undone.reference,))
    with pytest.raises(AlreadyUndoneError):
        office.undo(view.reference or "")
    with pytest.raises(AlreadyUndoneError, match="is itself the undoing"):
        office.undo(undone.reference or "")


def test_undoing_leaves_alone_what_was_changed_since(office: Office) -> None:
    office.run("email,name\na1@x.org,Ann\na2@x.org,Bo\n")
    view = office.run("email,name\na1@x.org,Anna\na2@x.org,Bob\n")
    office.rename("a2@x.org", "Bodo")

    undone = office.undo(view.reference or "")

    assert (undone.update, undone.refused) == (1, 1)
    assert undone.refusals[0].reason == "its name was changed again since"
    assert office.folk() == {"a1@x.org": ("Ann", None), "a2@x.org": ("Bodo", None)}
    office.rename("a2@x.org", "Bob")
    assert office.undo(view.reference or "").refused == 0
    assert batches(office).show(view.reference or "").state == "undone"


def test_a_plan_of_undoing_changes_nothing(office: Office) -> None:
    view = office.run(SOME)
    before = office.folk()

    planned = office.importer.plan_undo(view.reference or "")

    assert (planned.view.update, planned.view.is_done, office.folk()) == (10, False, before)


def test_an_unfinished_batch_can_be_undone_and_then_does_not_go_on(office: Office) -> None:
    path = interrupted(office, SOME, 6)
    [batch] = batches(office).find()

    office.undo(batch.reference)

    assert office.folk() == {}
    with pytest.raises(NothingToResumeError):
        resumed(office, path)


def test_an_unfinished_batch_of_which_some_was_undone_does_not_go_on(office: Office) -> None:
    path = interrupted(office, SOME, 6)
    office.rename("a2@x.org", "Anna")
    [batch] = batches(office).find()
    undone = office.undo(batch.reference)
    assert (undone.update, undone.refused) == (5, 1)

    with pytest.raises(GoesBackError, match=f"{undone.reference} has undone some"):
        resumed(office, path)
    assert office.plan(SOME).unfinished is None
    assert office.run(SOME).create == 9


def test_work_that_goes_on_while_it_is_undone_ends(office: Office) -> None:
    path = office.write(SOME)

    def undo(done: int) -> None:
        if done == 6:
            [batch] = batches(office).find()
            office.undo(batch.reference)

    with office.planned(path) as planned, pytest.raises(GoesBackError):
        office.importer.apply(planned, undo)

    assert office.folk() == {}


@pytest.mark.parametrize("after", [3, 9])
def test_an_undoing_that_was_interrupted_goes_on(office: Office, after: int) -> None:
    reference = office.run(SOME).reference or ""
    office.rename("a1@x.org", "Anna")

    def cut(done: int) -> None:
        if done >= after:
            raise PowerCut

    with pytest.raises(PowerCut):
        office.importer.apply(office.importer.plan_undo(reference), cut)
    view = office.undo(reference)

    assert (view.update, view.unchanged, view.refused, view.rows) == (9, 0, 1, 10)
    assert [one.reason for one in view.refusals] == ["its name was changed since"]
    assert list(office.folk()) == ["a1@x.org"]
    assert {one.state for one in batches(office).find()} == {"done"}
    assert batches(office).show(reference).undone_by == (view.reference,)
    assert proof(office, view.reference or "").flaws == ()
    office.rename("a1@x.org", "A1")
    assert office.undo(reference).update == 1
    assert batches(office).show(reference).state == "undone"


def test_two_that_undo_the_same_batch_do_it_once(office: Office) -> None:
    reference = office.run(SOME).reference or ""
    first, second = (office.importer.plan_undo(reference) for _ in range(2))

    def meanwhile(done: int) -> None:
        if done == 3:
            with pytest.raises(TakenOverError):
                office.importer.apply(second)

    office.importer.apply(first, meanwhile)

    assert [one.undoes for one in batches(office).find()] == [reference, None]


def test_only_a_batch_of_the_same_kind_is_undone(office: Office) -> None:
    class Others(Folk):
        name = "others"

    view = office.run(SOME)

    with pytest.raises(OtherKindError, match="is about folk, not others"):
        Importer(office.database, ANN, Others(), Limits()).plan_undo(view.reference or "")
    with pytest.raises(UnknownBatchError):
        office.undo("B-2026-999999")
