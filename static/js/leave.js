// Back on a page that the browser did not keep, the focus returns to the link by which the page was left.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link?.matches(":focus-visible") || !isOurs(event)) return;
  history.replaceState({ ...history.state, left: [...document.links].indexOf(link) }, "");
});

document.links[history.state?.left]?.focus({ preventScroll: true });
