// Words that are selected in a text can be made a claim of, linked, or copied: a bar says so while they are. Signs, numbers
// and what another text says there are no words of it. The forms find the words again, so they may be sent without them.
import { announce } from "./counterpoint.js";

const bar = document.getElementById("selected");
const [take, ...ways] = bar.querySelectorAll(".selected__ways");
const copy = bar.querySelector("[data-copy]");
const NO_WORDS = ".margin-sign, .note-ref, .prose__number, .unseen, .counterpart";
const LONGEST = 2000;
const GAP = 8;
const LIFT = 56; // what a phone’s browser may lay over the foot of a page for a word that is selected
const { form, asked } = formBehind();
let waiting;
let pressing = false;

// A form that was left to select the other end of a link in this text, and what it has in it already.
function formBehind() {
  const asked = new URLSearchParams(location.search);
  const form = asked.get("for") ?? "";
  asked.delete("for");
  return { form: /^\/(claims|sources)\/[\w-]+\/(rebuttals|supports|links)\/new$/.test(form) ? form : "", asked };
}

function isInWord(text, at) {
  return /[\p{L}\p{N}]{2}/u.test(text.slice(Math.max(0, at - 1), at + 1));
}

// Whole words: a mouse or a finger seldom meets the edge of one.
function widened(range) {
  const { startContainer: first, endContainer: last } = range;
  let { startOffset: start, endOffset: end } = range;
  if (first.nodeType === Node.TEXT_NODE) while (isInWord(first.data, start)) start -= 1;
  if (last.nodeType === Node.TEXT_NODE) while (isInWord(last.data, end)) end += 1;
  const whole = range.cloneRange();
  whole.setStart(first, start);
  whole.setEnd(last, end);
  return whole;
}

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const around = range.commonAncestorContainer;
  const prose = (around.closest ? around : around.parentElement).closest(".prose");
  if (!prose) return null;
  const part = widened(range).cloneContents();
  for (const other of part.querySelectorAll(NO_WORDS)) other.remove();
  const words = part.textContent.replace(/\s+/g, " ").trim();
  return words && words.length <= LONGEST ? { words, text: prose.closest("[data-text]").dataset.text, range } : null;
}

function link(anchor, address, more) {
  anchor.href = `${address}?${new URLSearchParams([...(address === form ? asked : []), ...Object.entries(more)])}`;
}

function offer() {
  if (pressing) return;
  const found = selected();
  const wasHidden = bar.hidden;
  bar.hidden = !found && !form;
  copy.hidden = !found || Boolean(form);
  take.hidden = !form;
  for (const way of ways) way.hidden = Boolean(form) || way.dataset.of !== found?.text;
  if (form) offerBack(found);
  if (!found) return place(null);
  copy.dataset.copy = found.words;
  for (const way of ways) for (const anchor of way.children) link(anchor, anchor.pathname, { words: found.words });
  if (wasHidden) announce(bar.dataset.told);
  place(found.range);
}

function offerBack(found) {
  const [hint, taking, back] = take.children;
  hint.hidden = Boolean(found);
  taking.hidden = !found;
  link(back, form, {});
  asked.delete("q");
  if (found) link(taking, form, { q: found.words, taken: "yes" });
}

// A finger’s own menu stands next to what it selected, so the bar goes to the far edge of what is in sight, above a keyboard;
// a mouse has it at hand, under the last words.
function place(range) {
  const { offsetTop: top, height, width } = visualViewport;
  const isTouched = matchMedia("(pointer: coarse)").matches;
  bar.classList.toggle("selected--edge", !range || isTouched);
  const lines = range ? [...range.getClientRects()] : [];
  const { left = 0, bottom: under = 0, top: over = 0 } = lines.at(-1) ?? {};
  const low = top + height - bar.offsetHeight - (range && isTouched ? LIFT : 0);
  if (bar.classList.contains("selected--edge")) {
    bar.style.insetBlockStart = `${range && (under + over) / 2 > top + height / 2 ? top : low}px`;
    bar.style.insetInlineStart = "";
    return;
  }
  const fits = under + GAP <= low - GAP ? under + GAP : over - bar.offsetHeight - GAP;
  bar.style.insetBlockStart = `${Math.min(Math.max(fits, top + GAP), low - GAP)}px`;
  bar.style.insetInlineStart = `${Math.max(GAP, Math.min(left, width - bar.offsetWidth - GAP))}px`;
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(offer, 200);
}

function follow() {
  if (!bar.hidden) place(selected()?.range);
}

function leave() {
  const isInside = bar.contains(document.activeElement);
  if (isInside) document.activeElement.blur();
  getSelection().collapseToStart();
  offer();
}

document.addEventListener("selectionchange", soon);
document.addEventListener("pointerdown", (event) => { pressing = event.pointerType === "mouse" && !bar.contains(event.target); });
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => { if (pressing) soon(); pressing = false; });
}
document.addEventListener("scroll", follow, { capture: true, passive: true });
for (const moved of ["resize", "scroll"]) visualViewport.addEventListener(moved, follow);

// Tab leads from the words to the bar, and Escape out of it, before any other key of a page has its turn.
document.addEventListener("keydown", (event) => {
  if (bar.hidden || !selected()) return;
  if (event.key === "Escape") leave();
  else if (event.key === "Tab" && !event.shiftKey && !bar.contains(document.activeElement)) {
    bar.querySelector("p:not([hidden]) a:not([hidden])").focus({ preventScroll: true });
  } else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

if (form) offer();
