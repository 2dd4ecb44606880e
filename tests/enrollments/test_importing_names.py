"""What batches and their grants are called, where a file brings along such names from another academy."""

from __future__ import annotations

from academy_cli.kit.clock import utc_now
from academy_cli.models import Batch, Grant
from tests.enrollments.rows import files
from tests.school import School


def test_a_batch_takes_no_name_that_grants_from_elsewhere_have(people: School) -> None:
    """A grant counts once, so a batch of the same name could give these people none."""
    text = "email,course,kind,reference\n"
    for name, number in (("ann", 2), ("bo", 3)):
        text += f"{name}@x.org,python,bulk,B-{utc_now().year}-{number:06d}\n"
    files(people).run(text)
    for name in ("ann", "bo"):
        people.enrollments.remove(f"{name}@x.org", "python", "Left")

    views = [files(people).run(f"email,course\n{name}@x.org,python\n") for name in ("ann", "bo")]

    assert [view.update for view in views] == [1, 1]
    names = [row.reference for row in people.rows(Batch)]
    assert len(set(names)) == 3
    assert names[1:] == [row.reference for row in people.rows(Grant)][2:]
