// The view as it opens: where it was left, or with the chosen passages side by side. Late letters move lines.

const leftNamed = () => new URL(view().dataset.here, location.href).searchParams.get("left") ?? undefined;

function align() {
  if (!card()) return;
  const { at } = card().dataset;
  const text = textOf(signAt(at));
  if (wide.matches) scrollTo(0, 0);
  bring(at, usualLine(text));
  lineUp(lineOf(at));
}

async function open() {
  const { state } = history;
  history.scrollRestoration = "manual";
  const kept = localStorage.getItem("lead");
  if (kept && !leading()) letLead(kept);
  showWays();
  const settle = () => (state?.tops ? restore(state) : align());
  settle();
  await document.fonts.ready;
  settle();
  texts().forEach(read);
  remember();
  addEventListener("scrollend", remember, true);
}

let width = innerWidth;

addEventListener("resize", () => {
  if (width !== innerWidth) align();
  width = innerWidth;
});

open();
