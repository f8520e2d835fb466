// "还有 40 分钟" beside a promise: counted down in whole minutes, as people say it.
import { say } from "../lib/words.js";

function words(seconds) {
  const minutes = Math.max(1, Math.round(Math.abs(seconds) / 60));
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  const rest = minutes % 60;
  if (days) return hours ? say("days_hours", { d: days, h: hours }) : say("days", { d: days });
  if (hours) return rest ? say("hours_minutes", { h: hours, m: rest }) : say("hours", { h: hours });
  return say("minutes", { m: rest });
}

function tick() {
  for (const element of document.querySelectorAll("[data-due]")) {
    const left = Date.parse(element.dataset.due) / 1000 - Date.now() / 1000;
    element.textContent = say(left < 0 ? "over" : "left", { span: words(left) });
    element.hidden = false;
  }
}

export function startClocks() {
  tick();
  setInterval(tick, 15000);
}
