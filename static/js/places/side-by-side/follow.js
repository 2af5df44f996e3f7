// Which text leads while one scrolls, kept for the next visit; and where in each text one is.

const leading = () => saidBy(location).lead ?? "";

const inWays = (selector) => one(".beside__ways").querySelectorAll(selector);

function showWays() {
  for (const way of inWays("[data-leads], [data-keys]")) way.hidden = false;
  for (const link of inWays("[data-lead]")) {
    link.ariaCurrent = link.dataset.lead === leading() ? "true" : null;
  }
}

function letLead(side) {
  localStorage.setItem("lead", side);
  history.replaceState(history.state, "", addressWith({ lead: side }) + location.hash);
  showWays();
}

function swapped(link) {
  const { left, right } = saidBy(link);
  return addressWith({ left, right, lead: { left: "right", right: "left" }[leading()] });
}

// The paragraph at the line where one reads; none where the text has not come so far down.
function blockAt(text) {
  const { left, width } = box(text);
  for (const lower of [0, 16, 32]) {
    const block = document.elementFromPoint(left + width / 3, usualLine(text) + lower)?.closest(".beside__prose .prose > [id]");
    if (block) return block;
  }
  return null;
}

function read(text) {
  const block = blockAt(text);
  if (!block) return;
  const place = one("[data-position]", text);
  place.hidden = false;
  place.firstElementChild.textContent = block.id.split("-").at(-1);
  const links = [...text.querySelectorAll(".outline__list a")];
  const isAhead = ({ hash }) => byId(hash.slice(1)).compareDocumentPosition(block) & 2;
  const current = links.findLast((link) => !isAhead(link));
  for (const link of links) link.ariaCurrent = link === current ? "location" : null;
}

// The numbers of the mark last passed, and of the one that the other text keeps beside it.
let same = [];

function follow(text) {
  const block = blockAt(text);
  let sign = block && linked(block).findLast((one) => lineOf(numberOf(one)) <= usualLine(text) + 4);
  sign ??= signAt(same[0]);
  if (textOf(sign) !== text) return;
  bring(sign.dataset.with, lineOf(numberOf(sign)));
  mark("passage--same", same, false);
  same = [numberOf(sign), sign.dataset.with];
  mark("passage--same", same, true);
}

const readAll = () => texts().forEach(read);

addEventListener("scroll", ({ target }) => {
  const text = target === document ? readText() : target;
  if (!text?.matches?.(".beside__text")) return;
  soon(readAll);
  if (!moved.delete(text) && wide.matches && text.matches(`.beside__text--${leading()}`)) follow(text);
}, true);
