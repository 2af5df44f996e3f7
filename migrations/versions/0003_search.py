"""search

Revision: 0003
After: 0002
"""

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision, down_revision, branch_labels, depends_on = "0003", "0002", None, None


# The same statements as in app/search/triggers.py at this revision.


class Watch(NamedTuple):
    """What a change of a row of `table` makes stale: SELECTs of (kind, ref, at), in which `row`
    stands for the row as it was or as it is. `of`: the columns whose update matters."""

    table: str
    of: tuple[str, ...]
    stale: tuple[str, ...]


_REST = """SELECT 'block', passage.source_text_id, coalesce((SELECT max(block."start") FROM block
 WHERE block.source_text_id = passage.source_text_id AND block."start" <= passage."start"), 0)
 FROM passage WHERE passage.id = row.passage_id"""
_CLAIMS = """SELECT 'claim', claim.id, 0 FROM claim WHERE claim.source_id = row.source_id"""
_BLOCKS = """SELECT 'block', block.source_text_id, block."start" FROM block
 JOIN source_text ON source_text.id = block.source_text_id
 WHERE source_text.source_id = row.source_id"""
_REMARKS = """SELECT 'remark', remark.source_text_id, remark.position FROM remark
 JOIN source_text ON source_text.id = remark.source_text_id
 WHERE source_text.source_id = row.source_id"""
_SUPPORTS = """SELECT 'support', support.id, 0 FROM support
 JOIN claim ON claim.id = support.conclusion_id WHERE claim.source_id = row.source_id"""
_REBUTTALS = """SELECT 'rebuttal', rebuttal.id, 0 FROM rebuttal
 JOIN claim ON claim.id = rebuttal.claim_id WHERE claim.source_id = row.source_id"""
_UNDERCUT = """SELECT 'claim', support.conclusion_id, 0 FROM support
 WHERE support.id = row.target_support_id"""

WATCHED = (
    Watch(
        "claim",
        ("statement", "stance", "source_id", "place"),
        ("SELECT 'claim', row.id, 0",),
    ),
    Watch(
        "claim_passage",
        ("claim_id", "passage_id", "position"),
        ("SELECT 'claim', row.claim_id, 0", _REST),
    ),
    Watch("support", ("conclusion_id", "note"), ("SELECT 'support', row.id, 0",)),
    Watch(
        "rebuttal",
        ("claim_id", "move", "target_claim_id", "target_support_id", "mutual", "note"),
        (
            "SELECT 'rebuttal', row.id, 0",
            "SELECT 'claim', row.claim_id, 0",
            "SELECT 'claim', row.target_claim_id, 0 WHERE row.target_claim_id IS NOT NULL",
            _UNDERCUT,
        ),
    ),
    Watch(
        "question",
        ("debate_id", "number", "text", "why"),
        ("SELECT 'question', row.id, 0",),
    ),
    Watch(
        "position",
        ("question_id", "statement"),
        ("SELECT 'question', row.question_id, 0",),
    ),
    Watch(
        "position_claim",
        ("question_id", "claim_id"),
        ("SELECT 'claim', row.claim_id, 0",),
    ),
    Watch(
        "outside_note",
        ("debate_id", "body", "reference"),
        ("SELECT 'outside', row.id, 0",),
    ),
    Watch(
        "remark",
        ("source_text_id", "position", "start", "body"),
        ("SELECT 'remark', row.source_text_id, row.position",),
    ),
    Watch(
        "block",
        ("source_text_id", "start", "kind", "words"),
        ("SELECT 'block', row.source_text_id, row.\"start\"",),
    ),
    Watch("source_text", ("source_id",), (_BLOCKS,)),
    Watch(
        "side",
        ("debate_id", "source_id"),
        (_CLAIMS, _BLOCKS, _REMARKS, _SUPPORTS, _REBUTTALS),
    ),
)
"""A passage is missing here: named by its content, it is never changed."""
EVENTS = {"insert": ("new",), "delete": ("old",), "update": ("old", "new")}
_SQLITE = """
CREATE TRIGGER {name} AFTER {event} ON {table}
BEGIN
{body}
END"""
_POSTGRESQL = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
{body}
RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {event} ON {table}
FOR EACH ROW EXECUTE FUNCTION {name}()"""


def statements(dialect: str) -> Iterator[str]:
    """The DDL of every trigger, for "sqlite" or "postgresql"."""
    template = _SQLITE if dialect == "sqlite" else _POSTGRESQL
    for watch in WATCHED:
        for event, rows in EVENTS.items():
            columns = ", ".join(f'"{column}"' for column in watch.of)
            yield template.format(
                name=name(watch, event),
                event=f"update OF {columns}" if event == "update" else event,
                table=watch.table,
                body="\n".join(note(stale, row) for row in rows for stale in watch.stale),
            )


def name(watch: Watch, event: str) -> str:
    return f"search_due_on_{event}_of_{watch.table}"


def note(stale: str, row: str) -> str:
    """The statement that notes what is stale. SQLite wants a WHERE before ON CONFLICT."""
    select = stale.replace("row.", f"{row}.")
    where = "" if "WHERE" in stale.rpartition("FROM")[2] else " WHERE true"
    return f"INSERT INTO search_due (kind, ref, at) {select}{where} ON CONFLICT DO NOTHING;"


BYTES = sa.String().with_variant(sa.String(collation="C"), "postgresql")
KINDS = (
    "claim",
    "sentence",
    "footnote",
    "question",
    "rebuttal",
    "support",
    "outside",
    "remark",
)
FTS = {
    "sqlite": """
