"""accounts

Revision: 0004
After: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision, down_revision, branch_labels, depends_on = "0004", "0003", None, None


def upgrade() -> None:
    op.create_table(
        "user",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("display", AutoString(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "reader",
                "contributor",
                "editor",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("email", AutoString(), nullable=False),
        sa.Column("password_hash", AutoString(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("suspended_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("display <> ''", name=op.f("ck_user_displayed")),
        sa.CheckConstraint(
            "name <> '' AND name = lower(name)", name=op.f("ck_user_name_in_lower_case")
        ),
        sa.CheckConstraint("failures >= 0", name=op.f("ck_user_failures_counted")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("name", name=op.f("uq_user_name")),
    )
    op.create_table(
        "debate_editor",
        sa.Column("debate_id", AutoString(), nullable=False),
        sa.Column("user_id", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["debate_id"],
            ["debate.id"],
            name=op.f("fk_debate_editor_debate_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_debate_editor_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("debate_id", "user_id", name=op.f("pk_debate_editor")),
    )
    op.create_index(op.f("ix_debate_editor_user_id"), "debate_editor", ["user_id"])
    op.create_table(
        "login_session",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("user_id", AutoString(), nullable=False),
        sa.Column("token_hash", AutoString(), nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("idle_seconds", sa.Integer(), nullable=False),
        sa.Column("agent", AutoString(), nullable=False),
        sa.CheckConstraint(
            "idle_seconds > 0 AND expires_at > created_at", name=op.f("ck_login_session_limited")
        ),
        sa.CheckConstraint("length(token_hash) = 64", name=op.f("ck_login_session_token_hashed")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_login_session_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
    )
    op.create_index(op.f("ix_login_session_user_id"), "login_session", ["user_id"])
    op.create_table(
        "one_time_link",
        sa.Column("token_hash", AutoString(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "sign-in",
                "invitation",
                "reset",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("user_id", AutoString(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "reader",
                "contributor",
                "editor",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "(role IS NULL) = (kind <> 'invitation')", name=op.f("ck_one_time_link_invites_to_role")
        ),
        sa.CheckConstraint(
            "(user_id IS NULL) = (kind = 'invitation')", name=op.f("ck_one_time_link_for_someone")
        ),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_one_time_link_limited")),
        sa.CheckConstraint("length(token_hash) = 64", name=op.f("ck_one_time_link_token_hashed")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_one_time_link_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_one_time_link")),
    )
    op.create_index(op.f("ix_one_time_link_user_id"), "one_time_link", ["user_id"])


def downgrade() -> None:
    op.drop_table("one_time_link")
    op.drop_table("login_session")
    op.drop_table("debate_editor")
    op.drop_table("user")
