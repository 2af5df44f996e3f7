"""Chromium slowed down fourfold, and what its own trace tells of a view of two texts."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from playwright.sync_api import CDPSession, Page, sync_playwright

SLOWER = 4
WINDOW = {"width": 1280, "height": 800}
CATEGORIES = "devtools.timeline,blink.user_timing,disabled-by-default-devtools.timeline"
CHOOSE = """
async (mark) => {
  const passes = (ms) => new Promise((go) => requestAnimationFrame(() => setTimeout(go, ms)));
  const before = location.href;
  const card = document.getElementById("card");
  const seen = new Promise((go) => {
    new MutationObserver((_, watch) => {
      const now = document.getElementById("card");
      if (!now || now === card) return;
      performance.mark("card-is-there");
      watch.disconnect();
      go();
    }).observe(document.querySelector(".beside"), { childList: true, subtree: true });
  });
  mark.click();
  await seen;
  while (location.href === before) await passes(20);
  await passes(250);
}
"""
"""Waits in the page itself: to be asked again and again from outside is work for it, too."""
FRAMES = """
async ([by, frames]) => {
  const text = document.querySelector(".beside__text");
  const times = [];
  for (let frame = 0; frame < frames; frame += 1) {
    text.scrollBy(0, by);
    times.push(await new Promise(requestAnimationFrame));
  }
  return times.slice(1).map((time, at) => time - times[at]);
}
"""
OPENED = """
() => new Promise((go) => {
  const [visit] = performance.getEntriesByType("navigation");
  new PerformanceObserver((seen) => {
    const [paint] = seen.getEntriesByName("first-contentful-paint");
    if (paint) go(paint.startTime - visit.responseStart);
  }).observe({ type: "paint", buffered: true });
})
"""
"""A page may have loaded before it is painted."""


class View(NamedTuple):
    """Milliseconds at a quarter of this machine's speed."""

    opened: list[float]
    """From the first byte of the page to its first paint."""
    chosen: list[float]
    """From the arrival of an answer to the end of the paint that shows its card."""
    worked: list[float]
    """What of that the page's own thread was at work: the rest it waited, for other processes."""
    frames: list[float]
    """Between frames while a text is scrolled by 300 pixels each."""


@contextmanager
def slow_page() -> Iterator[tuple[Page, CDPSession]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport=WINDOW)  # type: ignore[arg-type]
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        yield page, session
        browser.close()


def look(url: str, *, visits: int, choices: int, frames: int = 90) -> View:
    """Open a view of two texts, choose marks all over the left one, and scroll it."""
    opened: list[float] = []
    with slow_page() as (page, session):
        for _ in range(visits):
            page.goto(url)
            opened.append(page.evaluate(OPENED))
        chosen = [_chosen(page, session, number, choices) for number in range(choices)]
        page.keyboard.press("Escape")
        page.evaluate("document.querySelector('.beside__text').scrollTo(0, 0)")
        waited, worked = zip(*chosen, strict=True)
        return View(opened, list(waited), list(worked), page.evaluate(FRAMES, [300, frames]))


def _chosen(page: Page, session: CDPSession, number: int, of: int) -> tuple[float, float]:
    """Choose the mark so far into the text, and read the trace of it."""
    marks = page.locator(".beside__text:first-of-type .margin-sign[data-with]")
    mark = marks.nth(marks.count() * number // of)
    mark.evaluate("mark => mark.scrollIntoView({ block: 'center' })")
    page.evaluate("new Promise((go) => requestAnimationFrame(() => setTimeout(go, 250)))")
    with _trace(session) as events:
        mark.evaluate(CHOOSE)
    return painted(events)


@contextmanager
def _trace(session: CDPSession) -> Iterator[list[dict[str, Any]]]:
    events: list[dict[str, Any]] = []
    ended: list[bool] = []

    def collect(found: dict[str, Any]) -> None:
        events.extend(found["value"])

    def end(_: object) -> None:
        ended.append(True)

    session.on("Tracing.dataCollected", collect)
    session.on("Tracing.tracingComplete", end)
    session.send("Tracing.start", {"categories": CATEGORIES, "transferMode": "ReportEvents"})
    yield events
    session.send("Tracing.end")
    while not ended:
        session.send("Runtime.evaluate", {"expression": "0"})
    session.remove_listener("Tracing.dataCollected", collect)
    session.remove_listener("Tracing.tracingComplete", end)


def painted(events: list[dict[str, Any]]) -> tuple[float, float]:
    """Milliseconds from the answer with the card to the end of the paint that follows it, and
    for how many of them the page's thread ran.

    Raises RuntimeError if the trace has not all of it.
    """
    asked = {
        event["args"]["data"]["requestId"]
        for event in events
        if event["name"] == "ResourceSendRequest" and "at=" in event["args"]["data"]["url"]
    }
    arrived = [
        event["ts"]
        for event in events
        if event["name"] == "ResourceReceiveResponse"
        and event["args"]["data"]["requestId"] in asked
    ]
    there = [event["ts"] for event in events if event["name"] == "card-is-there"]
    paints = [
        (event["ts"] + event.get("dur", 0), event["tid"])
        for event in events
        if event["name"] == "Paint" and there and event["ts"] > there[-1]
    ]
    if not arrived or not paints:
        names = json.dumps(sorted({event["name"] for event in events}))
        raise RuntimeError(f"The trace lacks an answer or a paint: {names}")
    end, thread = min(paints)
    ran = [
        event["tdur"]
        for event in events
        if event["name"] == "RunTask"
        and event["tid"] == thread
        and arrived[-1] <= event["ts"] < end
    ]
    return (end - arrived[-1]) / 1000, sum(ran) / 1000
