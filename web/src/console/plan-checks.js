// The checks of a plan with the keyboard: j k move, 1–9 b x t press the button that says so, n goes to the reason.
export function draw(root) {
  const findings = () => [...root.querySelectorAll("[data-finding]")];
  const current = () => document.activeElement?.closest?.("[data-finding]") ?? null;

  function move(step) {
    const all = findings();
    const at = all.indexOf(current());
    const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "start", behavior: "auto" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !root.isConnected) return;
    if (event.target.closest("input, textarea, select, dialog[open], [contenteditable]")) {
      if (event.key === "Escape" && current()) current().focus();
      return;
    }
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      event.preventDefault();
      move(key === "j" ? 1 : -1);
      return;
    }
    const here = current();
    if (!here) return;
    if (key === "n") {
      event.preventDefault();
      here.querySelector("[data-note]")?.focus();
      return;
    }
    const button = /^[1-9bxt]$/.test(key) && here.querySelector(`[data-key="${key}"]`);
    if (button) {
      event.preventDefault();
      button.click();
    }
  });

  // The row that comes back from the server takes the focus of the one it replaced.
  let left = null;
  document.addEventListener("htmx:before:swap", () => {
    left = current()?.id ?? null;
  });
  document.addEventListener("htmx:after:swap", () => {
    if (left) document.getElementById(left)?.focus({ preventScroll: true });
    left = null;
  });
}
