// Messages at the corner: those the server rendered, and those scripts add.
import { icon, make, say } from "./words.js";

const MARKS = { green: "circle-check", red: "alert-circle", amber: "alert-triangle", blue: "info-circle" };

function expire(item) {
  if (item.dataset.toast === "red" || item.dataset.timed) return;
  item.dataset.timed = "1";
  setTimeout(() => item.remove(), 6000);
}

export function toast(text, tone = "blue") {
  const area = document.getElementById("toasts");
  if (!area) return;
  const close = make("button", { type: "button", class: "toast-close", "data-dismiss": true, "aria-label": say("close") }, icon("x"));
  const item = make("div", { class: `toast-item tone-${tone}`, "data-toast": tone }, icon(MARKS[tone]), make("p", { class: "toast-text" }, text), close);
  area.append(item);
  expire(item);
}

export function startToasts() {
  document.addEventListener("click", (event) => event.target.closest("[data-dismiss]")?.closest("[data-toast]").remove());
  const area = document.getElementById("toasts");
  if (!area) return;
  const expireAll = () => area.querySelectorAll("[data-toast]").forEach(expire);
  expireAll();
  new MutationObserver(expireAll).observe(area, { childList: true });
}
