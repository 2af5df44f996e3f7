// The outline of a text marks the heading under which one is reading.

const headingsSeen = new IntersectionObserver(() => {
  const links = [...document.querySelectorAll(".outline__list a")];
  const line = innerHeight / 4;
  const passed = links.filter((link) => {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return heading && heading.getBoundingClientRect().top <= line;
  });
  const current = passed.at(-1) ?? links[0];
  for (const link of links) {
    if (link === current) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}, { rootMargin: "0px 0px -75% 0px" });

function watchHeadings() {
  headingsSeen.disconnect();
  for (const link of document.querySelectorAll(".outline__list a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) headingsSeen.observe(heading);
  }
}

document.addEventListener("htmx:after:swap", watchHeadings);
watchHeadings();
