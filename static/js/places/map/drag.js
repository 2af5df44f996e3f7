// The map moves when a mouse drags it, and grows or shrinks between two fingers.
const fingers = new Map();
let dragged = null;
let pinched = 0;

// A mouse drags; a press that moved nothing is a press on a link.
document.addEventListener("pointerdown", (event) => {
  const frame = windowOf(event);
  if (!frame) return;
  if (event.pointerType === "touch") fingers.set(event.pointerId, event);
  else if (event.button === 0) dragged = { frame, x: event.clientX, y: event.clientY, moved: false };
});

document.addEventListener("pointermove", (event) => {
  if (dragged && event.buttons & 1) drag(event);
  else if (fingers.has(event.pointerId)) pinch(event);
});

function drag(event) {
  const [x, y] = [event.clientX - dragged.x, event.clientY - dragged.y];
  if (!dragged.moved && Math.hypot(x, y) < 4) return;
  dragged.frame.scrollBy(-x, -y);
  dragged = { ...dragged, x: event.clientX, y: event.clientY, moved: true };
}

function pinch(event) {
  fingers.set(event.pointerId, event);
  const frame = windowOf(event);
  if (fingers.size !== 2 || !frame) return;
  const [one, other] = [...fingers.values()];
  const apart = Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  const { left, top } = frame.getBoundingClientRect();
  const [x, y] = [(one.clientX + other.clientX) / 2 - left, (one.clientY + other.clientY) / 2 - top];
  if (pinched) resize(frame, (scaleOf(drawingIn(frame)) * apart) / pinched, x, y);
  pinched = apart;
}

for (const over of ["pointerup", "pointercancel"]) {
  document.addEventListener(over, (event) => {
    fingers.delete(event.pointerId);
    pinched = 0;
  });
}

document.addEventListener("click", (event) => {
  const moved = dragged?.moved;
  dragged = null;
  if (!moved || !windowOf(event)) return;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("dragstart", (event) => {
  if (windowOf(event)) event.preventDefault();
});
