// A button puts the words of data-copy on the clipboard, then the address in data-copy-link, made whole.
// Buttons come hidden and are shown here, so that nobody meets one that cannot work.

export function showCopyButtons(within = document) {
  if (!navigator.clipboard) return;
  for (const button of within.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
}

function showCopied(button) {
  const words = button.textContent;
  button.style.minInlineSize = `${button.offsetWidth}px`;
  button.textContent = "Copied";
  announce(`${words.replace("Copy ", "")} copied`);
  setTimeout(() => { button.textContent = words; }, 2000);
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button || !isOurs(event) || button.textContent === "Copied") return;
  event.preventDefault();
  const { copy, copyLink } = button.dataset;
  const address = copyLink && new URL(copyLink, location.origin).href;
  try {
    await navigator.clipboard.writeText([copy, address].filter(Boolean).join(" "));
    showCopied(button);
  } catch {
    announce("The clipboard could not be reached");
  }
});

document.addEventListener("htmx:after:swap", () => showCopyButtons());
showCopyButtons();
