// Which text leads while one scrolls, kept for the next visit; and where in each text one is.

const leading = () => here().lead ?? "";

function showWays() {
  for (const way of all("[data-leads], [data-keys]")) way.hidden = false;
  for (const link of all("[data-lead]")) {
    link.ariaCurrent = link.dataset.lead === leading() ? "true" : null;
  }
}

function letLead(side) {
  localStorage.setItem("lead", side);
  history.replaceState(history.state, "", addressWith({ lead: side }) + location.hash);
  showWays();
}

function swapped(link) {
  return addressWith({ ...saidBy(link, "left", "right"), lead: { left: "right", right: "left" }[leading()] });
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

function showPosition(text, block) {
  const place = one("[data-position]", text);
  place.hidden = false;
  place.firstElementChild.textContent = block.id.split("-").at(-1);
  const links = [...text.querySelectorAll(".outline__list a")];
  const isAhead = ({ hash }) => byId(hash.slice(1)).compareDocumentPosition(block) & 2;
  const current = links.findLast((link) => !isAhead(link));
  for (const link of links) link.ariaCurrent = link === current ? "location" : null;
}

// The mark last passed; the other text keeps beside it.
let followed = null;

function follow(text) {
  const signs = [...(blockAt(text)?.querySelectorAll(".margin-sign[data-with]") ?? [])];
  const sign = signs.findLast((one) => lineOf(numberOf(one)) <= usualLine(text) + 4);
  if (sign) followed = sign;
  if (!followed?.isConnected || textOf(followed) !== text) return;
  bring(followed.dataset.with, lineOf(numberOf(followed)));
  mark("passage--same", [numberOf(followed), followed.dataset.with]);
}

function read(text) {
  const block = blockAt(text);
  if (block) showPosition(text, block);
}

// What only tells where one is can wait until the lines are painted.
let telling;

addEventListener("scroll", ({ target }) => {
  const text = target === document ? readText() : target;
  if (!text?.matches?.(".beside__text")) return;
  clearTimeout(telling);
  telling = setTimeout(() => texts().forEach(read), 99);
  if (moved.delete(text) || !wide.matches || text !== texts()[["left", "right"].indexOf(leading())]) return;
  follow(text);
}, true);
