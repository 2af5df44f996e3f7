// Tells a change to ears: the one polite live region of the page.
export function announce(words) {
  const place = document.getElementById("announcement");
  place.textContent = "";
  setTimeout(() => { place.textContent = words; }, 99);
}
