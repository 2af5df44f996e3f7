// What htmx leaves open: the line that was pressed stays in its place, the focus goes where a reader would look, and a
// request that failed becomes a plain visit, which says what is wrong.

let pressed = { id: "", top: 0 };

// Only what the address names is open in a text.
function closeOthers(block) {
  const open = '.counterpart, .passage--chosen, .prose__marked, .prose__open, .margin-sign[aria-expanded="true"]';
  for (const other of block.parentElement.querySelectorAll(open)) {
    if (block.contains(other)) continue;
    if (other.matches(".counterpart")) other.remove();
    else if (other.matches(".margin-sign")) other.ariaExpanded = "false";
    else other.classList.remove("passage--chosen", "prose__marked", "prose__open");
  }
}

// The line on which a passage begins; its sign may stand lower, under another's.
function topOfLine(sign) {
  return sign?.parentElement.getClientRects()[0]?.top ?? 0;
}

function moveFocus(place) {
  if (!place || place.contains(document.activeElement)) return;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest" });
}

// After a step back or forward the browser scrolls and drops the focus; then it is our turn.
async function focusAfterStep() {
  await window.navigation?.transition?.finished;
  document.getElementById(pressed.id)?.focus({ preventScroll: true });
}

document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  if (ctx.target === document.body) return;
  const id = ctx.sourceElement.dataset.close ?? ctx.sourceElement.id;
  pressed = { id, top: topOfLine(document.getElementById(id)) };
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.swap === "none") return;
  if (ctx.target === document.body) {
    focusAfterStep();
    return;
  }
  const sign = document.getElementById(pressed.id);
  const swapped = document.getElementById(ctx.target.id ?? ctx.target.slice(1));
  if (swapped?.matches(".prose > *")) {
    ctx.request.anchor = null;
    closeOthers(swapped);
    if (sign) scrollBy(0, topOfLine(sign) - pressed.top);
  }
  moveFocus(swapped?.querySelector("[data-focus]") ?? sign);
  const told = swapped?.querySelector("[data-announce]")?.dataset.announce;
  if (told) announce(told);
});

// Answers that are not put into a page, as the head of every page says; 0 is none at all.
const UNSHOWN = [0, 401, 403, 404, 405, 410];

function visitInstead({ detail: { ctx } }) {
  if (!ctx?.request) return;
  if (ctx.request.method !== "GET") {
    sendInstead(ctx);
    return;
  }
  ctx.push = ctx.replace = null;
  if (ctx.target === document.body) location.reload();
  else if (ctx.sourceElement.href) location.assign(ctx.sourceElement.href);
  else (ctx.sourceElement.form ?? ctx.sourceElement).submit?.();
}

// A form is sent once more as a form, for of one form nothing is made twice: so that whoever is signed out, or meets a network
// that is down, is told so, and what was typed is kept.
function sendInstead(ctx) {
  const status = ctx.response?.status ?? 0;
  if (status < 500 && !UNSHOWN.includes(status)) return;
  ctx.push = ctx.replace = null;
  ctx.sourceElement.submit?.();
}

document.addEventListener("htmx:response:error", visitInstead);
document.addEventListener("htmx:error", visitInstead);

// A sign whose counterpart is open closes it; so does Escape inside it.
document.addEventListener("click", (event) => {
  const close = event.target
    .closest?.('.margin-sign[aria-expanded="true"]')
    ?.closest(".prose > *")
    .querySelector("[data-close]");
  if (!close || !isOurs(event)) return;
  event.preventDefault();
  event.stopPropagation();
  close.click();
}, true);

document.addEventListener("keydown", (event) => {
  const close = event.key === "Escape" && document.activeElement?.closest(".counterpart")?.querySelector("[data-close]");
  if (!close || event.defaultPrevented) return;
  event.preventDefault();
  close.click();
});
