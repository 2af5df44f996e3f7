// A button with data-copy puts words on the clipboard: those of data-copy, then the address in data-copy-link, made whole.
// Buttons come hidden and are shown here, so that nobody meets one that cannot work.

function announce(words) {
  const place = document.querySelector("#announcement");
  if (!place) return;
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = words; });
}

function showCopyButtons() {
  if (!navigator.clipboard) return;
  for (const button of document.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

function copied(button) {
  const words = button.textContent;
  button.style.minInlineSize = `${button.getBoundingClientRect().width}px`;
  button.textContent = "Copied";
  announce(`${words.replace("Copy ", "")} copied`);
  setTimeout(() => { button.textContent = words; }, 2000);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button || event.defaultPrevented || button.textContent === "Copied") return;
  event.preventDefault();
  const { copy, copyLink } = button.dataset;
  const address = copyLink && new URL(copyLink, location.origin).href;
  try {
    await navigator.clipboard.writeText([copy, address].filter(Boolean).join(" "));
    copied(button);
  } catch {
    announce("The clipboard could not be reached");
  }
});

document.addEventListener("htmx:after:swap", showCopyButtons);
showCopyButtons();
