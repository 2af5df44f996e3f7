"""log, attempts, identities

Revision: 0007
After: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision, down_revision, branch_labels, depends_on = "0007", "0006", None, None

_SQLITE = """
CREATE TRIGGER log_entry_is_final_on_{event} BEFORE {event} ON log_entry
BEGIN SELECT RAISE(ABORT, 'log_entry_is_final'); END"""
SQLITE = [_SQLITE.format(event=event) for event in ("UPDATE", "DELETE")]
POSTGRESQL = [
    """
CREATE FUNCTION log_entry_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'log_entry_is_final' USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER log_entry_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON log_entry
FOR EACH STATEMENT EXECUTE FUNCTION log_entry_is_final()"""
]
DUTIES = (
    *("added", "invited", "role", "suspended", "readmitted", "reset", "sign-in", "erased"),
    *("appointed", "dismissed", "published", "returned", "declined", "handled"),
)


def upgrade() -> None:
    _make_log()
    op.create_table(
        "attempt",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column("key_hash", AutoString(), nullable=False),
        sa.Column("until", UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(key_hash) = 64", name=op.f("ck_attempt_key_hashed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index("ix_attempt_key_hash_until", "attempt", ["key_hash", "until"])
    op.create_index(op.f("ix_attempt_until"), "attempt", ["until"])
    op.create_table(
        "identity",
        sa.Column("issuer", AutoString(), nullable=False),
        sa.Column("subject", AutoString(), nullable=False),
        sa.Column("user_id", AutoString(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("issuer <> '' AND subject <> ''", name=op.f("ck_identity_named")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_identity_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_identity")),
        sa.UniqueConstraint("user_id", name=op.f("uq_identity_user_id")),
    )
    op.create_table(
        "pending_sign_in",
        sa.Column("token_hash", AutoString(), nullable=False),
        sa.Column("onward", AutoString(), nullable=False),
        sa.Column("kept", AutoString(), nullable=False),
        sa.Column("invitation_hash", AutoString(), nullable=False),
        sa.Column("user_id", AutoString(), nullable=True),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint("length(token_hash) = 64", name=op.f("ck_pending_sign_in_token_hashed")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_pending_sign_in_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_pending_sign_in")),
    )


def downgrade() -> None:
    for table in ("pending_sign_in", "identity", "attempt", "log_entry"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION log_entry_is_final")


def _make_log() -> None:
    op.create_table(
        "log_entry",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("by_id", AutoString(), nullable=True),
        sa.Column(
            "duty",
            sa.Enum(*DUTIES, name="duty", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("about_id", AutoString(), nullable=True),
        sa.Column("debate_id", AutoString(), nullable=True),
        sa.Column("thing_id", AutoString(), nullable=False),
        sa.Column("detail", AutoString(), nullable=False),
        sa.Column("previous", AutoString(), nullable=False),
        sa.Column("hash", AutoString(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_log_entry_numbered")),
        sa.CheckConstraint(
            "length(previous) = 64 AND length(hash) = 64", name=op.f("ck_log_entry_chained")
        ),
        sa.ForeignKeyConstraint(
            ["about_id"], ["user.id"], name=op.f("fk_log_entry_about_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["user.id"], name=op.f("fk_log_entry_by_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_entry")),
        sa.UniqueConstraint("number", name=op.f("uq_log_entry_number")),
    )
    op.create_index("ix_log_entry_debate_id_number", "log_entry", ["debate_id", "number"])
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)
