"""Names that could be taken for others (T27)."""

import pytest

from app.accounts.commands import check_unlike, checked_display, describe
from app.accounts.looks import is_mixed, look
from app.accounts.models import Role
from app.errors import Invalid

HONEST = [
    "Ann", "Zoë", "Ælfric", "José García-Márquez", "O’Neill", "Владимир", "Ἀριστοτέλης",
    "田中ノリコ", "李雷 Li Lei", "מרים", "محمد", "Nguyễn Văn A", "Müller 2",
]  # fmt: skip
MIXED = ["Аnn", "Miхail", "ρaul", "Adа Lovelace", "Оwner"]
ALIKE = [
    "ann bell", "Ann  Bell", "ANN BELL", "Ann Be1l", "Ann BeⅠl", "Ａnn Bell", "Ɑnn Bell",
    "Ánn Bell", "Ann.Bell", "A\u0301nn Bell", "AnnBell", "𝐀nn Bell",
]  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_a_name_in_letters_of_one_alphabet_is_one(name):
    assert checked_display(name)


@pytest.mark.parametrize("name", MIXED)
def test_a_name_with_a_letter_of_another_alphabet_that_looks_like_ours_is_refused(name):
    assert is_mixed(name)
    with pytest.raises(Invalid, match="one alphabet"):
        checked_display(name)


@pytest.mark.parametrize("control", ["\u202e", "\u2066", "\u200b", "\u200d", "\ufeff", "\x00"])
def test_what_cannot_be_seen_is_in_no_name(control):
    """Bidirectional controls among it: they would turn around what stands beside a name."""
    with pytest.raises(Invalid, match="can be seen"):
        checked_display(f"An{control}n")


@pytest.mark.parametrize("name", ALIKE)
def test_a_name_that_looks_like_that_of_an_editor_is_refused(db, make, name):
    editor = make.user(role=Role.EDITOR, display="Ann Bell")
    other = make.user(display="Bob")
    with pytest.raises(Invalid, match="An editor here is called so"):
        describe(db, user=other, display=name, email="")
    db.refresh(other)
    describe(db, user=editor, display=name, email="")


def test_names_that_differ_do_not_look_alike(db, make):
    """The control; and two who are no editors may share a name, as people do."""
    make.user(role=Role.EDITOR, display="Ann Bell")
    make.user(role=Role.CONTRIBUTOR, display="Eve")
    for name in (*HONEST, "Ann Ball", "Anna Bell", "Eve"):
        check_unlike(db, display=name)
    assert len({look(name) for name in HONEST}) == len(HONEST)
