"""Certificates that are signed: what each states, the keys, templates, status lists and batches.

Revision 0021. No command has issued any before; rows that somebody wrote by hand are kept, unsigned. The
table is made anew, for nothing refers to it.
"""

import uuid

import sqlalchemy as sa
from alembic import op

from academy_cli.db.signed import seal
from academy_cli.kit.jsontext import canonical

revision = "0021"
down_revision = "0020"

DIGEST, KEY_NAME = sa.String(64), sa.String(8)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Run it; there is no way back but a backup."""
    _keys()
    _templates()
    _status_lists()
    _batches()
    before = _before()
    op.drop_table("certificates")
    _certificates()
    _put_back(before)
    seal(op.get_bind())


def _keys() -> None:
    op.create_table(
        "certificate_keys",
        sa.Column("name", KEY_NAME, nullable=False),
        sa.Column("did", sa.String(100), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.Column("compromised_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_certificate_keys"),
    )


def _templates() -> None:
    op.create_table(
        "certificate_templates",
        sa.Column("sha256", DIGEST, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_certificate_templates"),
    )


def _status_lists() -> None:
    op.create_table(
        "status_lists",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("filled", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_status_lists"),
    )


def _batches() -> None:
    op.create_table(
        "certificate_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("root", DIGEST, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("anchor", sa.Text(), nullable=True),
        sa.Column("proof_name", sa.Text(), nullable=True),
        sa.Column("proof", sa.LargeBinary(), nullable=True),
        sa.Column("anchored_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(anchored_at is null) = (anchor is null)",
            name=op.f("ck_certificate_batches_anchored"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_certificate_batches"),
        sa.UniqueConstraint("root", name="uq_certificate_batches_root"),
    )


def _certificates() -> None:
    op.create_table(
        "certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("uid", sa.String(36), nullable=False),
        sa.Column("issued_at", MOMENT, nullable=False),
        sa.Column("completed_at", MOMENT, nullable=False),
        sa.Column("valid_until", MOMENT, nullable=True),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("stated", sa.Text(), nullable=False),
        sa.Column("mails", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        sa.Column("revoke_reason", sa.Text(), nullable=True),
        sa.Column("suspended_at", MOMENT, nullable=True),
        sa.Column("suspend_reason", sa.Text(), nullable=True),
        sa.Column("signed_at", MOMENT, nullable=True),
        sa.Column("key_name", KEY_NAME, nullable=True),
        sa.Column("template_sha256", DIGEST, nullable=True),
        sa.Column("list_number", sa.Integer(), nullable=True),
        sa.Column("list_place", sa.Integer(), nullable=True),
        sa.Column("leaf", DIGEST, nullable=True),
        sa.Column("credential", sa.Text(), nullable=True),
        sa.Column("scanned", sa.Text(), nullable=True),
        sa.Column("page_seal", sa.Text(), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        *_rules(),
    )
    _indexes()


def _indexes() -> None:
    for column in ("enrollment_id", "replaces_id", "key_name", "template_sha256", "batch_id"):
        op.create_index(f"ix_certificates_{column}", "certificates", [column])
    held, waiting = sa.text("revoked_at is null"), sa.text("signed_at is null")
    for name, column, only in (
        ("uq_certificates_enrollment_id_held", "enrollment_id", held),
        ("ix_certificates_waiting", "id", waiting),
    ):
        op.create_index(
            name, "certificates", [column],
            unique=only is held, sqlite_where=only, postgresql_where=only,
        )  # fmt: skip


def _rules() -> tuple[sa.schema.SchemaItem, ...]:
    referred = (
        ("enrollment_id", "enrollments", "id"),
        ("replaces_id", "certificates", "id"),
        ("key_name", "certificate_keys", "name"),
        ("template_sha256", "certificate_templates", "sha256"),
        ("batch_id", "certificate_batches", "id"),
    )
    return (
        sa.CheckConstraint(
            "(credential is null) = (scanned is null) and (credential is null) = (page_seal is null)",
            name=op.f("ck_certificates_credential"),
        ),
        sa.CheckConstraint(
            "(suspended_at is null) = (suspend_reason is null)",
            name=op.f("ck_certificates_suspended"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.{to}"], name=f"fk_certificates_{column}_{table}"
            )
            for column, table, to in referred
        ),
        sa.PrimaryKeyConstraint("id", name="pk_certificates"),
        sa.UniqueConstraint("code", name="uq_certificates_code"),
        sa.UniqueConstraint("uid", name="uq_certificates_uid"),
        sa.UniqueConstraint(
            "list_number", "list_place", name="uq_certificates_list_number_list_place"
        ),
    )


def _before() -> list[dict[str, object]]:
    """What there was, the newest first for each learner."""
    found = op.get_bind().execute(
        sa.text(
            "select c.id, c.enrollment_id, c.code, c.issued_at, c.revoked_at, e.completed_at, u.name,"
            " courses.slug, courses.title, courses.language from certificates c"
            " join enrollments e on e.id = c.enrollment_id join users u on u.id = e.user_id"
            " join courses on courses.id = e.course_id order by c.id desc"
        )
    )
    return [dict(row) for row in found.mappings()]


def _put_back(before: list[dict[str, object]]) -> None:
    held = set[object]()
    put = sa.text(
        "insert into certificates (id, enrollment_id, code, uid, issued_at, completed_at, recipient,"
        " stated, revoked_at) values (:id, :enrollment_id, :code, :uid, :issued_at, :completed_at,"
        " :name, :stated, :revoked_at)"
    )
    for row in before:
        stated = canonical({name: row[name] for name in ("slug", "title", "language")})
        ended = row["revoked_at"] or (row["issued_at"] if row["enrollment_id"] in held else None)
        if ended is None:
            held.add(row["enrollment_id"])
        told = {"uid": str(uuid.uuid4()), "stated": stated, "revoked_at": ended}
        op.get_bind().execute(
            put, {**row, "completed_at": row["completed_at"] or row["issued_at"], **told}
        )
    if before and op.get_bind().dialect.name != "sqlite":
        op.execute(
            "select setval(pg_get_serial_sequence('certificates', 'id'),"
            " (select max(id) from certificates))"
        )
