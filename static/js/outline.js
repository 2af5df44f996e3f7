// The outline marks the heading under which one is reading. The margin above takes in all that was passed, however fast.
function outlined() {
  return [...document.querySelectorAll("nav .outline__list a")]
    .map((link) => ({ link, heading: document.getElementById(decodeURIComponent(link.hash.slice(1))) }))
    .filter(({ heading }) => heading);
}

const headingsSeen = new IntersectionObserver(() => {
  const all = outlined();
  const current = all.findLast(({ heading }) => heading.getBoundingClientRect().top <= innerHeight / 4) ?? all[0];
  for (const { link } of all) link.ariaCurrent = link === current.link ? "location" : null;
}, { rootMargin: "1000000px 0px -75% 0px" });

function watchHeadings() {
  headingsSeen.disconnect();
  for (const { heading } of outlined()) headingsSeen.observe(heading);
}

document.addEventListener("htmx:after:swap", watchHeadings);
watchHeadings();
