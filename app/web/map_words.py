"""What the nodes and relations of a map say, and where they lead. Pure."""

from collections.abc import Mapping, Sequence

from app.arguments.queries import Attack, Reason
from app.claims.queries import Card
from app.debates.queries import Asked
from app.debates.voices import Voice
from app.mapping.graph import Kind, MapGraph, Node, NodeKind, Relation
from app.mapping.lines import legible
from app.mapping.picture import Said
from app.web import urls
from app.web.claimed import year
from app.web.map_standing import Stood
from app.web.quoting import KINDS, label, stance
from app.web.supposing import Written

RELATIONS = {
    Kind.CONTRADICTS: "contradicts",
    Kind.UNDERCUTS: "undercuts",
    Kind.QUALIFIES: "qualifies",
    Kind.ANSWERS: "answers",
    Kind.SILENT: "is silent",
}
"""The words on the lines. A premise and what it supports have theirs where they join: “reason”."""


OPENS = "Open into claims"


def said(
    graph: MapGraph,
    cards: Mapping[str, Card],
    speakers: Mapping[str, Voice],
    questions: Sequence[Asked],
    stood: Mapping[str, Stood],
) -> dict[str, Said]:
    """What each node of a map says, by id."""
    asked = {question.id: question for question in questions}
    reasons = {r.link.id: r.link for r in graph.relations if isinstance(r.link, Reason)}
    told = {node.id: _said(node, cards, speakers, asked, reasons) for node in graph.nodes}
    if any(node.kind == NodeKind.SOURCE for node in graph.nodes):
        told |= {id: told[id]._replace(opens=OPENS) for id in asked if id in told}
    for id in told.keys() & stood:
        found = stood[id]
        told[id] = told[id]._replace(
            stands=found.words, sign=found.label.value, changed=found.changed
        )
    return told


def _said(
    node: Node,
    cards: Mapping[str, Card],
    speakers: Mapping[str, Voice],
    asked: Mapping[str, Asked],
    reasons: Mapping[str, Reason],
) -> Said:
    if node.kind == NodeKind.CLAIM:
        card = cards[node.id]
        voice = speakers[card.source_id]
        return Said(claim_facts(card, voice), legible(card.statement), voice.side)
    if node.kind == NodeKind.REASON:
        side = speakers[cards[reasons[node.id].conclusion_id].source_id].side
        together = len(reasons[node.id].premise_ids) > 1
        return Said("", "reasons together" if together else "reason", side)
    if node.kind == NodeKind.QUESTION:
        question = asked[node.id]
        return Said(f"Question: {KINDS[question.kind].lower()}", legible(question.text))
    voice = speakers[node.id]
    return Said(
        legible(f"{voice.author_label}, {voice.year}"), legible(voice.short_name), voice.side
    )


def claim_facts(card: Card, voice: Voice) -> str:
    """“A12 · William Akoto, 2025, asserts”; “Outside 3 · From outside, 2024, signed by Ann”."""
    who = f"{voice.author_label}, {year(card, voice)}"
    return legible(f"{label(card, voice)} · {who}, {stance(card)}")


def relation_leads_to(relation: Relation, cards: Mapping[str, Card]) -> str:
    """The address of the rebuttal or support that a relation is drawn for, or ""."""
    link = relation.link
    if isinstance(link, Attack):
        return urls.rebuttal(link, cards[link.claim_id].statement)
    if isinstance(link, Reason):
        return urls.support(link, cards[link.conclusion_id].statement)
    return ""


def destinations(
    graph: MapGraph,
    cards: Mapping[str, Card],
    speakers: Mapping[str, Voice],
    questions: Sequence[Asked],
    written: Written,
) -> dict[str, str]:
    """The addresses of what the nodes and relations of a map stand for, by their ids. A text’s part
    in a question has none of its own: it leads to the question. `written`: what is supposed, which
    goes along to the pages that can suppose it."""
    found = {voice.source_id: urls.source(voice) for voice in speakers.values()}
    found |= {question.id: urls.question(question) for question in questions}
    found |= {card.id: written.at(urls.claim(card)) for card in cards.values()}
    for relation in graph.relations:
        found[relation.id] = relation_leads_to(relation, cards) or found.get(relation.head, "")
        if isinstance(relation.link, Reason):
            found[relation.link.id] = found[relation.id]
    return found
