// Where the lines of both texts are, and bringing one beside another. Numbers are those of the signs.

const wide = matchMedia("(width >= 56.25rem)");
const view = () => document.querySelector(".beside__texts");
const all = (selector) => [...view().querySelectorAll(selector)];
const texts = () => all(".beside__text");
const one = (selector, within = view()) => within.querySelector(selector);
const readText = () => one(".beside__text--read");
const textOf = (node) => node?.closest(".beside__text");
const byId = (id) => document.getElementById(id);
const card = () => byId("card");
const here = () => Object.fromEntries(new URLSearchParams(location.search));
const box = (node) => node.getBoundingClientRect();
const hold = (node) => node?.focus({ preventScroll: true });
const numberOf = (sign) => sign.id.slice(5);
const signAt = (number) => byId(`sign-${number}`);

function piecesOf(number) {
  const sign = signAt(number);
  const near = sign?.closest(".prose > *").querySelectorAll(".passage") ?? [];
  return [...near].filter((one) => one === sign.parentElement || one.dataset.of?.split(" ").includes(`${number}`));
}

function mark(name, numbers) {
  for (const piece of all(`.${name}`)) piece.classList.remove(name);
  for (const piece of numbers.flatMap(piecesOf)) piece.classList.add(name);
}

// The sign of the passage that begins last of those that a piece is in.
function signOf(piece) {
  if (!piece) return null;
  return [...piece.children].findLast((one) => one.matches(".margin-sign")) ?? signAt(piece.dataset.of.split(" ").at(-1));
}

// The top of a passage's first line, in the window; undefined while its text is not shown.
function lineOf(number) {
  return piecesOf(number)[0]?.getClientRects()[0]?.top;
}

function usualLine(text) {
  if (!wide.matches) return innerHeight * 0.3;
  return box(view()).top + parseFloat(getComputedStyle(text).scrollPaddingBlockStart);
}

// Texts that were moved by us and not by a reader: nothing follows them.
const moved = new Set();

// Scrolls a text until a passage begins at a height of the window. The sections of a long text have their true height
// only when they are in sight, so it may take two goes; above the beginning room is made.
function bring(number, line) {
  const text = textOf(signAt(number));
  const prose = one(".beside__prose", text);
  const scroller = wide.matches ? text : document.scrollingElement;
  prose.style.paddingBlockStart = "";
  for (let go = 0; go < 3; go += 1) {
    const off = lineOf(number) - line;
    if (!(Math.abs(off) >= 1)) return;
    scroller.scrollTop += off;
    moved.add(text);
  }
  const short = line - lineOf(number);
  if (wide.matches && short >= 1) {
    prose.style.paddingBlockStart = `${parseFloat(getComputedStyle(prose).paddingBlockStart) + short}px`;
  }
}

// The passage in the other text, beside the line where one reads, which stays where it is.
function lineUp(before) {
  const { at, with: other } = card().dataset;
  const text = textOf(signAt(at));
  if (!wide.matches) {
    bring(at, before ?? usualLine(text));
    return;
  }
  const head = box(one(".beside__head", text)).bottom;
  const line = before >= head && before < innerHeight - 28 ? before : usualLine(text);
  if (other) bring(other, line);
  placeCard();
}

// Beside the line, or as near as the card has room.
function placeCard() {
  if (!wide.matches || !card()) return;
  const { top, height } = box(view());
  const least = box(one(".beside__ways")).bottom - top;
  const most = height - card().scrollHeight;
  // Not on an element above: what inherits it would all be styled anew.
  card().style.setProperty("--at", `${Math.max(least, Math.min(lineOf(card().dataset.at) - top, most))}px`);
}

function placesNow() {
  const tops = Object.fromEntries(texts().map((text) => [text.dataset.text, text.scrollTop]));
  const { at, with: other } = card()?.dataset ?? {};
  const lines = [at, other].filter(Boolean).map((number) => [number, lineOf(number)]);
  return { tops, top: scrollY, lines: lines.filter(([, line]) => line) };
}

function remember() {
  history.replaceState({ ...history.state, ...placesNow() }, "");
}

function restore({ tops, top, lines }) {
  for (const text of texts()) text.scrollTop = tops[text.dataset.text];
  scrollTo(0, top);
  for (const [number, line] of lines) bring(number, line);
  placeCard();
}
