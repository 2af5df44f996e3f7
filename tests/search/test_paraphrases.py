"""Claims of the shipped debate in other words: most are found, and what is new is let be."""

from sqlmodel import select

from app.claims.models import Claim
from app.debates.queries import debate_around
from app.search.candidates import alike
from tests.conftest import THOROUGH

PARAPHRASES = {
    "gbxw1npqkf": (
        "It is Chinese state policy to take part in or sponsor economic espionage online so "
        "as to get advanced Western technology."
    ),
    "7rhnc05yhn": (
        "Hackers backed by Beijing broke into the computers of the National Research Council "
        "of Canada and took data."
    ),
    "k8w4y7kvm4": (
        "Cyberspace security is an internal matter, over which a state should be sovereign."
    ),
    "2n1azq651b": (
        "Firms and governments should keep strengthening their cyber defences and assume that "
        "someone will try to spy on them."
    ),
    "37b460nkcx": (
        "If China ran a big organised spying campaign, an agency would have to coordinate it, "
        "but none has been discovered."
    ),
    "vdqa9xk9f6": (
        "The NSA hacked Tsinghua University and Huawei and spied on the leaders of China."
    ),
    "53meqwy4dk": "China may not have the technology needed for complex economic cyber espionage.",
    "xcr31pxnk1": (
        "Separating the American economy from China would help to stop state-sponsored spying."
    ),
    "2tf9g1s8wq": (
        "We see only the tip of the iceberg, since many hacked companies keep quiet out of "
        "fear of more attacks."
    ),
    "szy4x2qd6y": (
        "Washington should show restraint over economic espionage so that trust with other "
        "powers is not harmed."
    ),
    "a8pyp9g37t": (
        "Beijing and Washington have been cooperating more against economic cyber espionage "
        "since 2015."
    ),
    "222zzzw9ey": (
        "Unless China and America work together, the true origin of suspicious activity can "
        "hardly be found."
    ),
    "4vm5e707hy": "Victims may stay silent because they fear revenge.",
    "p6svawzpgh": "China ought to build stable relations with the other great powers.",
    "n9stv0hb91": (
        "Beijing does not want to say if it sponsored economic cyber espionage and points out "
        "that its laws forbid it."
    ),
    "2vczqnxpkg": (
        "China is a key stakeholder of the internet, having the most users and the largest "
        "online market."
    ),
    "bs4zsms5we": "China has invested heavily in its ability to spy online.",
    "4wxmf0spja": (
        "Chinese firms copied the designs stolen from SolarWorld in 2012, which cost it millions."
    ),
    "wjr934ea8s": (
        "How similar industries are predicts cyberespionage better than how dependent they are."
    ),
    "2v3ffazta0": (
        "Mandiant had no technical grounds to tie IP addresses and buildings to particular hackers."
    ),
    "6rhgf24zyy": (
        "When diplomacy fails, the West turns to the courts against Chinese espionage, and "
        "America now to sanctions as well."
    ),
    "ay00jrp5ve": (
        "The US can use accusations of espionage against China, Russia and Iran to contain them."
    ),
}
NEW = (
    "Universities should teach cyber security to every engineer.",
    "Biden signed an executive order on artificial intelligence in 2023.",
    "Insurance against cyber attacks has become dearer for small firms.",
    "The World Trade Organization could hear disputes about stolen designs.",
    "Chinese students abroad are wrongly suspected of spying.",
    "Russia hacked the Democratic National Committee in 2016.",
    "Quantum computers will break the encryption that firms rely on.",
    "European courts have seldom heard cases of trade secret theft.",
    "India has its own programme of cyber espionage.",
    "Whistleblowers should be protected when they report hacks.",
)


def test_most_paraphrases_are_found_and_nothing_new_is_taken_for_one(seeded_db):
    source = {claim.id: claim.source_id for claim in seeded_db.exec(select(Claim))}
    debate = debate_around(seeded_db, next(iter(source.values()))).id
    found = [id in alike(seeded_db, words, debate, source[id]) for id, words in PARAPHRASES.items()]
    assert sum(found) >= 0.6 * len(found), found
    taken = [
        words for words in NEW for id in set(source.values()) if alike(seeded_db, words, debate, id)
    ]
    assert len(taken) <= 1, taken


def test_few_claims_that_differ_are_taken_for_the_same(seeded_db):
    claims = seeded_db.exec(select(Claim).order_by(Claim.id)).all()[:: 1 if THOROUGH else 24]
    debate = debate_around(seeded_db, claims[0].source_id).id
    alarmed = [
        claim.statement
        for claim in claims
        if set(alike(seeded_db, claim.statement, debate, claim.source_id)) - {claim.id}
    ]
    assert len(alarmed) <= 0.2 * len(claims), alarmed
