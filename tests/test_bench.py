"""What the bench measures with: its rows keep every rule, its tables their arithmetic.
No test measures a time."""

import socket
import sys
import threading
from collections import Counter, defaultdict

import pytest

from app.db import sqlite_module
from app.text.anchoring import Span, cuts_a_word
from bench.client import Client
from bench.constant import BODY
from bench.corpus import debates
from bench.filling import fill
from bench.report import save
from bench.servers import serving
from bench.standing import Turn, measure
from bench.standing_report import SUBJECTS
from bench.standing_report import lines as standing_lines
from bench.standing_report import report as standing_report
from bench.table import CONST, Block, Subject, lines, markdown, times

CLAIMS = 200


@pytest.fixture(scope="module")
def rows():
    return next(debates(CLAIMS))


def test_the_same_claims_are_made_every_time(rows):
    assert next(debates(CLAIMS)) == rows


def test_there_are_as_many_claims_as_wanted_in_debates_of_a_size():
    made = list(debates(100, each=40))
    assert [len(rows["claim"]) for rows in made] == [40, 40, 20]
    ids = [row["id"] for rows in made for table in rows.values() for row in table if "id" in row]
    assert len(set(ids)) == len(ids)


def test_the_databases_constraints_and_triggers_take_every_row(tmp_path):
    file = tmp_path / "made.db"
    fill(f"sqlite:///{file}", CLAIMS, each=120)
    connection = sqlite_module().connect(str(file))
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    tables = ("debate", "source", "claim", "support", "rebuttal", "edition")
    counts = [connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables]
    assert counts == [2, 4, CLAIMS, CLAIMS, 2 * CLAIMS, 1]
    connection.close()


def test_blocks_tile_their_text_and_notes_are_called_in_it(rows):
    for text in rows["source_text"]:
        own = [row for row in rows["block"] if row["source_text_id"] == text["id"]]
        assert "\n\n".join(row["words"] for row in own) == text["text"]
        assert all(text["text"][row["start"] : row["end"]] == row["words"] for row in own)
        notes = [row["number"] for row in own if row["kind"] == "note"]
        calls = [row for row in rows["note_call"] if row["source_text_id"] == text["id"]]
        assert [call["number"] for call in calls] == notes
        edges = {row["end"] for row in own if row["kind"] == "paragraph"}
        assert {call["at"] for call in calls} <= edges


def test_passages_are_whole_words_of_the_paragraph_that_they_name(rows):
    texts = {row["id"]: row["text"] for row in rows["source_text"]}
    blocks = {
        (row["source_text_id"], row["number"]): row
        for row in rows["block"]
        if row["kind"] != "note"
    }
    for row in rows["passage"]:
        block = blocks[row["source_text_id"], row["block"]]
        assert block["start"] <= row["start"] < row["end"] <= block["end"]
        assert row["exact"] == row["exact"].strip()
        assert not cuts_a_word(texts[row["source_text_id"]], Span(row["start"], row["end"]))


def test_reasons_and_rebuttals_are_such_as_the_commands_take(rows):
    premises = defaultdict(list)
    for row in rows["premise"]:
        premises[row["support_id"]].append(row["claim_id"])
    conclusions = {row["id"]: row["conclusion_id"] for row in rows["support"]}
    for id, conclusion in conclusions.items():
        assert conclusion not in premises[id]
        assert len(set(premises[id])) == len(premises[id]) > 0
    pairs = [
        frozenset(
            (row["claim_id"], row["target_claim_id"] or conclusions[row["target_support_id"]])
        )
        for row in rows["rebuttal"]
    ]
    assert len(set(pairs)) == len(pairs)
    assert all(len(pair) == 2 for pair in pairs)
    assert {row["move"] for row in rows["rebuttal"]} == {"contradicts", "qualifies", "undercuts"}


def test_half_of_the_rebuttals_cross_the_texts_and_these_are_an_editors(rows):
    source_of = {row["id"]: row["source_id"] for row in rows["claim"]}
    conclusions = {row["id"]: row["conclusion_id"] for row in rows["support"]}
    bases = defaultdict(set)
    across: Counter[bool] = Counter()
    for row in rows["rebuttal"]:
        target = row["target_claim_id"] or conclusions[row["target_support_id"]]
        crosses = source_of[row["claim_id"]] != source_of[target]
        across[crosses] += 1
        bases[crosses].add(row["basis"])
        assert crosses or not row["mutual"]
    assert across[True] == across[False] == CLAIMS
    assert bases == {True: {"editorial"}, False: {"stated", "implied"}}


def test_positions_rest_on_claims_of_their_own_source_and_a_silence_on_none(rows):
    source_of = {row["id"]: row["source_id"] for row in rows["claim"]}
    under: Counter[tuple[str, str]] = Counter()
    for row in rows["position_claim"]:
        assert source_of[row["claim_id"]] == row["source_id"]
        under[row["question_id"], row["source_id"]] += 1
    for row in rows["position"]:
        assert row["is_silent"] == (under[row["question_id"], row["source_id"]] == 0)
    assert {row["kind"] for row in rows["question"]} == {"silence", "contradiction", "framing"}
    assert all(row["text"].endswith("?") for row in rows["question"])


