"""standing of claims

Revision: 0002
After: 0001
"""

import sqlalchemy as sa
from alembic import op

from app.semantics.framework import framework
from app.semantics.grounded import grounded

revision, down_revision, branch_labels, depends_on = "0002", "0001", None, None


def upgrade() -> None:
    standing = sa.Enum(
        "in", "out", "undec", name="standing", native_enum=False, create_constraint=True
    )
    with op.batch_alter_table("claim", recreate="auto") as batch_op:
        batch_op.add_column(sa.Column("standing", standing, server_default="in", nullable=False))
        batch_op.add_column(sa.Column("step", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_check_constraint(op.f("ck_claim_stepped"), "step >= 0")
    _label()


def _label() -> None:
    """Give every claim the label that follows from the rebuttals that are there."""
    connection = op.get_bind()
    claims = connection.exec_driver_sql("SELECT id FROM claim ORDER BY id")
    attacks = connection.exec_driver_sql(
        "SELECT claim_id, target_claim_id, mutual FROM rebuttal WHERE move = 'contradicts'"
    ).all()
    pairs = [(by, id) for by, id, _ in attacks] + [(id, by) for by, id, both in attacks if both]
    found = grounded(framework((id for (id,) in claims), pairs))
    rows = [
        {"claim": id, "label": settled.label.value, "at": settled.step}
        for id, settled in found.items()
        if settled != ("in", 0)
    ]
    if rows:
        setting = sa.text("UPDATE claim SET standing = :label, step = :at WHERE id = :claim")
        connection.execute(setting, rows)


def downgrade() -> None:
    with op.batch_alter_table("claim") as batch_op:
        batch_op.drop_constraint(op.f("ck_claim_stepped"), type_="check")
        batch_op.drop_constraint(op.f("ck_claim_standing"), type_="check")
        batch_op.drop_column("step")
        batch_op.drop_column("standing")
