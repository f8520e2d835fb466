// Standard phrases: "/" and some letters in a text field call one up; arrows choose, Enter or Tab puts it in, Escape leaves.
import { make } from "../lib/words.js";

const CALL = /(^|[\s，。；！？、：,.;:!?])[/／]([0-9a-z\u4e00-\u9fff]{0,12})$/i;
const SHOWN = 8, GAP = "＿＿";
let source = "", label = "", known = null, field = null, list = null, at = 0;

async function load() {
  try {
    const answer = await fetch(source, { headers: { Accept: "application/json" } });
    known = answer.ok ? (await answer.json()).phrases : [];
  } catch {
    known = null;
  }
  return known ?? [];
}

const typed = (element) => CALL.exec(element.value.slice(0, element.selectionStart));

function close() {
  list?.remove();
  for (const name of ["aria-controls", "aria-activedescendant", "aria-autocomplete"]) field?.removeAttribute(name);
  list = field = null;
}

function mark(index) {
  const rows = [...list.children];
  at = (index + rows.length) % rows.length;
  rows.forEach((row, i) => row.setAttribute("aria-selected", String(i === at)));
  rows[at].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", rows[at].id);
}

async function offer(element) {
  if (!typed(element)) return close();
  const phrases = known ?? await load();
  const call = typed(element);
  if (!call || document.activeElement !== element) return close();
  const wanted = call[2].toLowerCase();
  const found = [...phrases.filter((one) => one.code.startsWith(wanted)), ...phrases.filter((one) => wanted && !one.code.startsWith(wanted) && one.text.includes(wanted))].slice(0, SHOWN);
  close();
  if (!found.length) return;
  field = element;
  list = make("div", { class: "phrases", role: "listbox", id: "phrases-list", "aria-label": label }, ...found.map((one, i) => {
    const row = make("div", { class: "drop-item", role: "option", id: `phrase-${i}`, "aria-selected": "false" }, make("span", { class: "code" }, `/${one.code}`), make("span", { class: "line-clamp-2" }, one.text));
    row.phrase = one.text;
    return row;
  }));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const row = event.target.closest("[role=option]");
    if (row) put(row.phrase);
  });
  element.after(list);
  element.setAttribute("aria-controls", "phrases-list");
  element.setAttribute("aria-autocomplete", "list");
  mark(0);
}

function put(text) {
  const element = field, call = typed(element);
  const name = document.querySelector("[data-card]")?.dataset.name;
  const words = text.replace("{name}", name || GAP).replace(/\{\w+\}/g, GAP);
  close();
  if (!call) return;
  element.setRangeText(words, element.selectionStart - call[2].length - 1, element.selectionStart, "end");
  element.dispatchEvent(new Event("input", { bubbles: true }));
}

function key(event) {
  if (!list || event.target !== field || event.isComposing) return;
  if (event.key === "ArrowDown") mark(at + 1);
  else if (event.key === "ArrowUp") mark(at - 1);
  else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") put(list.children[at].phrase);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

export function draw(element) {
  source = element.dataset.phrases;
  label = element.dataset.label;
  document.addEventListener("input", (event) => event.target.matches?.("textarea") && offer(event.target));
  document.addEventListener("focusout", (event) => event.target === field && close());
  // Before the page's own keys: Enter saves a call, and Escape closes a sheet.
  document.addEventListener("keydown", key, true);
}
