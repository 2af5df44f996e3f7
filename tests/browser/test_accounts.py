"""Signing in and out as a person does, with and without scripts, and what a form says."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE, with_and_without_scripts
from tests.browser.kinds import DEBATE
from tests.browser.test_every_kind import WCAG, axe, violations

WORDS = "seven quiet herons by the weir"


@with_and_without_scripts
def test_one_makes_an_account_is_named_on_every_page_and_signs_out(open_page, scripts):
    """By keyboard alone: every field and button in the order in which it is read."""
    name = f"ada-{'js' if scripts else 'plain'}"
    page = open_page(DEBATE, NARROW if scripts else WIDE, scripts=scripts, fresh=True)
    page.locator(".contents").get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="There is no account yet").click()
    page.get_by_label("Name to sign in by").focus()
    page.keyboard.type(name)
    for typed in ("Ada Lovelace", "", WORDS):
        page.keyboard.press("Tab")
        page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada Lovelace")
    page.goto(DEBATE)
    expect(page.locator(".masthead__visitor")).to_have_text("Ada Lovelace")
    page.locator(".masthead__visitor").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.locator(".masthead__visitor")).to_have_count(0)
    page.go_back()
    expect(page.locator("h1")).not_to_have_text("Ada Lovelace")


def test_a_form_that_will_not_do_says_where_and_axe_finds_nothing(open_page, tools):
    page = open_page("/sign-up", NARROW)
    page.get_by_label("Name to sign in by").fill("ada")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Make the account").click()
    expect(page).to_have_title(re.compile("^Problem: "))
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Password")).to_be_focused()
    expect(page.get_by_label("Name to sign in by")).to_have_value("ada")
    page.evaluate(axe(tools))
    assert violations(page, WCAG) == []


def test_what_a_page_of_another_origin_sends_changes_nothing(browser, site):
    """Another port of this host: to the browser the same site, so that the cookie goes along.
    The control is the last line, where the same form is sent from here."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    form = f"<form method=post action={site}/sign-out><button>x</button></form>"
    image = f"<img src={site}/sign-out>"
    page.route(
        "http://127.0.0.1:1/",
        lambda route: route.fulfill(body=form + image, content_type="text/html"),
    )
    page.goto("/sign-up")
    page.get_by_label("Name to sign in by").fill("victim")
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button").click()
    page.goto("http://127.0.0.1:1/")
    with page.expect_request(lambda asked: asked.method == "POST") as sent:
        page.get_by_role("button").click()
    answer = sent.value.response()
    assert answer is not None
    assert answer.status == 403
    page.goto("/account")
    expect(page.locator("h1")).to_have_text("victim")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto("/account")
    expect(page.locator("h1")).not_to_have_text("victim")
    context.close()
