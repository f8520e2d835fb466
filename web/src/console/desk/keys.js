// The keyboard of the desk. Letters act on the current row; in a form Enter saves and Escape cancels.
import { openDialog } from "../../lib/dialogs.js";

const typing = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");

export function listen(desk, does) {
  const moves = {
    j: () => does.step(1), k: () => does.step(-1), ArrowDown: () => does.step(1), ArrowUp: () => does.step(-1),
    n: () => does.nextWaiting(), a: () => does.act("a"), r: () => does.act("r"), e: () => does.act("e"), s: () => does.act("s"),
    m: () => does.merge(), h: () => does.act("h"), u: () => does.undo(), x: () => does.pick(), g: () => does.order(),
    "/": () => does.search(), "?": () => openDialog(document.getElementById("desk-keys")), "+": () => does.selection.take(),
  };

  function inForm(event) {
    const form = event.target.closest?.("[data-desk-form]");
    if (event.key === "Escape" && form) does.close();
    else if (event.key === "Escape" && event.target.name === "q") event.target.blur();
    else if (event.key === "Enter" && form && !event.isComposing && (event.target.matches("select") || (event.target.matches("textarea") && event.ctrlKey))) form.requestSubmit();
    else return;
    event.preventDefault();
  }

  document.addEventListener("keydown", (event) => {
    if (!desk.isConnected || event.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (typing(event.target)) { inForm(event); return; }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = event.key.startsWith("Arrow");
    if (arrow && !event.target.closest("[data-row]")) return;
    if (event.key === "Enter" && event.target.matches("[data-row]")) { event.preventDefault(); does.showText(event.target); return; }
    if (!moves[event.key]) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    moves[event.key]();
  }, true);
}
