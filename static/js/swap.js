// What htmx leaves open when it swaps a piece of a page: the line that was pressed stays where it is, the focus goes where a
// reader would look, a change is told to ears, and a request that failed becomes a plain visit, which says what is wrong.

let pressed = { id: "", top: 0 };

// Only what the address names is open in a text: not what an earlier address named in its other blocks.
function closeOthers(block) {
  const open = '.counterpart, .passage--chosen, .prose__marked, .margin-sign[aria-expanded="true"]';
  for (const other of block.parentElement.querySelectorAll(open)) {
    if (block.contains(other)) continue;
    if (other.matches(".counterpart")) other.remove();
    else if (other.matches(".margin-sign")) other.ariaExpanded = "false";
    else other.classList.remove("passage--chosen", "prose__marked");
  }
}

function keepLine() {
  const sign = document.getElementById(pressed.id);
  if (sign) scrollBy(0, sign.getBoundingClientRect().top - pressed.top);
}

function moveFocus(place) {
  if (!place || place.contains(document.activeElement)) return;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "nearest" });
}

// After a step back or forward the browser puts the page where it was left, and takes the focus away; then it is our turn.
function afterStep(act) {
  const step = window.navigation?.transition?.finished ?? Promise.resolve();
  step.then(act, act);
}

document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  if (ctx.target === document.body) return;
  const id = ctx.sourceElement.dataset.close ?? ctx.sourceElement.id;
  pressed = { id, top: document.getElementById(id)?.getBoundingClientRect().top ?? 0 };
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  if (ctx.swap === "none") return;
  const sign = document.getElementById(pressed.id);
  if (ctx.target === document.body) {
    afterStep(() => document.getElementById(pressed.id)?.focus({ preventScroll: true }));
    return;
  }
  const swapped = document.getElementById(ctx.target.id);
  if (swapped?.matches(".prose > *")) {
    closeOthers(swapped);
    keepLine();
  }
  moveFocus(swapped?.querySelector("[data-focus]") ?? sign);
  const told = swapped?.querySelector("[data-announce]")?.dataset.announce;
  if (told) announce(told);
});

function visitInstead({ detail: { ctx } }) {
  if (ctx?.request?.method !== "GET") return;
  ctx.push = ctx.replace = null;
  if (ctx.target === document.body) location.reload();
  else if (ctx.sourceElement.href) location.assign(ctx.sourceElement.href);
}

document.addEventListener("htmx:response:error", visitInstead);
document.addEventListener("htmx:error", visitInstead);

// A sign whose counterpart is open closes it, and so does Escape inside the counterpart.
document.addEventListener("click", (event) => {
  const close = event.target
    .closest?.('.margin-sign[aria-expanded="true"]')
    ?.closest(".prose > *")
    .querySelector("[data-close]");
  if (!close || event.defaultPrevented) return;
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
