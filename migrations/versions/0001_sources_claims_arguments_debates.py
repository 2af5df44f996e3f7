"""sources, claims, arguments, debates

Revision: 0001
After: None
"""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision, down_revision, branch_labels, depends_on = "0001", None, None, None


# The same statements as in app/sources/models.py and app/passages/models.py at this revision.
SLICE = """(SELECT substr(text, new."start" + 1, new."end" - new."start")
 FROM source_text WHERE id = new.source_text_id)"""
SQLITE = (
    """
CREATE TRIGGER source_text_is_immutable BEFORE UPDATE ON source_text
BEGIN SELECT RAISE(ABORT, 'source_text_is_immutable'); END""",
    f"""
CREATE TRIGGER passage_is_verbatim_on_INSERT BEFORE INSERT ON passage
WHEN new.exact IS NOT {SLICE}
BEGIN SELECT RAISE(ABORT, 'passage_is_verbatim'); END""",
    f"""
CREATE TRIGGER passage_is_verbatim_on_UPDATE BEFORE UPDATE ON passage
WHEN new.exact IS NOT {SLICE}
BEGIN SELECT RAISE(ABORT, 'passage_is_verbatim'); END""",
)
POSTGRESQL = (
    """
CREATE FUNCTION source_text_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'source_text_is_immutable' USING ERRCODE = 'check_violation'; END $$;
CREATE TRIGGER source_text_is_immutable BEFORE UPDATE ON source_text
FOR EACH ROW EXECUTE FUNCTION source_text_is_immutable()""",
    f"""
CREATE FUNCTION passage_is_verbatim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
IF new.exact IS DISTINCT FROM {SLICE} THEN
RAISE EXCEPTION 'passage_is_verbatim' USING ERRCODE = 'check_violation';
END IF;
RETURN new;
END $$;
CREATE TRIGGER passage_is_verbatim BEFORE INSERT OR UPDATE ON passage
FOR EACH ROW EXECUTE FUNCTION passage_is_verbatim()""",
)


