"""phrases

Revision: 0008
After: 0007

The index holds words in pairs too, so all is indexed anew: the program does it when the
migrations are done.
"""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0008", "0007", None, None

EMPTIED = {
    "sqlite": "INSERT INTO search_fts (search_fts) VALUES ('delete-all')",
    "postgresql": "TRUNCATE search_fts",
}
NOTED = (
    "'claim', id, 0 FROM claim",
    "'support', id, 0 FROM support",
    "'rebuttal', id, 0 FROM rebuttal",
    "'question', id, 0 FROM question",
    "'outside', id, 0 FROM outside_note",
    "'remark', source_text_id, position FROM remark",
    "'block', source_text_id, \"start\" FROM block",
)


def upgrade() -> None:
    _make_anew()


def downgrade() -> None:
    _make_anew()


def _make_anew() -> None:
    op.execute(EMPTIED[op.get_bind().dialect.name])
    for table in ("search_entry", "search_word", "search_due"):
        op.execute(sa.delete(sa.table(table)))
    for told in NOTED:
        op.execute(f"INSERT INTO search_due (kind, ref, at) SELECT {told}")
