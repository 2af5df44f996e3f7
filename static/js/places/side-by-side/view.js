// The view as it opens: where it was left, or with the chosen passages side by side. Late letters move lines.

function align() {
  if (!card()) return;
  const { at } = card().dataset;
  place(card());
  if (wide.matches) scrollTo(0, 0);
  bring(at, usualLine(textOf(signAt(at))));
  lineUp(card(), lineOf(at));
}

async function begin() {
  const { state } = history;
  history.scrollRestoration = "manual";
  const kept = localStorage.getItem("lead");
  if (kept && !leading()) letLead(kept);
  showWays();
  const settle = () => (state?.tops ? restore(state) : align());
  settle();
  await document.fonts.ready;
  settle();
  readAll();
  remember();
  addEventListener("scrollend", () => soon(remember), true);
}

let width = innerWidth;

addEventListener("resize", () => {
  if (width !== innerWidth) align();
  width = innerWidth;
});

begin();
