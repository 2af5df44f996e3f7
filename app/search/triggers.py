"""Triggers that note in `search_due` what a change makes stale in the index. Both databases run
the same statements; what differs is only how a trigger is declared. Pure: makes DDL."""

from collections.abc import Iterator
from typing import NamedTuple


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
        ("statement", "stance", "source_id", "place", "reference"),
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
