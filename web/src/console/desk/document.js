// The text as one long document: pages come as they are scrolled near, a promise is jumped to wherever it stands.
import { ask } from "./exchange.js";

const AHEAD = 1400;
const SETTLES = 1500;
const NARROW = matchMedia("(max-width: 1023px)");

export function openDocument(pane, href) {
  const box = pane.querySelector("[data-text]");
  const where = pane.querySelector("[data-where]");
  const spans = box.dataset.spans.split(",").map((one) => one.split("-").map(Number));
  const pages = [];
  const coming = new Map();

  const scroller = () => (NARROW.matches ? document.scrollingElement : box);
  const top = () => (NARROW.matches ? 0 : box.getBoundingClientRect().top);
  const height = () => (NARROW.matches ? innerHeight : box.clientHeight);

  function build() {
    const given = box.querySelector("[data-page]");
    const number = Number(given.dataset.page);
    spans.forEach((_span, index) => {
      if (index + 1 === number) {
        pages.push(given);
        return;
      }
      const page = document.createElement("section");
      page.className = "desk-page is-coming";
      page.dataset.page = index + 1;
      pages.push(page);
    });
    given.before(...pages.slice(0, number - 1));
    given.after(...pages.slice(number));
    estimate();
    if (number > 1) scroller().scrollTop += given.getBoundingClientRect().top - top();
  }

  // Pages that have not come yet are as high as their share of characters; kept true when the width changes.
  function estimate() {
    const ready = pages.filter((page) => !page.classList.contains("is-coming") && page.offsetHeight);
    if (!ready.length) return;
    const length = (page) => { const [start, end] = spans[page.dataset.page - 1]; return end - start; };
    const each = ready.reduce((sum, page) => sum + page.offsetHeight, 0) / ready.reduce((sum, page) => sum + length(page), 0);
    for (const page of pages) {
      if (page.classList.contains("is-coming")) page.style.height = `${Math.max(40, Math.round(length(page) * each))}px`;
    }
  }

  async function fetchPage(page) {
    const answer = await ask(`${href}?part=text&page=${page.dataset.page}`);
    const fresh = answer?.ok && answer.content.querySelector("[data-page]");
    if (!fresh) return;
    const before = page.getBoundingClientRect();
    page.replaceChildren(...fresh.childNodes);
    page.setAttribute("aria-label", fresh.getAttribute("aria-label"));
    page.classList.remove("is-coming");
    page.style.height = "";
    // What lies above the eye must not move what the eye rests on.
    if (before.bottom < top() + height() / 3) scroller().scrollTop += page.getBoundingClientRect().height - before.height;
    if (!highlighted) return;
    const mark = light(highlighted);
    // Pages that come in above shortly after a jump must not carry the words away again.
    if (mark && performance.now() - jumped < SETTLES) bringIn(mark, "instant");
  }

  function load(page) {
    if (!page.classList.contains("is-coming")) return Promise.resolve();
    if (!coming.has(page)) coming.set(page, fetchPage(page).finally(() => coming.delete(page)));
    return coming.get(page);
  }

  let highlighted = "";
  let jumped = -SETTLES;

  function light(key) {
    highlighted = key;
    box.querySelectorAll("mark.is-current").forEach((mark) => mark.classList.remove("is-current"));
    const found = key ? box.querySelectorAll(`mark[data-marks~="${CSS.escape(key)}"]`) : [];
    found.forEach((mark) => mark.classList.add("is-current"));
    return found[0];
  }

  function bringIn(mark, how) {
    const distance = mark.getBoundingClientRect().top - top() - height() * 0.32;
    const near = Math.abs(distance) < height() * 1.2;
    scroller().scrollBy({ top: distance, behavior: how ?? (near ? "smooth" : "instant") });
  }

  const pageAt = (offset) => pages[Math.max(0, spans.findLastIndex(([start]) => start <= offset))];

  async function show(key, start) {
    let mark = light(key);
    if (!mark) {
      await load(pageAt(start));
      mark = light(key);
    }
    jumped = performance.now();
    if (mark) bringIn(mark);
  }

  async function refresh(changed) {
    const touched = pages.filter((page, index) => {
      const [start, end] = spans[index];
      return !page.classList.contains("is-coming") && changed.some(([first, last]) => first === last || (first < end && last > start));
    });
    await Promise.all(touched.map(fetchPage));
  }

  function judge(key, review) {
    box.querySelectorAll(`mark[data-marks~="${CSS.escape(key)}"]`).forEach((mark) => {
      if (!mark.hasAttribute("data-unread")) mark.dataset.review = review;
    });
  }

  function note() {
    const eye = top() + height() / 3;
    const now = pages.find((page) => page.getBoundingClientRect().bottom > eye) ?? pages.at(-1);
    where.textContent = `${now.dataset.page} / ${pages.length}`;
  }

  const watch = (root) => {
    const observer = new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && load(entry.target)), {
      root, rootMargin: `${AHEAD}px 0px`,
    });
    pages.forEach((page) => observer.observe(page));
    return observer;
  };

  build();
  let observer = watch(NARROW.matches ? null : box);
  NARROW.addEventListener("change", () => {
    observer.disconnect();
    observer = watch(NARROW.matches ? null : box);
  });
  new ResizeObserver(estimate).observe(box);
  box.addEventListener("scroll", () => requestAnimationFrame(note), { passive: true });
  return { box, show, light, refresh, judge, load, pageAt };
}
