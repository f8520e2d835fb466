// A long <select data-search-select> gets a search box (combobox). The select stays in the form and carries the value;
// options may hold data-words (pinyin, initials).
import { make } from "./words.js";

const FEW = 8;
const SHOWN = 200;
let count = 0;

const label = (option) => option?.textContent.trim() ?? "";
const words = (option) => `${option.textContent} ${option.dataset.words ?? ""}`.toLowerCase();

function enhance(select) {
  const id = select.id || `combo-${(count += 1)}`;
  const list = make("div", { class: "drop-panel drop-scroll combo-list", role: "listbox", id: `${id}-list`, hidden: true });
  const input = make("input", {
    class: select.className.replace(/\bselect/g, "input"), id, type: "text", role: "combobox", autocomplete: "off",
    "aria-expanded": "false", "aria-controls": `${id}-list`, "aria-autocomplete": "list",
  });
  for (const name of ["aria-label", "aria-describedby", "aria-invalid", "aria-required"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  list.setAttribute("aria-label", select.getAttribute("aria-label") ?? select.labels[0]?.textContent.trim() ?? "");
  input.disabled = select.disabled;
  // A hidden control that is required would stop the form without a word.
  input.required = select.required;
  select.required = false;
  select.id = `${id}-value`;
  select.hidden = true;
  const box = make("div", { class: "combo" }, input, list);
  select.after(box);

  let at = -1;
  const shown = () => [...list.children];
  const current = () => { input.value = select.value ? label(select.selectedOptions[0]) : ""; };
  input.placeholder = label([...select.options].find((option) => !option.value));
  const close = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); at = -1; };
  const mark = (index) => {
    at = index;
    shown().forEach((row, i) => row.setAttribute("aria-selected", String(i === index)));
    shown()[index]?.scrollIntoView({ block: "nearest" });
    if (shown()[index]) input.setAttribute("aria-activedescendant", shown()[index].id);
    else input.removeAttribute("aria-activedescendant");
  };
  const open = (wanted = "") => {
    const found = [...select.options].filter((option) => !option.disabled && words(option).includes(wanted)).slice(0, SHOWN);
    list.replaceChildren(...found.map((option, i) => make("div", { class: "drop-item", role: "option", id: `${id}-${i}`, "data-value": option.value, "aria-selected": "false" }, option.textContent)));
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(found.length > 0));
    mark(wanted ? -1 : found.indexOf(select.selectedOptions[0]));
  };
  const choose = (row) => {
    select.value = row.dataset.value;
    current();
    close();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };

  input.addEventListener("click", () => { if (list.hidden) { input.select(); open(); } });
  input.addEventListener("input", (event) => { event.stopPropagation(); open(input.value.trim().toLowerCase()); });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("blur", () => { if (!input.value.trim() && select.value && select.querySelector('option[value=""]')) { select.value = ""; select.dispatchEvent(new Event("change", { bubbles: true })); } current(); close(); });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const row = event.target.closest("[role=option]"); if (row) choose(row); });
  input.addEventListener("keydown", (event) => {
    const rows = shown();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) return open();
      const down = event.key === "ArrowDown";
      if (rows.length) mark(at < 0 ? (down ? 0 : rows.length - 1) : (at + (down ? 1 : -1) + rows.length) % rows.length);
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      const row = rows[at] ?? (rows.length === 1 ? rows[0] : null);
      if (row) choose(row);
    } else if (event.key === "Tab" && !list.hidden && rows[at]) {
      choose(rows[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      current();
      close();
    }
  });
  select.addEventListener("change", current);
  select.form?.addEventListener("reset", () => setTimeout(current));
  current();
}

function enhanceAll() {
  for (const select of document.querySelectorAll("select[data-search-select]:not([hidden])")) {
    if (!select.multiple && select.options.length > FEW) enhance(select);
  }
}

export function startSearchSelects() {
  enhanceAll();
  document.addEventListener("htmx:after:swap", enhanceAll);
}
