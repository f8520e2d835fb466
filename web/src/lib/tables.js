// Lists: choose all rows, show the bulk bar with the count, whole row clickable where it says so.
function refresh(form) {
  const rows = [...form.querySelectorAll(".row-check")];
  const chosen = rows.filter((row) => row.checked).length;
  const all = form.querySelector("[data-check-all]");
  if (all) {
    all.checked = chosen > 0 && chosen === rows.length;
    all.indeterminate = chosen > 0 && chosen < rows.length;
  }
  const bar = form.querySelector(".bulk-bar");
  if (bar) {
    bar.hidden = chosen === 0;
    const count = bar.querySelector("[data-bulk-count]");
    if (count) count.textContent = chosen;
  }
}

export function startTables() {
  document.addEventListener("change", (event) => {
    const form = event.target.closest("[data-table]");
    if (!form) return;
    if (event.target.matches("[data-check-all]")) {
      form.querySelectorAll(".row-check").forEach((row) => { row.checked = event.target.checked; });
    }
    if (event.target.matches("[data-check-all], .row-check")) refresh(form);
  });
  document.addEventListener("htmx:after:swap", () => document.querySelectorAll("[data-table]").forEach(refresh));
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (row && !event.target.closest("a, button, input, label, select, summary, dialog") && !getSelection().toString()) location.assign(row.dataset.href);
  });
}
