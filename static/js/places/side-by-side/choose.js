// A mark or a counterpart that is chosen swaps the card and the marks, and is a step in the history; the address is the
// one that the link has. What fails becomes a plain visit.
import { announce, isOurs, showCopyButtons } from "./counterpoint.js";

let asking;

// The page, or the card alone.
async function ask(address, alone = false) {
  asking?.abort();
  asking = new AbortController();
  const answer = await fetch(address, { headers: { "HX-Request": alone }, signal: asking.signal });
  if (!answer.ok) throw new Error(answer.statusText);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

async function attempt(work, address, state) {
  try {
    await work(address, state);
  } catch (error) {
    if (error.name === "AbortError") return;
    if (address === location.href) location.reload();
    else location.assign(address);
  }
}

// The address of this view with some things in it changed.
function addressWith(changes) {
  const all = { ...saidBy(location), ...changes };
  const query = new URLSearchParams();
  for (const name of ["left", "right", "at", "beside", "lead"]) if (all[name]) query.set(name, all[name]);
  return location.pathname + (query.size ? `?${query}` : "");
}

function addressOf(link) {
  const { at, beside } = saidBy(link);
  return addressWith({ at, beside }) + link.hash;
}

// A new address has the browser look at every link again: first come the lines that were asked for.
const painted = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
const numbersOf = (made) => made.dataset.marks.trim().split(" ");

// In a wide window not in a text, which would be laid out anew.
function place(made) {
  made.closest(".prose")?.classList.remove("prose--open");
  const last = piecesOf(made.dataset.at).at(-1);
  if (wide.matches) byId("between").append(made);
  else (last.closest(".voice__title") ?? last).after(made);
  showCopyButtons(made);
}

function show(made) {
  const before = card();
  if (before) {
    mark("passage--chosen", numbersOf(before), false);
    signAt(before.dataset.at).ariaExpanded = null;
    before.remove();
  }
  if (!made) return;
  mark("passage--chosen", numbersOf(made), true);
  const { at } = made.dataset;
  signAt(at).ariaExpanded = "true";
  for (const text of texts()) text.classList.toggle("beside__text--read", text === textOf(signAt(at)));
  place(made);
}

function entered(title) {
  document.title = title;
  view().lastElementChild.textContent = location.href.split("#")[0];
  soon(remember);
}

function enter(address, title) {
  history.pushState({}, "", address);
  entered(title);
}

async function choose(address) {
  const page = await ask(address, true);
  const made = page.getElementById("card");
  const line = lineOf(made.dataset.at);
  const left = placesNow();
  lineUp(made, line);
  show(made);
  const told = one("[data-focus]", made);
  hold(told);
  if (!wide.matches) {
    bring(made.dataset.at, line ?? usualLine());
    told.scrollIntoView({ block: "nearest" });
  }
  await painted();
  remember(left);
  enter(address, page.title);
  announce(made.dataset.announce);
}

function close(address) {
  const { at } = card().dataset;
  const line = lineOf(at);
  remember();
  show(null);
  bring(at, line);
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
  view().replaceWith(page.getElementById("beside"));
  showWays();
  restore(places);
  entered(page.title);
  announce(page.title);
  hold(one("[data-swap]"));
}

async function step(address, state) {
  const before = card()?.dataset.at;
  const { left = "", at } = saidBy(location);
  if (left !== view().dataset.left) {
    await turn(address, state);
  } else {
    const page = at && (await ask(address, true));
    show(page?.getElementById("card"));
    restore(state);
    entered(page?.title ?? view().dataset.title);
  }
  hold(signAt(card()?.dataset.at ?? before));
}

// A step to a heading or a footnote has no state, and is the browser's. What was yet to be remembered is of the place that
// was left, and would be written down for the one that is come to.
addEventListener("popstate", ({ state }) => {
  clearTimeout(remember.timer);
  if (state?.tops) attempt(step, location.href, state);
});

addEventListener("click", (event) => {
  if (!view()?.contains(event.target) || !isOurs(event)) return;
  const pressed = event.target.closest("a, button, summary");
  const chosen = pressed ?? (getSelection().isCollapsed && signOf(event.target.closest(".passage")));
  const is = (kind) => chosen?.matches?.(kind);
  if (is('.margin-sign[aria-expanded="true"]')) press("#card [data-close]");
  else if (is(".margin-sign, [data-step]")) attempt(choose, addressOf(chosen));
  else if (is("[data-close]")) close(addressOf(pressed));
  else if (is("[data-swap]")) attempt(turn, swapped(pressed));
  else if (is("[data-keys] *")) keysList.showModal();
  else if (is("[data-lead]")) letLead(pressed.dataset.lead);
  else {
    if (is(".beside__headings a")) pressed.closest("details").open = false;
    return;
  }
  event.preventDefault();
});
