// Where the lines of both texts are, and bringing one beside another. Numbers are those of the signs.

const wide = matchMedia("(width >= 56.25rem)");
const one = (selector, within = document) => within.querySelector(selector);
const byId = (id) => document.getElementById(id);
const view = () => byId("beside");
const card = () => byId("card");
// Not by a selector: there may be a hundred thousand nodes to be searched.
const texts = () => [...view().children].filter((part) => part.matches(".beside__text"));
const readText = () => texts().find((text) => text.matches(".beside__text--read"));
const textOf = (node) => node?.closest(".beside__text");
const saidBy = ({ search }) => Object.fromEntries(new URLSearchParams(search));
const box = (node) => node.getBoundingClientRect();
const hold = (node) => node?.focus({ preventScroll: true });
const linked = (node) => [...node.querySelectorAll(".margin-sign[data-with]")];
const numberOf = (sign) => sign.id.slice(5);
const signAt = (number) => byId(`sign-${number}`);

function piecesOf(number) {
  const sign = signAt(number);
  const near = sign?.closest(".prose > *").querySelectorAll(".passage") ?? [];
  return [...near].filter((one) => one === sign.parentElement || one.dataset.of?.split(" ").includes(number));
}

function mark(name, numbers, on) {
  for (const piece of numbers.flatMap(piecesOf)) piece.classList.toggle(name, on);
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

// Scrolls a text until a passage begins at a height of the window; above the beginning room is made.
function bring(number, line) {
  const text = textOf(signAt(number));
  const { style } = one(".beside__prose", text);
  const scroller = wide.matches ? text : document.scrollingElement;
  if (style.paddingBlockStart) style.paddingBlockStart = "";
  const off = lineOf(number) - line;
  if (!(Math.abs(off) >= 1)) return;
  moved.add(text);
  scroller.scrollTop += off;
  const short = line - lineOf(number);
  if (wide.matches && short >= 1) style.paddingBlockStart = `calc(var(--half) + ${short}px)`;
}

// The passage in the other text comes beside the line where one reads, which stays where it is. All is read and moved before
// the card is there, so that one layout does.
function lineUp(made, before) {
  if (!wide.matches) return;
  const { at, with: other } = made.dataset;
  const text = textOf(signAt(at));
  const head = box(one(".beside__head", text)).bottom;
  const line = before >= head && before < innerHeight - 28 ? before : usualLine(text);
  if (other) bring(other, line);
  level(made, line);
}

// Beside the line, or as near as there is room. Not said on an element above: all that inherits it would be styled anew.
function level(made, line) {
  made.style.setProperty("--at", `${line - box(byId("between")).top}px`);
}

function placesNow() {
  const tops = Object.fromEntries(texts().map((text) => [text.dataset.text, text.scrollTop]));
  const { at, with: other } = card()?.dataset ?? {};
  const lines = [at, other].filter(Boolean).map((number) => [number, lineOf(number)]);
  return { tops, top: scrollY, lines: lines.filter(([, line]) => line) };
}

function remember(places = placesNow()) {
  history.replaceState({ ...history.state, ...places }, "");
}

// What only tells where one is can wait until the lines are painted.
function soon(work) {
  clearTimeout(work.timer);
  work.timer = setTimeout(work, 99);
}

function restore({ tops, top, lines }) {
  if (card()) place(card());
  for (const text of texts()) text.scrollTop = tops[text.dataset.text];
  scrollTo(0, top);
  for (const [number, line] of lines) bring(number, line);
  if (card()) level(card(), lineOf(card().dataset.at));
}
