// Words that are selected in a text can be made a claim of, or copied: a bar says so while they are. Signs, numbers and
// what another text says there are no words of it. The form finds the words again, so it may be sent without them.
import { announce } from "./counterpoint.js";

const bar = document.getElementById("selected");
const [claim, copy] = bar.querySelectorAll("a, button");
const form = claim.getAttribute("href");
const NO_WORDS = ".margin-sign, .note-ref, .prose__number, .unseen, .counterpart";
const LONGEST = 2000;
let waiting;

function selected() {
  const selection = getSelection();
  if (selection.isCollapsed) return "";
  const range = selection.getRangeAt(0);
  const around = range.commonAncestorContainer;
  if (!(around.closest ? around : around.parentElement).closest(".prose")) return "";
  const part = range.cloneContents();
  for (const other of part.querySelectorAll(NO_WORDS)) other.remove();
  return part.textContent.replace(/\s+/g, " ").trim();
}

function offer() {
  const words = selected();
  const fits = words !== "" && words.length <= LONGEST;
  if (fits && bar.hidden) announce("Selected: make a claim of these words, at the end of the page");
  bar.hidden = !fits;
  claim.href = `${form}?${new URLSearchParams({ words })}`;
  copy.dataset.copy = words;
}

document.addEventListener("selectionchange", () => {
  clearTimeout(waiting);
  waiting = setTimeout(offer, 200);
});
