"""What is in the academy, for a shell: slugs of courses and addresses of people that whoever acts may see.

Knows which of them somebody may see, by the table of permissions; refuses to import SQLAlchemy, which takes
too long while somebody waits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from academy_cli.access.matrix import Permission, Reach, Role, reach
from academy_cli.db.glance import rows

MOST = 50
"""More than that nobody looks through; one letter more makes it fewer."""
ROLES = (
    "select user_roles.role from users left join user_roles on user_roles.user_id = users.id"
    " where users.email = ? and users.erased_at is null and users.deactivated_at is null"
)
PUBLIC = "(status = 'published' or (status = 'draft' and publish_at <= ?))"


def offered(url: str, who: str, kind: str, begins: str) -> Sequence[str]:
    """What begins so, in order, of a kind: ``course`` or ``person``; ``who`` acts, nobody is the operator.

    Raises whatever the database's driver does.
    """
    roles = None if not who else _roles(url, who)
    if roles == frozenset():
        return ()
    if kind == "course":
        return _courses(url, begins, sees_all=_sees_all(roles, Permission.COURSE_LIST))
    if _sees_all(roles, Permission.USER_LIST):
        return _people(url, begins)
    own = who.strip().lower()
    return (own,) if own.startswith(begins) else ()


def _roles(url: str, email: str) -> frozenset[Role]:
    """The roles of somebody; none of whoever may not act."""
    found = rows(url, ROLES, (email.strip().lower(),))
    held = {Role(str(role)) for (role,) in found if role is not None}
    return frozenset({Role.STUDENT, *held}) if found else frozenset()


def _sees_all(roles: frozenset[Role] | None, action: Permission) -> bool:
    """Whether the operator acts, or somebody whose roles reach everything."""
    return roles is None or reach(action, roles) is Reach.ALL


def _courses(url: str, begins: str, *, sees_all: bool) -> Sequence[str]:
    only, values = ("", ()) if sees_all else (f" and {PUBLIC}", (_now(url),))
    query = (
        f"select slug from courses where slug >= ? and slug < ?{only} order by slug limit {MOST}"
    )
    return _texts(rows(url, query, (*_span(begins), *values)))


def _people(url: str, begins: str) -> Sequence[str]:
    query = (
        "select email from users where email >= ? and email < ? and erased_at is null"
        f" order by email limit {MOST}"
    )
    return _texts(rows(url, query, _span(begins.lower())))


def _span(begins: str) -> tuple[str, str]:
    """From what begins so to what does not any more; slugs and addresses are without capitals."""
    return begins, f"{begins}\U0010ffff"


def _now(url: str) -> object:
    """This moment as an engine keeps moments: SQLite has texts of UTC."""
    now = datetime.now(UTC)
    return f"{now:%Y-%m-%d %H:%M:%S.%f}" if url.startswith("sqlite") else now


def _texts(found: Sequence[tuple[object, ...]]) -> Sequence[str]:
    return [str(one) for (one,) in found]
