// Calls at once: what was typed for each is kept here, in the browser for this tab, and on the server as a draft.
import { icon, make } from "../../lib/words.js";

const STORE = "anju-front-desk";
const SAVES = 800;

const blank = () => ({ id: crypto.randomUUID(), key: crypto.randomUUID(), label: "", data: {} });
const empty = (tab) => !Object.values(tab.data).some((value) => value && value !== "phone");

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE)) ?? [];
  } catch {
    return [];
  }
}

// say: words; send(tab): keeps a draft on the server; shown(tab): fills the form.
export function openTabs(place, say, drafts, send, shown) {
  const own = remembered();
  const tabs = [...own, ...drafts.filter((one) => !own.some((tab) => tab.id === one.tab)).map((one) => ({ ...blank(), id: one.tab, label: one.label, data: one.data }))];
  if (!tabs.length) tabs.push(blank());
  let current = tabs.at(-1);
  const timers = new Map();

  function store() {
    sessionStorage.setItem(STORE, JSON.stringify(tabs.filter((tab) => !empty(tab))));
  }

  function draw() {
    place.replaceChildren(...(tabs.length > 1 || !empty(current) ? tabs : []).map((tab) => {
      const choose = make("button", { type: "button", "aria-pressed": String(tab === current), "data-tab": tab.id }, icon("phone", "size-4"), make("span", {}, tab.label || say.new));
      const close = make("button", { type: "button", "aria-label": `${say.close} ${tab.label || say.new}`, "data-tab-close": tab.id }, icon("x", "size-4"));
      return make("div", { class: "fd-tab", "data-on": tab === current }, choose, close);
    }));
  }

  function keep(tab = current) {
    store();
    clearTimeout(timers.get(tab.id));
    timers.set(tab.id, setTimeout(() => send(tab, empty(tab)), SAVES));
  }

  function choose(tab) {
    current = tab;
    draw();
    shown(tab);
  }

  function drop(tab, told = true) {
    clearTimeout(timers.get(tab.id));
    const at = tabs.indexOf(tab);
    tabs.splice(at, 1);
    if (told) send(tab, true);
    if (!tabs.length) tabs.push(blank());
    store();
    choose(tab === current ? tabs[Math.min(at, tabs.length - 1)] : current);
  }

  place.addEventListener("click", (event) => {
    const close = event.target.closest("[data-tab-close]");
    const wanted = event.target.closest("[data-tab]");
    const find = (id) => tabs.find((tab) => tab.id === id);
    if (close) drop(find(close.dataset.tabClose));
    else if (wanted) choose(find(wanted.dataset.tab));
  });
  addEventListener("pagehide", () => { store(); tabs.forEach((tab) => timers.has(tab.id) && send(tab, empty(tab), true)); });

  return {
    get current() { return current; },
    draw,
    start: () => { draw(); shown(current); },
    put(values, label) {
      Object.assign(current.data, values);
      if (label !== undefined && label !== current.label) { current.label = label; draw(); }
      keep();
    },
    clear() {
      const past = { label: current.label, data: { ...current.data } };
      Object.assign(current, { label: "", data: {}, key: crypto.randomUUID() });
      keep();
      choose(current);
      return past;
    },
    restore(past) { Object.assign(current, past); keep(); choose(current); },
    add(values = {}, label = "") {
      const tab = empty(current) ? current : blank();
      if (tab !== current) tabs.push(tab);
      Object.assign(tab, { label, data: values });
      if (Object.keys(values).length) keep(tab);
      choose(tab);
    },
    done: () => drop(current, false),
    step: (by) => choose(tabs[(tabs.indexOf(current) + by + tabs.length) % tabs.length]),
  };
}
