// Countdowns: elements with data-due (ISO moment) and data-soon (seconds). One timer for the page.
import { say } from "./words.js";

const KINDS = ["due-ok", "due-soon", "due-over"];

function span(total) {
  const days = Math.floor(total / 86400);
  const hours = Math.floor((total % 86400) / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const joint = /[a-z]/i.test(say("hour")) ? " " : "";
  const parts = days
    ? [[days, "day"], [hours, "hour"]]
    : hours
      ? [[hours, "hour"], [minutes, "minute"]]
      : minutes
        ? [[minutes, "minute"]]
        : [[Math.floor(total), "second"]];
  return parts.filter(([n], i) => i === 0 || n).map(([n, unit]) => `${n}${joint}${say(unit)}`).join(joint);
}

function tick() {
  const now = Date.now() / 1000;
  for (const element of document.querySelectorAll("[data-due]")) {
    const left = Date.parse(element.dataset.due) / 1000 - now;
    const text = say(left < 0 ? "over" : "left", { span: span(Math.abs(left)) });
    const target = element.querySelector(".due-text") ?? element;
    if (target.textContent === text) continue;
    target.textContent = text;
    const kind = left < 0 ? 2 : left < Number(element.dataset.soon ?? 3600) ? 1 : 0;
    element.classList.remove(...KINDS);
    element.classList.add(KINDS[kind]);
    const use = element.querySelector("use");
    if (use && kind === 2) use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#alert-triangle"));
  }
}

export function startCountdowns() {
  tick();
  setInterval(tick, 1000);
}
