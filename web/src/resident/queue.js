// Sends what waited: one report after the other, each under its own key, so that none is made twice.
import { say } from "../lib/words.js";
import { post } from "./sending.js";
import { draft, remember, settle, waiting } from "./store.js";

const AGAIN = 30000;

async function send(report) {
  const form = new FormData();
  for (const [name, value] of Object.entries(report.fields)) form.set(name, value);
  form.set("key", report.key);
  for (const photo of report.photos) form.append("photo", photo, photo.name);
  if (report.voice) form.set("voice", report.voice, report.voice.name);
  return post(`${document.body.dataset.report}${report.kind}/`, form);
}

async function flush() {
  const notice = document.getElementById("net");
  const reports = await waiting();
  if (notice) notice.hidden = reports.length === 0;
  if (notice && reports.length) notice.querySelector("span").textContent = say("waiting", { n: reports.length });
  if (!reports.length || !document.body.dataset.person || !navigator.onLine) return;
  await navigator.locks.request("anju-resident-send", async () => {
    for (const report of await waiting()) {
      const answer = await send(report);
      // What was refused is not lost: its words stand in the form again.
      if (!answer.ok && report.fields.words) localStorage.setItem(draft(report.kind), report.fields.words);
      await settle(report.key);
      if (notice) {
        notice.hidden = false;
        notice.querySelector("span").textContent = answer.ok ? say("sent", { number: answer.number }) : answer.message;
      }
    }
  });
}

export function startQueue() {
  remember();
  const act = () => flush().catch(() => setTimeout(act, AGAIN));
  addEventListener("online", act);
  act();
}
