// What the worker sees of the queue: network badge, how many wait, what was refused, whether to log in again.
import { make, say } from "../lib/words.js";
import * as store from "./store.js";

function badge(sending, count) {
  const net = document.getElementById("net");
  if (!net) return;
  const offline = !navigator.onLine;
  net.classList.toggle("is-offline", offline);
  net.classList.toggle("is-waiting", !offline && count > 0);
  document.getElementById("net-text").textContent = offline ? say("offline") : sending ? say("sending") : count ? say("waiting", { n: count }) : say("online");
  const pending = document.getElementById("pending");
  pending.hidden = !offline || count === 0;
  pending.textContent = count;
}

function attention(refused) {
  const box = document.getElementById("attention");
  if (!box) return;
  box.hidden = refused.length === 0;
  box.querySelector("ul").replaceChildren(...refused.map((act) => {
    const button = make("button", { type: "button", class: "big-btn is-plain mt-2 w-full" }, say("dismiss"));
    button.addEventListener("click", async () => { await store.dismiss(act.key); refresh(); });
    return make("li", {}, make("b", { class: "block" }, act.title ?? act.occurrence), act.message ?? "", button);
  }));
}

function cards(acts) {
  const queued = new Set(acts.map((act) => String(act.occurrence)));
  for (const card of document.querySelectorAll("[data-occurrence-card]")) {
    const here = queued.has(card.dataset.occurrenceCard);
    card.classList.toggle("is-queued", here);
    const mark = card.querySelector("[data-queued]");
    if (mark) mark.hidden = !here;
  }
}

let last = { sending: false, login: false };

async function refresh() {
  const [acts, refused] = await Promise.all([store.waiting(), store.refused()]);
  badge(last.sending, acts.length);
  attention(refused);
  cards(acts);
  const hint = document.getElementById("login-hint");
  if (hint) hint.hidden = !last.login;
  document.body.dataset.pending = acts.length;
}

export function startStatus() {
  document.addEventListener("field:queue", (event) => { last = event.detail; refresh(); });
  addEventListener("online", refresh);
  addEventListener("offline", refresh);
  return refresh();
}
