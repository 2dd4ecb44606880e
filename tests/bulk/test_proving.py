"""What the audit log holds of journals: no batch goes, and none says that it came less far, unnoticed."""

from __future__ import annotations

from sqlalchemy import delete, update

from academy_cli.db.transaction import write
from academy_cli.models import Batch, BatchRow
from tests.bulk.folk import Office
from tests.bulk.interruptions import batches

TWO = "email,name\na@x.org,A\nb@x.org,B\n"


def test_a_batch_that_was_taken_away_is_missed(office: Office) -> None:
    office.run(TWO)
    office.run("email,name\nc@x.org,C\n")
    with write(office.engine) as connection:
        connection.execute(delete(BatchRow).where(BatchRow.batch_id == 1))
        connection.execute(delete(Batch).where(Batch.id == 1))

    found = {one.reference[-1]: (one.kind, one.rows, one.flaws) for one in batches(office).verify()}

    gone = ("the log tells of it, and it is not there any more",)
    assert found == {"2": ("folk", 1, ()), "1": ("folk", 2, gone)}


def test_a_batch_that_says_that_it_came_less_far_is_found_out(office: Office) -> None:
    """It could be gone on with, and what is done would be refused or done again."""
    office.run(TWO)
    with write(office.engine) as connection:
        connection.execute(update(Batch).values(done=1, state="running"))

    [found] = batches(office).verify()

    assert found.flaws == ("it is at row 1, and the log says 2",)
