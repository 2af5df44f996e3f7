// A mark or a counterpart that is chosen swaps the card and the marks, and is a step in the history; the address is the
// one that the link has. What fails becomes a plain visit.
import { announce, isOurs, showCopyButtons } from "./counterpoint.js";

let asking;

async function ask(address, headers = {}) {
  asking?.abort();
  asking = new AbortController();
  const answer = await fetch(address, { headers, signal: asking.signal });
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

async function attempt(work, address) {
  try {
    await work();
  } catch (error) {
    if (error.name === "AbortError") return;
    if (address === location.href) location.reload();
    else location.assign(address);
  }
}

// The address of this view with some things in it changed.
function addressWith(changes) {
  const names = ["left", "right", "at", "beside", "lead"];
  const all = { ...here(), ...changes };
  const said = names.filter((name) => all[name]).map((name) => [name, all[name]]);
  return [location.pathname, `${new URLSearchParams(said)}`].filter(Boolean).join("?");
}

function saidBy(link, ...names) {
  const query = new URL(link.href).searchParams;
  return Object.fromEntries(names.map((name) => [name, query.get(name)]));
}

function addressOf(link) {
  return addressWith(saidBy(link, "at", "beside")) + new URL(link.href).hash;
}

function show(made) {
  card()?.remove();
  mark("passage--chosen", made?.dataset.marks.trim().split(" ") ?? []);
  for (const sign of all(".margin-sign[aria-expanded]")) sign.ariaExpanded = null;
  view().classList.toggle("beside__texts--chosen", Boolean(made));
  if (!made) return;
  const { at } = made.dataset;
  signAt(at).ariaExpanded = "true";
  for (const text of texts()) text.classList.toggle("beside__text--read", text === textOf(signAt(at)));
  const last = piecesOf(at).at(-1);
  (last.closest(".voice__title") ?? last).after(made);
  showCopyButtons();
}

function entered(title) {
  document.title = title;
  one(".beside__address").textContent = location.href.split("#")[0];
  setTimeout(remember, 99);
}

function enter(address, title) {
  history.pushState({}, "", address);
  entered(title);
}

async function choose(address) {
  const page = await ask(address, { "HX-Request": "true" });
  const made = page.getElementById("card");
  const line = lineOf(made.dataset.at);
  remember();
  show(made);
  lineUp(line);
  enter(address, page.title);
  hold(made.querySelector("[data-focus]"));
  if (!wide.matches) document.activeElement.scrollIntoView({ block: "nearest" });
  announce(made.dataset.announce);
}

function close(address) {
  const { at } = card().dataset;
  const line = lineOf(at);
  remember();
  show(null);
  if (!wide.matches) bring(at, line);
  enter(address, view().dataset.title);
  hold(signAt(at));
}

// The sides are drawn anew by the server; each text stays where it was.
async function turn(address, state) {
  const page = await ask(address);
  const places = state ?? { ...placesNow(), lines: [] };
  if (!state) {
    remember();
    history.pushState({}, "", address);
  }
  view().replaceWith(page.querySelector(".beside__texts"));
  showCopyButtons();
  showWays();
  restore(places);
  entered(page.title);
  announce(page.title);
  hold(one("[data-swap]"));
}

async function step(state) {
  const before = card()?.dataset.at;
  const { left, at } = here();
  if (left !== leftNamed()) {
    await turn(location.href, state);
  } else {
    const page = at && (await ask(location.href, { "HX-Request": "true" }));
    show(page?.getElementById("card"));
    restore(state);
    entered(page?.title ?? view().dataset.title);
  }
  hold(signAt(card()?.dataset.at ?? before));
}

// A step to a heading or a footnote has no state, and is the browser's.
addEventListener("popstate", ({ state }) => {
  if (state?.tops) attempt(() => step(state), location.href);
});

document.addEventListener("click", (event) => {
  if (!view()?.contains(event.target) || !isOurs(event)) return;
  const pressed = event.target.closest("a, button, summary");
  const chosen = pressed ?? (getSelection().isCollapsed && signOf(event.target.closest(".passage")));
  const go = (work, address) => attempt(() => work(address), address);
  const is = (kind) => chosen?.matches?.(kind);
  if (is(".margin-sign, [data-step]")) go(choose, addressOf(chosen));
  else if (is("[data-close]")) close(addressOf(pressed));
  else if (is("[data-swap]")) go(turn, swapped(pressed));
  else if (is("[data-keys] *")) keysList.showModal();
  else if (is("[data-lead]")) letLead(pressed.dataset.lead);
  else {
    if (is(".beside__headings a")) pressed.closest("details").open = false;
    return;
  }
  event.preventDefault();
});
