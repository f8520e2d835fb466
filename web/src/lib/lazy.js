// Heavy parts come only when a page has them: charts, site plans, the desk for reviewing a plan. Also after htmx brings new content.
function draw(selector, load) {
  const fresh = [...document.querySelectorAll(selector)].filter((element) => !element.dataset.drawn);
  if (!fresh.length) return;
  fresh.forEach((element) => { element.dataset.drawn = "1"; });
  load().then((module) => fresh.forEach(module.draw));
}

function drawAll() {
  draw("[data-chart]", () => import("./charts.js"));
  draw("[data-siteplan]", () => import("./siteplan.js"));
  draw("[data-plan-desk]", () => import("../console/plan-desk.js"));
  draw("[data-checks]", () => import("../console/plan-checks.js"));
  draw("[data-front-desk]", () => import("../console/front-desk.js"));
  draw("[data-phrases]", () => import("../console/phrases.js"));
  draw("[data-case-board], [data-day-plan], [data-case-page], [data-deed-alone]", () => import("../console/cases.js"));
}

export function startLazy() {
  drawAll();
  document.addEventListener("htmx:after:swap", drawAll);
}