def upgrade() -> None:
    op.create_table(
        "debate",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("slug", AutoString(), nullable=False),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("short_title", AutoString(), nullable=False),
        sa.Column("description", AutoString(), nullable=False),
        sa.Column("frame", AutoString(), nullable=False),
        sa.Column("method", AutoString(), nullable=False),
        sa.Column("opening_question_id", AutoString(), nullable=False),
        sa.Column("opening_claims", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "slug <> '' AND title <> '' AND frame <> ''", name=op.f("ck_debate_named")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_debate")),
        sa.UniqueConstraint("slug", name=op.f("uq_debate_slug")),
    )
    op.create_table(
        "edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_edition_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
    )
    op.create_table(
        "source",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("slug", AutoString(), nullable=False),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("short_name", AutoString(), nullable=False),
        sa.Column("form", AutoString(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("author_label", AutoString(), nullable=False),
        sa.Column("author_note", AutoString(), nullable=False),
        sa.Column("venue", AutoString(), nullable=False),
        sa.Column("published", AutoString(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("language", AutoString(), nullable=False),
        sa.Column("url", AutoString(), nullable=False),
        sa.Column("licence", AutoString(), nullable=False),
        sa.Column("provenance", AutoString(), nullable=False),
        sa.CheckConstraint(
            "slug <> '' AND title <> '' AND author_label <> ''", name=op.f("ck_source_named")
        ),
        sa.CheckConstraint("year BETWEEN -4000 AND 3000", name=op.f("ck_source_year")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("slug", name=op.f("uq_source_slug")),
    )
    op.create_table(
        "claim",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("source_id", AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("statement", AutoString(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "asserts",
                "reports",
                "rejects",
                "concedes",
                name="stance",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("attributed_to", AutoString(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "stance NOT IN ('reports', 'rejects') OR attributed_to <> ''",
            name=op.f("ck_claim_held_by_someone"),
        ),
        sa.CheckConstraint("statement <> ''", name=op.f("ck_claim_stated")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_claim_numbered")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_claim_source_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("source_id", "number", name=op.f("uq_claim_source_id_number")),
    )
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.create_index(
            "ix_claim_source_id_place", ["source_id", "place", "id"], unique=False
        )

    op.create_table(
        "outside_note",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("debate_id", AutoString(), nullable=False),
        sa.Column("body", AutoString(), nullable=False),
        sa.Column("reference", AutoString(), nullable=False),
        sa.Column("url", AutoString(), nullable=False),
        sa.CheckConstraint(
            "body <> '' AND reference <> ''", name=op.f("ck_outside_note_referenced")
        ),
        sa.ForeignKeyConstraint(
            ["debate_id"], ["debate.id"], name=op.f("fk_outside_note_debate_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_note")),
    )
    with op.batch_alter_table("outside_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outside_note_debate_id"), ["debate_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("debate_id", AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "contradiction",
                "framing",
                "agreement",
                "silence",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("why", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("text <> '' AND why <> ''", name=op.f("ck_question_explained")),
        sa.ForeignKeyConstraint(
            ["debate_id"], ["debate.id"], name=op.f("fk_question_debate_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("debate_id", "number", name=op.f("uq_question_debate_id_number")),
    )
    op.create_table(
        "side",
        sa.Column("debate_id", AutoString(), nullable=False),
        sa.Column("source_id", AutoString(), nullable=False),
        sa.Column("letter", AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("thesis", AutoString(), nullable=False),
        sa.CheckConstraint("length(letter) = 1", name=op.f("ck_side_one_letter")),
        sa.ForeignKeyConstraint(
            ["debate_id"], ["debate.id"], name=op.f("fk_side_debate_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_side_source_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("debate_id", "source_id", name=op.f("pk_side")),
        sa.UniqueConstraint("debate_id", "letter", name=op.f("uq_side_debate_id_letter")),
        sa.UniqueConstraint("debate_id", "position", name=op.f("uq_side_debate_id_position")),
    )
    with op.batch_alter_table("side", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_side_source_id"), ["source_id"], unique=False)

    op.create_table(
        "source_text",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("source_id", AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("sha256", AutoString(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("given_name", AutoString(), nullable=False),
        sa.Column("given_sha256", AutoString(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_source_text_hashed")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_source_text_numbered")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_source_text_source_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_text")),
        sa.UniqueConstraint("source_id", "number", name=op.f("uq_source_text_source_id_number")),
    )
    op.create_table(
        "block",
        sa.Column("source_text_id", AutoString(), nullable=False),
        sa.Column("start", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "title",
                "abstract",
                "keywords",
                "heading",
                "paragraph",
                "quotation",
                "byline",
                "licence",
                "note",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", AutoString(), nullable=False),
        sa.Column("speaker", AutoString(), nullable=False),
        sa.CheckConstraint(
            "speaker = '' OR kind = 'quotation'", name=op.f("ck_block_speaker_of_quotation")
        ),
        sa.CheckConstraint('"start" >= 0 AND "end" > "start"', name=op.f("ck_block_span")),
        sa.CheckConstraint(
            'length(words) = "end" - "start"', name=op.f("ck_block_words_fill_span")
        ),
        sa.ForeignKeyConstraint(
            ["source_text_id"],
            ["source_text.id"],
            name=op.f("fk_block_source_text_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("source_text_id", "start", name=op.f("pk_block")),
    )
    op.create_table(
        "note_call",
        sa.Column("source_text_id", AutoString(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_text_id"],
            ["source_text.id"],
            name=op.f("fk_note_call_source_text_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("source_text_id", "number", name=op.f("pk_note_call")),
    )
    with op.batch_alter_table("note_call", schema=None) as batch_op:
        batch_op.create_index(
            "ix_note_call_source_text_id_at", ["source_text_id", "at"], unique=False
        )

    op.create_table(
        "outside_note_claim",
        sa.Column("outside_note_id", AutoString(), nullable=False),
        sa.Column("claim_id", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"],
            ["claim.id"],
            name=op.f("fk_outside_note_claim_claim_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["outside_note_id"],
            ["outside_note.id"],
            name=op.f("fk_outside_note_claim_outside_note_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("outside_note_id", "claim_id", name=op.f("pk_outside_note_claim")),
    )
    with op.batch_alter_table("outside_note_claim", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outside_note_claim_claim_id"), ["claim_id"], unique=False
        )

    op.create_table(
        "outside_note_question",
        sa.Column("outside_note_id", AutoString(), nullable=False),
        sa.Column("question_id", AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["outside_note_id"],
            ["outside_note.id"],
            name=op.f("fk_outside_note_question_outside_note_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_outside_note_question_question_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "outside_note_id", "question_id", name=op.f("pk_outside_note_question")
        ),
    )
    with op.batch_alter_table("outside_note_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outside_note_question_question_id"), ["question_id"], unique=False
        )

    op.create_table(
        "passage",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("source_text_id", AutoString(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("exact", AutoString(), nullable=False),
        sa.Column("prefix", AutoString(), nullable=False),
        sa.Column("suffix", AutoString(), nullable=False),
        sa.Column("block", sa.Integer(), nullable=False),
        sa.CheckConstraint('"start" >= 0 AND "end" > "start"', name=op.f("ck_passage_span")),
        sa.CheckConstraint(
            'length(exact) = "end" - "start"', name=op.f("ck_passage_exact_fills_span")
        ),
        sa.ForeignKeyConstraint(
            ["source_text_id"],
            ["source_text.id"],
            name=op.f("fk_passage_source_text_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint(
            "source_text_id", "start", "end", name=op.f("uq_passage_source_text_id_start_end")
        ),
    )
    op.create_table(
        "position",
        sa.Column("question_id", AutoString(), nullable=False),
        sa.Column("source_id", AutoString(), nullable=False),
        sa.Column("statement", AutoString(), nullable=False),
        sa.Column("is_silent", sa.Boolean(), nullable=False),
        sa.CheckConstraint("statement <> ''", name=op.f("ck_position_stated")),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_position_question_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_position_source_id"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("question_id", "source_id", name=op.f("pk_position")),
    )
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_source_id"), ["source_id"], unique=False)

    op.create_table(
        "remark",
        sa.Column("source_text_id", AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("exact", AutoString(), nullable=False),
        sa.Column("body", AutoString(), nullable=False),
        sa.CheckConstraint('"start" >= 0 AND "end" > "start"', name=op.f("ck_remark_span")),
        sa.ForeignKeyConstraint(
            ["source_text_id"],
            ["source_text.id"],
            name=op.f("fk_remark_source_text_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("source_text_id", "position", name=op.f("pk_remark")),
    )
    op.create_table(
        "repair",
        sa.Column("source_text_id", AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("before", AutoString(), nullable=False),
        sa.Column("after", AutoString(), nullable=False),
        sa.Column("why", AutoString(), nullable=False),
        sa.Column("at", sa.Integer(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 1 AND why <> ''", name=op.f("ck_repair_explained")),
        sa.ForeignKeyConstraint(
            ["source_text_id"],
            ["source_text.id"],
            name=op.f("fk_repair_source_text_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("source_text_id", "position", name=op.f("pk_repair")),
    )
    op.create_table(
        "support",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("conclusion_id", AutoString(), nullable=False),
        sa.Column(
            "scheme",
            sa.Enum(
                "argument from example",
                "argument from expert opinion",
                "argument from position to know",
                "argument from analogy",
                "argument from cause to effect",
                "argument from effect to cause",
                "argument from correlation to cause",
                "argument from consequences",
                "argument from sign",
                "argument from evidence to hypothesis",
                "practical reasoning",
                "argument from commitment",
                "argument from bias",
                "argument from precedent",
                "argument from verbal classification",
                "argument from lack of evidence",
                "argument from inconsistency",
                "argument from sacrifice",
                "argument from rule",
                name="scheme",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column(
            "basis",
            sa.Enum(
                "stated",
                "implied",
                "editorial",
                name="basis",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("note", AutoString(), nullable=False),
        sa.CheckConstraint("note <> ''", name=op.f("ck_support_explained")),
        sa.ForeignKeyConstraint(
            ["conclusion_id"],
            ["claim.id"],
            name=op.f("fk_support_conclusion_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support")),
    )
    with op.batch_alter_table("support", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_support_conclusion_id"), ["conclusion_id"], unique=False
        )

    op.create_table(
        "claim_passage",
        sa.Column("claim_id", AutoString(), nullable=False),
        sa.Column("passage_id", AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_claim_passage_claim_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"],
            ["passage.id"],
            name=op.f("fk_claim_passage_passage_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("claim_id", "passage_id", name=op.f("pk_claim_passage")),
        sa.UniqueConstraint(
            "claim_id", "position", name=op.f("uq_claim_passage_claim_id_position")
        ),
    )
    with op.batch_alter_table("claim_passage", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_claim_passage_passage_id"), ["passage_id"], unique=False
        )

    op.create_table(
        "position_claim",
        sa.Column("question_id", AutoString(), nullable=False),
        sa.Column("source_id", AutoString(), nullable=False),
        sa.Column("claim_id", AutoString(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_position_claim_claim_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["question_id", "source_id"],
            ["position.question_id", "position.source_id"],
            name=op.f("fk_position_claim_question_id_source_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "question_id", "source_id", "claim_id", name=op.f("pk_position_claim")
        ),
    )
    with op.batch_alter_table("position_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_position_claim_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "premise",
        sa.Column("support_id", AutoString(), nullable=False),
        sa.Column("claim_id", AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_premise_claim_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["support_id"], ["support.id"], name=op.f("fk_premise_support_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("support_id", "claim_id", name=op.f("pk_premise")),
        sa.UniqueConstraint("support_id", "position", name=op.f("uq_premise_support_id_position")),
    )
    with op.batch_alter_table("premise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_premise_claim_id"), ["claim_id"], unique=False)

    op.create_table(
        "rebuttal",
        sa.Column("id", AutoString(length=10), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("claim_id", AutoString(), nullable=False),
        sa.Column(
            "move",
            sa.Enum(
                "contradicts",
                "undercuts",
                "qualifies",
                name="move",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("target_claim_id", AutoString(), nullable=True),
        sa.Column("target_support_id", AutoString(), nullable=True),
        sa.Column("mutual", sa.Boolean(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "stated",
                "implied",
                "editorial",
                name="basis",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("note", AutoString(), nullable=False),
        sa.CheckConstraint(
            "(move = 'undercuts') = (target_support_id IS NOT NULL)",
            name=op.f("ck_rebuttal_move_fits_target"),
        ),
        sa.CheckConstraint(
            "NOT mutual OR move = 'contradicts'", name=op.f("ck_rebuttal_mutual_contradicts")
        ),
        sa.CheckConstraint("note <> ''", name=op.f("ck_rebuttal_explained")),
        sa.CheckConstraint(
            "(target_claim_id IS NULL) <> (target_support_id IS NULL)",
            name=op.f("ck_rebuttal_one_target"),
        ),
        sa.CheckConstraint("claim_id <> target_claim_id", name=op.f("ck_rebuttal_not_itself")),
        sa.ForeignKeyConstraint(
            ["claim_id"], ["claim.id"], name=op.f("fk_rebuttal_claim_id"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["target_claim_id"],
            ["claim.id"],
            name=op.f("fk_rebuttal_target_claim_id"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["target_support_id"],
            ["support.id"],
            name=op.f("fk_rebuttal_target_support_id"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rebuttal")),
        sa.UniqueConstraint(
            "claim_id", "target_claim_id", name=op.f("uq_rebuttal_claim_id_target_claim_id")
        ),
        sa.UniqueConstraint(
            "claim_id", "target_support_id", name=op.f("uq_rebuttal_claim_id_target_support_id")
        ),
    )
    with op.batch_alter_table("rebuttal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rebuttal_claim_id"), ["claim_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_rebuttal_target_claim_id"), ["target_claim_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_rebuttal_target_support_id"), ["target_support_id"], unique=False
        )
    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("rebuttal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rebuttal_target_support_id"))
        batch_op.drop_index(batch_op.f("ix_rebuttal_target_claim_id"))
        batch_op.drop_index(batch_op.f("ix_rebuttal_claim_id"))

    op.drop_table("rebuttal")
    with op.batch_alter_table("premise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_premise_claim_id"))

    op.drop_table("premise")
    with op.batch_alter_table("position_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_claim_claim_id"))

    op.drop_table("position_claim")
    with op.batch_alter_table("claim_passage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_claim_passage_passage_id"))

    op.drop_table("claim_passage")
    with op.batch_alter_table("support", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_support_conclusion_id"))

    op.drop_table("support")
    op.drop_table("repair")
    op.drop_table("remark")
    with op.batch_alter_table("position", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_position_source_id"))

    op.drop_table("position")
    op.drop_table("passage")
    with op.batch_alter_table("outside_note_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outside_note_question_question_id"))

    op.drop_table("outside_note_question")
    with op.batch_alter_table("outside_note_claim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outside_note_claim_claim_id"))

    op.drop_table("outside_note_claim")
    with op.batch_alter_table("note_call", schema=None) as batch_op:
        batch_op.drop_index("ix_note_call_source_text_id_at")

    op.drop_table("note_call")
    op.drop_table("block")
    op.drop_table("source_text")
    with op.batch_alter_table("side", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_side_source_id"))

    op.drop_table("side")
    op.drop_table("question")
    with op.batch_alter_table("outside_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outside_note_debate_id"))

    op.drop_table("outside_note")
    with op.batch_alter_table("claim", schema=None) as batch_op:
        batch_op.drop_index("ix_claim_source_id_place")

    op.drop_table("claim")
    op.drop_table("source")
    op.drop_table("edition")
    op.drop_table("debate")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION passage_is_verbatim")
        op.execute("DROP FUNCTION source_text_is_immutable")
