import { isOurs } from "./counterpoint.js";

// The map grows and shrinks under buttons, keys, or the wheel with Ctrl. It moves by scrolling, as without this script: so
// arrows, touch and the focus find their way by themselves.
const STEP = 1.25;
const SMALLEST = 0.1;
const LARGEST = 3;
// How small a map that is wider than its window begins: its words are still read without effort.
const BEGINS = 0.8;

function windowOf(event) {
  return event.target.closest?.(".map__window");
}

function drawingIn(frame) {
  return frame.querySelector(".map__drawing");
}

function scaleOf(drawing) {
  return drawing.getBoundingClientRect().width / drawing.viewBox.baseVal.width;
}

function fitting(frame, drawing) {
  const { width, height } = drawing.viewBox.baseVal;
  return Math.min(frame.clientWidth / width, frame.clientHeight / height, 1);
}

// What is at x and y in the window stays there.
function resize(frame, wanted, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
  const drawing = drawingIn(frame);
  const before = scaleOf(drawing);
  const scale = Math.min(LARGEST, Math.max(SMALLEST, wanted));
  const [left, top] = [(frame.scrollLeft + x) / before, (frame.scrollTop + y) / before];
  drawing.setAttribute("width", drawing.viewBox.baseVal.width * scale);
  drawing.setAttribute("height", drawing.viewBox.baseVal.height * scale);
  frame.scrollTo(left * scale - x, top * scale - y);
}

function zoom(frame, way) {
  const drawing = drawingIn(frame);
  const scale = scaleOf(drawing);
  resize(frame, { in: scale * STEP, out: scale / STEP, natural: 1, whole: fitting(frame, drawing) }[way]);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-zoom]");
  if (button && isOurs(event)) zoom(button.closest(".map").querySelector(".map__window"), button.dataset.zoom);
});

document.addEventListener("keydown", (event) => {
  const frame = windowOf(event);
  const way = { "+": "in", "=": "in", "-": "out", 0: "natural" }[event.key];
  if (!frame || !way || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  event.preventDefault();
  zoom(frame, way);
});

document.addEventListener("wheel", (event) => {
  const frame = windowOf(event);
  if (!frame || !event.ctrlKey) return;
  event.preventDefault();
  const { left, top } = frame.getBoundingClientRect();
  const factor = Math.exp(-event.deltaY / 300);
  resize(frame, scaleOf(drawingIn(frame)) * factor, event.clientX - left, event.clientY - top);
}, { passive: false });

// How much of the window’s height is on the screen, where that has room for the claim in hand.
function shownOf(frame, around, box) {
  const shown = Math.min(frame.clientHeight, innerHeight - around.top);
  return shown < box.height ? frame.clientHeight : shown;
}

// The tools appear, and the claim in hand comes into the middle of the window, as far as one sees it.
function beginMap() {
  const frame = document.querySelector(".map__window");
  if (!frame) return;
  document.querySelector(".map__zoom").hidden = false;
  frame.querySelector(".map__begin")?.remove();
  const node = frame.querySelector("#in-hand") ?? frame.querySelector(".map__node");
  const drawing = drawingIn(frame);
  const { width } = drawing.viewBox.baseVal;
  if (width > frame.clientWidth) resize(frame, Math.max(BEGINS, frame.clientWidth / width));
  const [box, around] = [node.getBoundingClientRect(), frame.getBoundingClientRect()];
  const shown = shownOf(frame, around, box);
  frame.scrollTo(
    frame.scrollLeft + box.left - around.left - (frame.clientWidth - box.width) / 2,
    frame.scrollTop + box.top - around.top - (shown - box.height) / 2,
  );
}

document.addEventListener("htmx:after:swap", beginMap);
beginMap();
