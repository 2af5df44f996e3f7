"""The bundle as a folder: what comes back, and how a slip is named."""

import shutil

import pytest
from sqlmodel import Session

from app.db import open_engines
from app.debates.queries import debate_by_slug
from app.errors import Invalid
from app.formats.checking import check
from app.formats.folder import dump, load
from app.formats.importing import import_folder
from app.formats.snapshot import snapshot
from tests.conftest import SEED


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(SEED, tmp_path / "copy")


def test_a_debate_comes_back_from_the_database_as_it_went_in(seeded_db):
    debate = debate_by_slug(seeded_db, "china-cyber-espionage")
    came, went = snapshot(seeded_db, debate), load(SEED)
    assert came.debate == went.debate
    for one, other in zip(came.sources, went.sources, strict=True):
        assert one.source == other.source
        assert one.text == other.text
        assert one.layout == other.layout
        assert one.repairs == other.repairs
        assert [row.exact for row in one.remarks] == [row.exact for row in other.remarks]
        assert {claim.id: claim.statement for claim in one.claims} == {
            claim.id: claim.statement for claim in other.claims
        }
    for name in ("supports", "rebuttals", "questions"):
        assert getattr(came, name) == getattr(went, name)


def test_export_wipe_import_gives_an_equal_debate(databases, migrated, seeded_db, tmp_path):
    first = snapshot(seeded_db, debate_by_slug(seeded_db, "china-cyber-espionage"))
    dump(first, tmp_path / "out")
    assert load(tmp_path / "out") == first
    engines = open_engines(databases.new(migrated))
    with Session(engines.write) as db:
        second = snapshot(db, import_folder(db, tmp_path / "out"))
    engines.read.dispose()
    assert second == first


def test_claims_from_outside_come_back_under_the_names_they_were_signed_with(
    databases, migrated, db, make, tmp_path
):
    sources = [make.source(), make.source()]
    debate = make.debate(*sources)
    target, _ = make.claim(sources[0]), make.claim(sources[1])
    ann = make.user(display="Ann Example")
    one = make.brought(debate, number=1, by_id=ann.id, signed="", reference="A diary")
    two = make.brought(debate, number=3, url="https://example.org")
    make.rebuttal(claim=one, target=target)
    make.rebuttal(claim=two, target=one)
    make.support(premises=[two], conclusion=target)
    first = snapshot(db, debate)
    assert [entry.label for entry in first.brought] == ["Outside 1", "Outside 3"]
    assert first.brought[0].signed == "Ann Example"
    dump(first, tmp_path / "out")
    assert [line for line in check(load(tmp_path / "out")).short if "paragraph" not in line] == []
    engines = open_engines(databases.new(migrated))
    with Session(engines.write) as other:
        second = snapshot(other, import_folder(other, tmp_path / "out"))
    engines.read.dispose()
    assert second == first


def test_a_folder_that_is_not_empty_is_left_alone(copy):
    with pytest.raises(Invalid, match="not an empty folder"):
        dump(load(SEED), copy)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("claims/akoto-2025.toml", 'label = "A2"', "label = A2", r"akoto-2025\.toml, line \d+:"),
        ("claims/akoto-2025.toml", 'label = "A2"', 'lable = "A2"', r"akoto-2025\.toml, line \d+:"),
        ("debate.toml", 'letter = "A"', 'letter = "alpha"', r"debate\.toml, line \d+: .*letter"),
        ("sources/akoto-2025.blocks.json", '"blocks"', "blocks", r"blocks\.json, line 2"),
        ("supports.toml", "[[support]]", "[[suport]]", r"supports\.toml, line \d+"),
    ],
)
def test_a_slip_is_named_with_file_line_and_reason(copy, file, old, new, said):
    path = copy / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(Invalid, match=said):
        load(copy)


def test_a_missing_file_and_one_that_is_not_utf_8_are_named(copy):
    (copy / "sources" / "akoto-2025.txt").write_bytes(b"caf\xe9\n")
    with pytest.raises(Invalid, match=r"akoto-2025\.txt, line 1: is not UTF-8"):
        load(copy)
    (copy / "sources" / "akoto-2025.txt").unlink()
    with pytest.raises(Invalid, match=r"akoto-2025\.txt, line 1: the file is missing"):
        load(copy)


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("claims/akoto-2025.toml", 'label = "A2"', 'label = "B2"', "another's"),
        ("supports.toml", 'conclusion = "A', 'conclusion = "Z', "There is no claim Z"),
        ("claims/akoto-2025.toml", 'exact = "', 'exact = "Never written: ', "does not contain"),
    ],
)
def test_an_import_that_is_refused_changes_nothing(db, copy, file, old, new, said):
    path = copy / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    with pytest.raises(Invalid, match=rf"{file}, line \d+: .*{said}"), db.begin_nested():
        import_folder(db, copy)


def test_the_line_named_is_that_of_the_entry(db, copy):
    path = copy / "claims" / "akoto-2025.toml"
    lines = path.read_text("utf-8").splitlines()
    third = [n for n, line in enumerate(lines) if line.startswith("exact")][2]
    lines[third] = 'exact = "Never written."'
    path.write_text("\n".join(lines), "utf-8")
    ids = [n for n, line in enumerate(lines, 1) if line.startswith("id") and n < third + 1]
    with pytest.raises(Invalid, match=rf"line {ids[-1]}: "), db.begin_nested():
        import_folder(db, copy)
