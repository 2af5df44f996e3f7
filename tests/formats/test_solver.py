"""What is given to solvers is the debate's graph, read back by readers that are not ours."""

import pytest
from py_arg.import_export.argumentation_framework_from_aspartix_format_reader import (
    ArgumentationFrameworkFromASPARTIXFormatReader as Aspartix,
)
from py_arg.import_export.argumentation_framework_from_trivial_graph_format_reader import (
    ArgumentationFrameworkFromTrivialGraphFormatReader as TrivialGraph,
)

from app.arguments.models import Basis, Move
from app.arguments.queries import Attack, Links, Reason
from app.formats.solver import abstract, aspartix, trivial_graph

STATEMENTS = {id: (id.upper() + "1", f"What {id} says.") for id in "abcd"}
LINKS = Links(
    (Reason("sup", "a", None, Basis.STATED, "A note,\nof two lines.", ("b", "c")),),
    (
        Attack("1", "d", Move.CONTRADICTS, "b", None, True, Basis.EDITORIAL, "note"),
        Attack("2", "a", Move.QUALIFIES, "d", None, False, Basis.EDITORIAL, "note"),
        Attack("3", "d", Move.UNDERCUTS, None, "sup", False, Basis.EDITORIAL, "note"),
    ),
)


def test_a_support_has_the_attackers_of_its_premises_and_of_its_step():
    framework = abstract(STATEMENTS, LINKS)
    assert list(framework.arguments) == ["a1", "b1", "c1", "d1", "s_sup"]
    assert framework.attacks == [("b1", "d1"), ("d1", "b1"), ("d1", "s_sup")]


@pytest.mark.parametrize(
    ("written", "read"),
    [(aspartix, Aspartix.from_apx), (trivial_graph, TrivialGraph.from_tgf)],
)
def test_what_is_written_reads_back(written, read):
    framework = abstract(STATEMENTS, LINKS)
    found = read(written(framework))
    assert [argument.name for argument in found.arguments] == list(framework.arguments)
    attacks = {(attack.from_argument.name, attack.to_argument.name) for attack in found.defeats}
    assert attacks == set(framework.attacks)


@pytest.mark.parametrize(
    ("ending", "read"), [("apx", Aspartix.from_apx), ("tgf", TrivialGraph.from_tgf)]
)
def test_the_whole_debate_can_be_downloaded(client, ending, read):
    answer = client.get(f"/debates/china-cyber-espionage.{ending}")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    data = client.get("/debates/china-cyber-espionage.json").json()
    found = read(answer.text)
    assert len(found.arguments) == len(data["claims"]) + len(data["supports"])
    mutual = sum(rebuttal["mutual"] for rebuttal in data["rebuttals"])
    assert len(found.defeats) > mutual * 2


def test_a_debate_that_is_not_there_has_no_graph(client):
    assert client.get("/debates/nothing.apx").status_code == 404
