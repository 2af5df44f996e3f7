// The key / leads to the search from anywhere, but not while one types in a field.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const place = document.querySelector("input[data-search]") ?? document.querySelector("[data-search]");
  if (!place) return;
  event.preventDefault();
  if (place.matches("a")) {
    place.click();
  } else {
    place.focus();
    place.select();
  }
});