CREATE VIRTUAL TABLE search_fts
USING fts5(words, content='', contentless_delete=1, tokenize='ascii')""",
    "postgresql": """
CREATE TABLE search_fts (
number INTEGER CONSTRAINT pk_search_fts PRIMARY KEY, words tsvector NOT NULL);
CREATE INDEX ix_search_fts_words ON search_fts USING gin (words)""",
}


def upgrade() -> None:
    op.create_table(
        "search_due",
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("ref", AutoString(), nullable=False),
        sa.Column("at", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("kind", "ref", "at", name=op.f("pk_search_due")),
    )
    op.create_table(
        "search_entry",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *KINDS, name=op.f("ck_search_entry_kind"), native_enum=False, create_constraint=True
            ),
            nullable=False,
        ),
        sa.Column("ref", AutoString(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("source_id", AutoString(), nullable=False),
        sa.Column("debate_id", AutoString(), nullable=False),
        sa.Column("stance", AutoString(), nullable=False),
        sa.Column("answered", AutoString(), nullable=False),
        sa.Column("asked", AutoString(), nullable=False),
        sa.Column("resting", AutoString(), nullable=False),
        sa.Column("words", AutoString(), nullable=False),
        sa.CheckConstraint("words <> ''", name=op.f("ck_search_entry_worded")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_entry")),
    )
    op.create_index("ix_search_entry_ref_at", "search_entry", ["ref", "at"])
    op.create_table(
        "search_word",
        sa.Column("word", BYTES, nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.CheckConstraint("entries >= 0", name=op.f("ck_search_word_counted")),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_search_word")),
    )
    dialect = op.get_bind().dialect.name
    op.execute(FTS[dialect])
    for statement in statements(dialect):
        op.execute(sa.text(statement.replace(":", "\\:")))
    _note_all()


def _note_all() -> None:
    """What is there already is to be indexed: the program does it when the migrations are done."""
    note = "INSERT INTO search_due (kind, ref, at) SELECT"
    for told in (
        "'claim', id, 0 FROM claim",
        "'support', id, 0 FROM support",
        "'rebuttal', id, 0 FROM rebuttal",
        "'question', id, 0 FROM question",
        "'outside', id, 0 FROM outside_note",
        "'remark', source_text_id, position FROM remark",
        "'block', source_text_id, \"start\" FROM block",
    ):
        op.execute(f"{note} {told}")


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for watch in WATCHED:
        for event in EVENTS:
            trigger = name(watch, event)
            op.execute(f"DROP TRIGGER {trigger}" + ("" if is_sqlite else f" ON {watch.table}"))
            if not is_sqlite:
                op.execute(f"DROP FUNCTION {trigger}")
    for table in ("search_fts", "search_due", "search_entry", "search_word"):
        op.drop_table(table)
