"""history

Revision: 0005
After: 0004
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision, down_revision, branch_labels, depends_on = "0005", "0004", None, None

_SQLITE = """
CREATE TRIGGER revision_is_final_on_{event} BEFORE {event} ON revision
BEGIN SELECT RAISE(ABORT, 'revision_is_final'); END"""
SQLITE = [_SQLITE.format(event=event) for event in ("UPDATE", "DELETE")]
POSTGRESQL = [
    """
CREATE FUNCTION revision_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'revision_is_final' USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER revision_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON revision
FOR EACH STATEMENT EXECUTE FUNCTION revision_is_final()"""
]


@contextmanager
def _triggers_kept() -> Iterator[None]:
    """SQLite drops the triggers of a table that is made anew, and stops at those of others that
    name it: all that are there are put away before, and made again as they were."""
    connection, found = op.get_bind(), []
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid"
        ).all()
    for name, _ in found:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, sql in found:
        connection.exec_driver_sql(sql)


def upgrade() -> None:
    _make_tables()
    with _triggers_kept():
        _sign()
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    with _triggers_kept():
        _sign_no_more()
    for table in ("retirement", "changed_in", "revision", "proposal", "flag", "submitted_form"):
        op.drop_table(table)
    op.drop_table("old_slug")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION revision_is_final")


def _make_tables() -> None:
    op.create_table(
        "old_slug",
        sa.Column(
            "kind",
            sa.Enum(
                "source",
                "claim",
                "question",
                "support",
                "rebuttal",
                "outside note",
                "debate",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("slug", AutoString(), nullable=False),
        sa.Column("entity_id", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "slug", name=op.f("pk_old_slug")),
    )
    op.create_table(
        "submitted_form",
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("body_sha256", AutoString(), nullable=False),
        sa.Column("location", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(body_sha256) = 64", name=op.f("ck_submitted_form_hashed")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_submitted_form")),
    )
    op.create_index("ix_submitted_form_at", "submitted_form", ["at"])

    op.create_table(
        "flag",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("debate_id", AutoString(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "source",
                "claim",
                "question",
                "support",
                "rebuttal",
                "outside note",
                "debate",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("entity_id", AutoString(), nullable=False),
        sa.Column("words", AutoString(), nullable=False),
        sa.Column("by_id", AutoString(), nullable=True),
        sa.Column("handled_at", UTCDateTime(), nullable=True),
        sa.Column("handled_by_id", AutoString(), nullable=True),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.CheckConstraint("words <> '' AND length(words) <= 2000", name=op.f("ck_flag_worded")),
        sa.CheckConstraint(
            "(handled_at IS NULL) = (handled_by_id IS NULL)", name=op.f("ck_flag_handled")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name=op.f("fk_flag_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["debate_id"], ["debate.id"], name=op.f("fk_flag_debate_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["handled_by_id"], ["user.id"], name=op.f("fk_flag_handled_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
    )
    op.create_index(
        "ix_flag_debate_id_handled_at", "flag", ["debate_id", "handled_at", "created_at"]
    )

    op.create_table(
        "proposal",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("debate_id", AutoString(), nullable=False),
        sa.Column("by_id", AutoString(), nullable=False),
        sa.Column(
            "deed",
            sa.Enum(
                "create",
                "edit",
                "retire",
                "merge",
                name="deed",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "source",
                "claim",
                "question",
                "support",
                "rebuttal",
                "outside note",
                "debate",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("entity_id", AutoString(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("seen", AutoString(), nullable=False),
        sa.Column("why", AutoString(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "published",
                "returned",
                "declined",
                name="status",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("remark", AutoString(), nullable=False),
        sa.Column("decided_by_id", AutoString(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("change_id", AutoString(), nullable=True),
        sa.CheckConstraint(
            "(status = 'pending') = (decided_at IS NULL) "
            "AND (decided_at IS NULL) = (decided_by_id IS NULL)",
            name=op.f("ck_proposal_decided_by_someone"),
        ),
        sa.CheckConstraint(
            "(status = 'published') = (change_id IS NOT NULL)",
            name=op.f("ck_proposal_published_as_change"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('returned', 'declined') OR remark <> ''",
            name=op.f("ck_proposal_remarked"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name=op.f("fk_proposal_by_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["debate_id"], ["debate.id"], name=op.f("fk_proposal_debate_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"],
            ["user.id"],
            name=op.f("fk_proposal_decided_by_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index("ix_proposal_by_id", "proposal", ["by_id"])
    op.create_index("ix_proposal_change_id", "proposal", ["change_id"])
    op.create_index(
        "ix_proposal_debate_id_status", "proposal", ["debate_id", "status", "created_at"]
    )

    op.create_table(
        "revision",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("change_id", AutoString(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "source",
                "claim",
                "question",
                "support",
                "rebuttal",
                "outside note",
                "debate",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("entity_id", AutoString(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "created",
                "edited",
                "renamed",
                "retired",
                "merged",
                "restored",
                "undid",
                "reverted",
                name="action",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("by_id", AutoString(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("why", AutoString(), nullable=False),
        sa.Column("called", AutoString(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("into_id", AutoString(), nullable=True),
        sa.Column("previous", AutoString(), nullable=False),
        sa.Column("hash", AutoString(), nullable=False),
        sa.CheckConstraint(
            '"before" IS NOT NULL OR "after" IS NOT NULL', name=op.f("ck_revision_of_something")
        ),
        sa.CheckConstraint("into_id <> entity_id", name=op.f("ck_revision_not_into_itself")),
        sa.CheckConstraint(
            'into_id IS NULL OR "after" IS NULL', name=op.f("ck_revision_merged_is_gone")
        ),
        sa.CheckConstraint(
            "length(previous) = 64 AND length(hash) = 64", name=op.f("ck_revision_chained")
        ),
        sa.CheckConstraint("number >= 1", name=op.f("ck_revision_numbered")),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name=op.f("fk_revision_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("number", name=op.f("uq_revision_number")),
    )
    op.create_index("ix_revision_by_id_number", "revision", ["by_id", "number"])
    op.create_index("ix_revision_change_id", "revision", ["change_id"])
    op.create_index("ix_revision_entity_id_number", "revision", ["entity_id", "number"])

    op.create_table(
        "changed_in",
        sa.Column("debate_id", AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["revision.number"], name=op.f("fk_changed_in_number"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("debate_id", "number", name=op.f("pk_changed_in")),
    )
    op.create_table(
        "retirement",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "source",
                "claim",
                "question",
                "support",
                "rebuttal",
                "outside note",
                "debate",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("revision_id", AutoString(), nullable=False),
        sa.Column("scope_id", AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["revision.id"],
            name=op.f("fk_retirement_revision_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retirement")),
    )
    op.create_index("ix_retirement_scope_id_number", "retirement", ["scope_id", "number"])


def _sign() -> None:
    """Claims, supports and rebuttals say who made them."""
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_id", AutoString(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_claim_by_id"), "user", ["by_id"], ["id"], ondelete="RESTRICT"
        )

    with op.batch_alter_table("rebuttal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_id", AutoString(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_rebuttal_claim_id_target_claim_id"), type_="unique")
        batch_op.drop_constraint(
            batch_op.f("uq_rebuttal_claim_id_target_support_id"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_rebuttal_claim_id_target_claim_id_by_id"),
            ["claim_id", "target_claim_id", "by_id"],
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_rebuttal_claim_id_target_support_id_by_id"),
            ["claim_id", "target_support_id", "by_id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_rebuttal_by_id"), "user", ["by_id"], ["id"], ondelete="RESTRICT"
        )

    with op.batch_alter_table("support", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_id", AutoString(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_support_by_id"), "user", ["by_id"], ["id"], ondelete="RESTRICT"
        )


def _sign_no_more() -> None:
    with op.batch_alter_table("support", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_support_by_id"), type_="foreignkey")
        batch_op.drop_column("by_id")

    with op.batch_alter_table("rebuttal", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_rebuttal_by_id"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("uq_rebuttal_claim_id_target_support_id_by_id"), type_="unique"
        )
        batch_op.drop_constraint(
            batch_op.f("uq_rebuttal_claim_id_target_claim_id_by_id"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_rebuttal_claim_id_target_support_id"), ["claim_id", "target_support_id"]
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_rebuttal_claim_id_target_claim_id"), ["claim_id", "target_claim_id"]
        )
        batch_op.drop_column("by_id")

    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_claim_by_id"), type_="foreignkey")
        batch_op.drop_column("by_id")
