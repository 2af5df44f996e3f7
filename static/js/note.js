// A footnote's number (a.note-ref) opens the note in place: the words of the note it leads to, right after it, in a float
// that leaves the line where it is. Without this script the number leads to the list of notes, and the list leads back.

function wordsOfNote(ref) {
  const note = document.getElementById(decodeURIComponent(ref.hash.slice(1)));
  return note?.querySelector("[data-note]")?.cloneNode(true).childNodes ?? [];
}

function openNote(ref) {
  const close = document.createElement("button");
  close.type = "button";
  close.className = "note__close";
  close.textContent = "Close";
  const note = document.createElement("small");
  note.className = "note";
  note.role = "note";
  note.append(`${ref.textContent.trim()}. `, ...wordsOfNote(ref), " ", close);
  ref.after(note);
  ref.ariaExpanded = "true";
}

function closeNote(note) {
  const ref = note.previousElementSibling;
  const held = note.contains(document.activeElement);
  note.remove();
  ref.ariaExpanded = "false";
  if (held) ref.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const close = event.target.closest?.(".note__close");
  const ref = event.target.closest?.(".note-ref");
  if (close) {
    event.preventDefault();
    closeNote(close.closest(".note"));
  } else if (ref && wordsOfNote(ref).length) {
    event.preventDefault();
    const open = ref.nextElementSibling;
    if (open?.matches(".note")) closeNote(open);
    else openNote(ref);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const held = document.activeElement;
  const note = held?.closest(".note") ?? (held?.matches(".note-ref") && held.nextElementSibling);
  if (!note || !note.matches(".note")) return;
  event.preventDefault();
  closeNote(note);
});
