// Single keys, for whoever wants them: the list of them can be opened, and they can be switched off in it.

const keysOn = document.querySelector("[data-keys-on]");
const keysList = document.getElementById("keys");
const press = (selector) => one(selector)?.click();

function toMark(by) {
  const text = textOf(document.activeElement) ?? readText();
  const signs = linked(text);
  let at = signs.indexOf(document.activeElement);
  if (at < 0 && card()) at = signs.indexOf(signAt(card().dataset.at));
  if (at < 0) {
    const block = (text.scrollTop + scrollY && blockAt(text)) || text;
    at = signs.findIndex((one) => block.compareDocumentPosition(one) & 4) - (by > 0);
  }
  const sign = signs[at + by];
  if (!sign) return;
  bring(numberOf(sign), usualLine(text));
  hold(sign);
}

const KEYS = {
  __proto__: null,
  j: () => toMark(1),
  k: () => toMark(-1),
  n: () => press('#card [data-step="next"]'),
  p: () => press('#card [data-step="previous"]'),
  s: () => press("[data-swap]"),
  o: () => press("#card .counterpart__case a"),
  c: () => press('#card [data-copy=""]'),
  Escape: () => press("#card [data-close]"),
  "?": () => keysList.showModal(),
};

addEventListener("keydown", (event) => {
  const act = KEYS[event.key];
  if (!act || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (keysList.open || event.target.closest("input, textarea, select, [contenteditable]")) return;
  if (!keysOn.checked && event.key !== "?") return;
  event.preventDefault();
  act();
});

keysOn.checked = localStorage.getItem("keys") !== "off";
keysOn.addEventListener("change", () => localStorage.setItem("keys", keysOn.checked ? "on" : "off"));
