// The number of a footnote opens the note in place. Without this script it leads to the list of notes, and that leads back.

function wordsOfNote(ref) {
  const note = document.getElementById(decodeURIComponent(ref.hash.slice(1)));
  return note?.querySelector("[data-note]")?.cloneNode(true).childNodes ?? [];
}

function openNote(ref) {
  const close = document.createElement("button");
  close.className = "note__close";
  close.textContent = "Close";
  const note = document.createElement("small");
  note.className = "note";
  note.role = "note";
  note.append(`${ref.textContent.trim()}. `, ...wordsOfNote(ref), " ", close);
  ref.after(note);
  ref.ariaExpanded = "true";
  closeUnder(note);
}

// In the margin a note may come to lie on another.
function closeUnder(note) {
  const { top, bottom } = note.getBoundingClientRect();
  for (const other of document.querySelectorAll(".note")) {
    const box = other.getBoundingClientRect();
    if (other !== note && box.top < bottom && box.bottom > top) closeNote(other);
  }
}

function closeNote(note) {
  const ref = note.previousElementSibling;
  const held = note.contains(document.activeElement);
  note.remove();
  ref.ariaExpanded = "false";
  if (held) ref.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  if (!isOurs(event)) return;
  const close = event.target.closest?.(".note__close");
  const ref = event.target.closest?.(".note-ref");
  if (close) {
    event.preventDefault();
    closeNote(close.closest(".note"));
  } else if (ref && wordsOfNote(ref).length) {
    event.preventDefault();
    if (ref.ariaExpanded === "true") closeNote(ref.nextElementSibling);
    else openNote(ref);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const held = document.activeElement;
  const note = held?.closest(".note") ?? held?.parentElement.querySelector(".note-ref:focus + .note");
  if (!note) return;
  event.preventDefault();
  closeNote(note);
});
