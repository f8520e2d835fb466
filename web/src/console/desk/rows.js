// The list: rows come as they are scrolled near, one of them is the current one, filters ask for it anew.
import { ask } from "./exchange.js";

const TYPING = 250;

export function openList(panel, href, onChoose) {
  let current = null;
  let asking = null;
  let observer = null;

  const list = () => panel.querySelector("[data-rows]");
  const rows = () => [...list().querySelectorAll("[data-row]")];
  const now = () => (current?.isConnected ? current : null);
  const find = (key) => list().querySelector(`[data-row="${CSS.escape(key)}"]`);
  const waits = (row) => row.dataset.review === "found" || row.dataset.row.startsWith("u");

  function choose(row, { focus = true, reveal = true } = {}) {
    if (!row) return;
    current?.classList.remove("is-current");
    current?.removeAttribute("aria-current");
    current = row;
    row.classList.add("is-current");
    row.setAttribute("aria-current", "true");
    if (focus) row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    onChoose(row, reveal);
  }

  async function step(by, wanted = () => true) {
    let all = rows();
    const at = now() ? all.indexOf(now()) : by > 0 ? -1 : all.length;
    let next = by > 0 ? all.slice(at + 1).find(wanted) : all.slice(0, Math.max(0, at)).findLast(wanted);
    const more = list().querySelector(`[data-more="${by > 0 ? "after" : "before"}"]`);
    if (!next && more) {
      await extend(more);
      all = rows();
      const from = all.indexOf(now());
      next = by > 0 ? all.slice(from + 1).find(wanted) : all.slice(0, Math.max(0, from)).findLast(wanted);
    }
    choose(next ?? now());
  }

  // Where to go on after `row` was judged: the next that waits, else the next.
  function after(row) {
    const all = rows();
    const rest = all.slice(all.indexOf(row) + 1);
    return rest.find(waits) ?? rest[0] ?? row;
  }

  async function extend(more) {
    if (more.dataset.asked) return;
    more.dataset.asked = "1";
    const address = new URL(more.querySelector("a").href);
    address.searchParams.set("part", "rows");
    const answer = await ask(address);
    if (!answer?.ok || !more.isConnected) return;
    const before = more.dataset.more === "before";
    answer.content.querySelector(`[data-more="${before ? "after" : "before"}"]`)?.remove();
    answer.content.querySelectorAll("[data-row]").forEach((row) => find(row.dataset.row) && row.remove());
    const height = list().scrollHeight;
    const next = more.nextElementSibling;
    const fresh = [...answer.content.children];
    more.replaceWith(answer.content);
    const last = fresh.findLast((one) => one.dataset.group);
    if (before && next?.dataset.group && last?.dataset.group === next.dataset.group) next.remove();
    if (before) list().scrollTop += list().scrollHeight - height;
    watch();
  }

  function watch() {
    observer?.disconnect();
    const narrow = getComputedStyle(list()).overflowY !== "auto";
    observer = new IntersectionObserver((entries) => entries.forEach((entry) => entry.isIntersecting && extend(entry.target)), {
      root: narrow ? null : list(), rootMargin: "600px 0px",
    });
    list().querySelectorAll("[data-more]").forEach((more) => observer.observe(more));
  }

  function asked() {
    const form = panel.querySelector("[data-desk-filters]");
    const wanted = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value && name !== "promise") wanted.set(name, value);
    return wanted;
  }

  // Ask for the list anew; `extra` names a promise to show (promise) or to begin at (near), or another list.
  async function reload(wanted = asked(), extra = {}) {
    asking?.abort();
    asking = new AbortController();
    const address = new URLSearchParams(wanted);
    history.replaceState(history.state, "", `?${address}`);
    Object.entries(extra).forEach(([name, value]) => value && address.set(name, value));
    address.set("part", "list");
    const typed = document.activeElement?.name === "q" ? document.activeElement : null;
    const answer = await ask(`${href}?${address}`, { signal: asking.signal });
    if (!answer?.ok) return;
    const kept = typed && { value: typed.value, at: typed.selectionStart };
    panel.replaceChildren(answer.content);
    current = null;
    const box = panel.querySelector("input[name=q]");
    if (kept && box) {
      box.value = kept.value;
      box.focus();
      box.setSelectionRange(kept.at, kept.at);
    }
    const kind = panel.querySelector("select[name=kind]")?.value ?? "";
    document.querySelectorAll("[data-filter-kind]").forEach((key) => kind !== "" && key.dataset.filterKind === kind ? key.setAttribute("aria-current", "true") : key.removeAttribute("aria-current"));
    watch();
  }

  let timer;
  panel.addEventListener("input", (event) => {
    if (!event.target.matches("input[name=q]")) return;
    clearTimeout(timer);
    timer = setTimeout(() => reload(), TYPING);
  });
  panel.addEventListener("change", (event) => event.target.matches("[data-desk-filters] select") && reload());
  panel.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-desk-filters]")) return;
    event.preventDefault();
    reload();
  });

  watch();
  return { choose, step, after, reload, find, rows, list, waits, asked, get current() { return now(); } };
}