ROUNDS = {
    Subject(CONST): [Block(0.2, 0.1), Block(0.4, 0.2), Block(0.3, 0.1)],
    Subject("page", 1000): [Block(2.0, 1.0), Block(8.0, 4.0), Block(3.0, 1.5)],
    Subject("page", 100_000): [Block(3.0, 1.5), Block(6.0, 3.0), Block(4.0, 3.0)],
}


def test_a_line_is_medians_with_ratios_of_the_same_round():
    const, small, large = lines(ROUNDS)
    assert (const.wall, const.cpu, const.of_const, const.growth) == (0.3, 0.1, 1.0, None)
    assert (small.wall, small.cpu, small.of_const, small.growth) == (3.0, 1.5, 15.0, None)
    assert (large.wall, large.cpu, large.of_const, large.growth) == (4.0, 3.0, 15.0, 1.5)


def test_rounds_that_do_not_match_are_refused():
    with pytest.raises(ValueError, match="shorter"):
        times(ROUNDS[Subject("page", 1000)], ROUNDS[Subject(CONST)][:2])


def test_the_table_says_what_was_promised():
    table = markdown(lines(ROUNDS), {"page": 20.0}).splitlines()
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table]
    assert rows[0] == ["page", "claims", "wall ms", "CPU ms", "× const", "promised", "growth"]
    assert rows[2] == ["const", "", "0.30", "0.100", "1.0", "", ""]
    assert rows[4] == ["page", "100,000", "4.00", "3.000", "15.0", "≤ 20", "1.50"]
    assert len({len(line) for line in table}) == 1


def turn(*spent: float, changed: int = 0) -> Turn:
    return Turn(dict(zip(SUBJECTS, spent, strict=True)), changed)


TURNS = {
    1000: [turn(1.0, 2.0, 4.0, 3.0), turn(2.0, 4.0, 4.0, 4.0), turn(0.0, 0.0, 6.0, 6.0)],
    100_000: [turn(1.0, 2.0, 8.0, 3.0, changed=7), turn(2.0, 2.0, 6.0, 3.0, changed=9)],
}


def test_a_rebuttal_is_told_in_times_of_a_bare_insert_of_the_same_turn():
    found = {(line.subject, line.claims): line for line in standing_lines(TURNS)}
    added = found[SUBJECTS[2], 1000]
    assert (added.median, added.p95, added.most) == (4.0, 6.0, 6.0)
    assert (added.of_driver, added.of_session, added.growth) == (3.0, 1.5, None)
    assert found[SUBJECTS[2], 100_000].growth == 7.0 / 4.0
    assert found[SUBJECTS[0], 1000].median == 1.5


def test_the_worst_case_is_told_with_its_reason():
    told = standing_report(TURNS, "versions")
    assert "8.0 ms, where 7 claims got another label" in told
    assert "the most that did so were 9, in 6.0 ms" in told
    assert told.endswith("versions")


def test_rebuttals_are_measured_and_leave_nothing_behind(tmp_path):
    found = measure([40], tmp_path, turns=9, seconds=60, say=lambda _: None)
    assert len(found[40]) <= 9
    connection = sqlite_module().connect(str(tmp_path / "claims_40.db"))
    assert connection.execute("SELECT count(*) FROM rebuttal").fetchone() == (80,)
    connection.close()


def test_saving_a_table_leaves_the_others(tmp_path):
    file = tmp_path / "RESULTS.md"
    for name, text in (("claim", "old"), ("search", "kept"), ("claim", "new\n")):
        save(name, text, file)
    saved = file.read_text("utf-8")
    assert saved.startswith("# What the pages cost\n")
    assert saved.endswith("\n\n## search\n\nkept\n\n## claim\n\nnew\n")
    assert "old" not in saved


def test_the_reference_answers_ten_kilobytes_and_is_stopped(tmp_path):
    with serving([sys.executable, "-m", "bench.constant"], tmp_path / "log") as server:
        client = Client(server.port)
        answers = [client.get("/") for _ in range(2)]
        assert server.cpu() > 0
        client.close()
    assert [(answer.status, answer.body) for answer in answers] == [(200, BODY)] * 2
    assert len(BODY) == 10_240
    with pytest.raises(ConnectionRefusedError):
        Client(server.port)


def test_a_server_that_does_not_come_up_is_reported_with_what_it_said(tmp_path):
    command = [sys.executable, "-c", "print('no such database')"]
    with pytest.raises(RuntimeError, match="no such database"), serving(command, tmp_path / "log"):
        pass


def test_the_client_puts_chunks_together():
    parts = [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chu",
        b"nked\r\n\r\n3\r\nabc\r",
        b"\n2\r\nde\r\n0\r\n\r\n",
    ]
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=_answer, args=(listening, parts))
        thread.start()
        client = Client(listening.getsockname()[1])
        assert client.get("/").body == b"abcde"
        client.close()
        thread.join()


def _answer(listening, parts):
    connection, _ = listening.accept()
    with connection:
        connection.recv(4096)
        for part in parts:
            connection.sendall(part)
