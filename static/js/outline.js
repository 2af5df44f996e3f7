// The outline of each text marks the heading under which one is reading. The margin above takes in all that was passed,
// however fast.
function outlined(list) {
  return [...list.querySelectorAll("a")]
    .map((link) => ({ link, heading: document.getElementById(decodeURIComponent(link.hash.slice(1))) }))
    .filter(({ heading }) => heading?.checkVisibility());
}

export function markHeadings() {
  for (const list of document.querySelectorAll(".outline__list")) {
    const all = outlined(list);
    const current = all.findLast(({ heading }) => heading.getBoundingClientRect().top <= innerHeight / 4) ?? all[0];
    for (const { link } of all) link.ariaCurrent = link === current.link ? "location" : null;
  }
}

const headingsSeen = new IntersectionObserver(markHeadings, { rootMargin: "1000000px 0px -75% 0px" });

export function watchHeadings() {
  headingsSeen.disconnect();
  for (const list of document.querySelectorAll(".outline__list")) {
    for (const { heading } of outlined(list)) headingsSeen.observe(heading);
  }
}

document.addEventListener("htmx:after:swap", watchHeadings);
watchHeadings();
