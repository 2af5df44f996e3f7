// The sign under the pointer or the focus draws a pencil line under every piece of its passage: both name it in data-of.

function pencil(event) {
  const sign = event.target.closest?.(".margin-sign");
  for (const piece of document.querySelectorAll(".passage--near")) piece.classList.remove("passage--near");
  if (!sign) return;
  for (const piece of document.querySelectorAll(`.passage[data-of~="${sign.id.replace("sign-", "")}"]`)) {
    piece.classList.add("passage--near");
  }
}

document.addEventListener("pointerover", pencil);
document.addEventListener("focusin", pencil);
document.addEventListener("focusout", pencil);
