"""claims from outside

Revision: 0006
After: 0005
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from app.semantics.framework import framework
from app.semantics.grounded import grounded

revision, down_revision, branch_labels, depends_on = "0006", "0005", None, None

_OUTSIDE = "EXISTS (SELECT 1 FROM claim WHERE id = new.claim_id AND source_id IS NULL)"
_SQLITE = """
CREATE TRIGGER outside_has_no_passage_on_{event} BEFORE {event} ON claim_passage
WHEN {outside}
BEGIN SELECT RAISE(ABORT, 'outside_has_no_passage'); END"""
SQLITE = [_SQLITE.format(event=event, outside=_OUTSIDE) for event in ("INSERT", "UPDATE")]
POSTGRESQL = [
    f"""
CREATE FUNCTION outside_has_no_passage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF {_OUTSIDE} THEN
RAISE EXCEPTION 'outside_has_no_passage' USING ERRCODE = 'check_violation';
END IF;
RETURN new;
END $$;
CREATE TRIGGER outside_has_no_passage BEFORE INSERT OR UPDATE ON claim_passage
FOR EACH ROW EXECUTE FUNCTION outside_has_no_passage()"""
]
WATCH = "search_due_on_update_of_claim"
_NOTE = "INSERT INTO search_due (kind, ref, at) SELECT 'claim', {}.id, 0 WHERE true"
_BODY = "\n".join(f"{_NOTE.format(row)} ON CONFLICT DO NOTHING;" for row in ("old", "new"))
BEFORE = ("statement", "stance", "source_id", "place")


def upgrade() -> None:
    with _triggers_kept():
        _bring_in()
    _watch((*BEFORE, "reference"))
    for statement in SQLITE if _is_sqlite() else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    """Claims from outside go, with the links that have them at an end, and what hangs on these:
    there is no place for them in the tables before."""
    if _is_sqlite():
        for event in ("INSERT", "UPDATE"):
            op.execute(f"DROP TRIGGER outside_has_no_passage_on_{event}")
    else:
        op.execute("DROP TRIGGER outside_has_no_passage ON claim_passage")
        op.execute("DROP FUNCTION outside_has_no_passage")
    _drop_outside()
    _watch(BEFORE)
    with _triggers_kept():
        _take_out()


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


@contextmanager
def _triggers_kept() -> Iterator[None]:
    """As in 0005: SQLite drops the triggers of a table that is made anew, and stops at those of
    others that name it."""
    connection, found = op.get_bind(), []
    if _is_sqlite():
        found = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY rowid"
        ).all()
    for name, _ in found:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for _, sql in found:
        connection.exec_driver_sql(sql)


def _watch(columns: tuple[str, ...]) -> None:
    """Which columns of a claim, when updated, make what is indexed of it stale."""
    named = ", ".join(f'"{column}"' for column in columns)
    head = f"CREATE TRIGGER {WATCH} AFTER update OF {named} ON claim"
    if _is_sqlite():
        op.execute(f"DROP TRIGGER {WATCH}")
        op.execute(f"\n{head}\nBEGIN\n{_BODY}\nEND")
    else:
        op.execute(f"DROP TRIGGER {WATCH} ON claim")
        op.execute(f"{head}\nFOR EACH ROW EXECUTE FUNCTION {WATCH}()")


def _bring_in() -> None:
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.alter_column("source_id", existing_type=AutoString(), nullable=True)
        batch_op.add_column(sa.Column("debate_id", AutoString(), nullable=True))
        batch_op.add_column(sa.Column("year", sa.Integer(), nullable=True))
        for name in ("reference", "url", "signed"):
            batch_op.add_column(sa.Column(name, AutoString(), server_default="", nullable=False))
        batch_op.create_foreign_key(
            batch_op.f("fk_claim_debate_id"), "debate", ["debate_id"], ["id"], ondelete="RESTRICT"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_claim_debate_id_number"), ["debate_id", "number"]
        )
        for name, rule in CHECKS.items():
            batch_op.create_check_constraint(batch_op.f(f"ck_claim_{name}"), rule)


CHECKS = {
    "of_one": "(source_id IS NULL) <> (debate_id IS NULL)",
    "of_a_source": (
        "source_id IS NULL OR (year IS NULL AND reference = '' AND url = '' AND signed = '')"
    ),
    "from_outside": (
        "debate_id IS NULL OR (year IS NOT NULL AND stance = 'asserts' "
        "AND attributed_to = '' AND (by_id IS NOT NULL OR signed <> ''))"
    ),
    "year": "year BETWEEN -4000 AND 3000",
}


def _take_out() -> None:
    with op.batch_alter_table("claim", schema=None) as batch_op:
        for name in CHECKS:
            batch_op.drop_constraint(batch_op.f(f"ck_claim_{name}"), type_="check")
        batch_op.drop_constraint(batch_op.f("uq_claim_debate_id_number"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_claim_debate_id"), type_="foreignkey")
        for name in ("signed", "url", "reference", "year", "debate_id"):
            batch_op.drop_column(name)
        batch_op.alter_column("source_id", existing_type=AutoString(), nullable=False)


def _drop_outside() -> None:
    claim, premise, rebuttal, support, beside = (
        sa.table(name, *map(sa.column, columns.split()))
        for name, columns in {
            "claim": "id source_id",
            "premise": "support_id claim_id",
            "rebuttal": "claim_id target_claim_id target_support_id",
            "support": "id conclusion_id",
            "outside_note_claim": "claim_id",
        }.items()
    )
    connection = op.get_bind()
    outside = [id for (id,) in connection.execute(sa.select(claim.c.id).where(_NO_SOURCE))]
    ends = sa.select(premise.c.support_id).where(premise.c.claim_id.in_(outside))
    resting = support.c.conclusion_id.in_(outside) | support.c.id.in_(ends)
    steps = [id for (id,) in connection.execute(sa.select(support.c.id).where(resting))]
    for table, gone in (
        (rebuttal, rebuttal.c.claim_id.in_(outside)),
        (rebuttal, rebuttal.c.target_claim_id.in_(outside)),
        (rebuttal, rebuttal.c.target_support_id.in_(steps)),
        (premise, premise.c.support_id.in_(steps)),
        (support, support.c.id.in_(steps)),
        (beside, beside.c.claim_id.in_(outside)),
        (claim, claim.c.id.in_(outside)),
    ):
        connection.execute(sa.delete(table).where(gone))
    if outside:
        _label()


_NO_SOURCE = sa.column("source_id").is_(None)


def _label() -> None:
    """Give every claim the label that follows from the rebuttals that are left."""
    connection = op.get_bind()
    claims = connection.exec_driver_sql("SELECT id FROM claim ORDER BY id")
    attacks = connection.exec_driver_sql(
        "SELECT claim_id, target_claim_id, mutual FROM rebuttal WHERE move = 'contradicts'"
    ).all()
    pairs = [(by, id) for by, id, _ in attacks] + [(id, by) for by, id, both in attacks if both]
    found = grounded(framework((id for (id,) in claims), pairs))
    setting = sa.text("UPDATE claim SET standing = :label, step = :at WHERE id = :claim")
    rows = [{"claim": id, "label": on.label.value, "at": on.step} for id, on in found.items()]
    if rows:
        connection.execute(setting, rows)
