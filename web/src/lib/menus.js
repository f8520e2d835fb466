// Menus made of <details data-menu>: one open at a time, closed by Escape or a click outside, arrow keys inside.
const open = () => document.querySelectorAll("details[data-menu][open]");

function move(menu, step) {
  const items = [...menu.querySelectorAll(".drop-item")].filter((item) => !item.hidden);
  if (!items.length) return;
  const at = items.indexOf(document.activeElement);
  items[(at + step + items.length) % items.length].focus();
}

function filter(input) {
  const wanted = input.value.trim().toLowerCase();
  for (const item of document.querySelectorAll(`${input.dataset.filterList} .drop-item`)) {
    item.hidden = !(item.dataset.words ?? item.textContent).toLowerCase().includes(wanted);
  }
}

export function startMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of open()) {
      const chosen = menu.contains(event.target) && event.target.closest(".drop-item");
      if (!menu.contains(event.target) || chosen) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details[data-menu]");
    if (event.key === "Escape") {
      for (const other of open()) {
        if (other.contains(document.activeElement)) other.querySelector("summary").focus();
        other.open = false;
      }
    }
    if (!menu || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    menu.open = true;
    move(menu, event.key === "ArrowDown" ? 1 : -1);
  });
  document.addEventListener("input", (event) => event.target.matches("[data-filter-list]") && filter(event.target));
}
