// The sign under the pointer or the focus draws a pencil line under every piece of its passage: that in which it stands, and
// those that name it in data-of.
let near = [];

function pencil(event) {
  const sign = event.target.closest?.(".margin-sign");
  for (const piece of near) piece.classList.remove("passage--near");
  const others = sign?.closest(".prose > *").querySelectorAll(`.passage[data-of~="${sign.id.replace("sign-", "")}"]`);
  near = sign ? [sign.closest(".passage"), ...others].filter(Boolean) : [];
  for (const piece of near) piece.classList.add("passage--near");
}

document.addEventListener("pointerover", pencil);
document.addEventListener("focusin", pencil);
document.addEventListener("focusout", pencil);

// An address that names a place and has lost what stood behind its # leads there all the same, unless one comes back to it.
if (!location.hash && performance.getEntriesByType("navigation")[0]?.type === "navigate") {
  document.querySelector('.prose [id^="claim-"], .prose [id^="passage-"], .prose__marked')?.scrollIntoView();
}
