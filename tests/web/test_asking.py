"""Critical questions on pages, and above the note of a rebuttal that is begun with one."""

import html
import re

import pytest
from sqlmodel import col, select

from app.arguments.models import Support
from app.arguments.queries import reason_by_id
from app.web import asking


@pytest.fixture
def reason(members):
    """A support with a scheme."""
    with members.db() as db:
        asked = select(Support.id).where(col(Support.scheme).is_not(None)).order_by(Support.id)
        return reason_by_id(db, db.exec(asked).first())


def test_questions_stand_on_the_pages_of_the_step_and_of_its_conclusion(members, reason):
    words = asking.questions(reason)[0].words
    for path in (f"/supports/{reason.id}", f"/claims/{reason.conclusion_id}"):
        page = members.browser("contributor").get(path, follow_redirects=True).text
        assert words in page, path
        assert "Walton, Reed and Macagno" in page
        read = members.browser().get(path, follow_redirects=True).text
        assert words not in read, path


def test_choosing_one_leads_to_its_move_with_the_question_above_the_note(members, reason):
    browser = members.browser("contributor")
    page = html.unescape(browser.get(f"/supports/{reason.id}", follow_redirects=True).text)
    for question in asking.questions(reason):
        for lead in question.leads:
            assert f'href="{lead.url}"' in page
            form = browser.get(lead.url).text
            move = "undercuts" if question.on_step else "contradicts"
            assert re.search(rf'value="{move}" checked', form)
            asked, note = form.index('id="asked"'), form.index('id="note"')
            assert question.words in form[asked:note]
            assert f'name="asks" value="{question.token}"' in form
    form = browser.get(f"/claims/{reason.conclusion_id}/rebuttals/new").text
    assert 'id="asked"' not in form
    step = next(each for each in asking.questions(reason) if each.on_step)
    assert f'name="asks" value="{step.token}"' in form


def test_the_question_stays_when_the_form_comes_back(members, reason):
    browser = members.browser("editor")
    question = asking.questions(reason)[0]
    path = f"/claims/{reason.conclusion_id}/rebuttals"
    answer = browser.post(path, data={"asks": question.token, "note": "So."})
    assert answer.status_code == 422
    assert question.words in answer.text[answer.text.index('id="asked"') :]


def test_the_form_from_words_puts_the_question_above_the_note_too(members, reason):
    """It is chosen below the step there, as in the form on a claim."""
    browser = members.browser("contributor")
    step = next(each for each in asking.questions(reason) if each.on_step)
    typed = {"words": "US trade policy", "claim": reason.conclusion_id, "asks": step.token}
    form = browser.get("/sources/akoto-2025/links/new", params=typed).text
    assert step.words in form[form.index('id="asked"') : form.index('id="note"')]
