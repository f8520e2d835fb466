// "在这台手机上提醒我": asks the browser, subscribes with the app's own worker, tells the server.
import { say } from "../lib/words.js";

const panel = document.querySelector("[data-push]");
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

async function tell(body) {
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content };
  const answer = await fetch(panel.dataset.push, { method: "POST", headers, body: JSON.stringify(body), credentials: "same-origin" });
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).message || say("push_failed"));
}

async function turn(on) {
  const worker = await navigator.serviceWorker.ready;
  const old = await worker.pushManager.getSubscription();
  if (!on) {
    if (old) await tell({ endpoint: old.endpoint, off: true }).catch(() => null);
    return old?.unsubscribe();
  }
  if ((await Notification.requestPermission()) !== "granted") throw new Error(say("push_refused"));
  if (old) await old.unsubscribe();
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(panel.dataset.key) });
  const { endpoint, keys } = made.toJSON();
  return tell({ endpoint, keys });
}

async function show() {
  const worker = await navigator.serviceWorker.ready;
  const on = Boolean(await worker.pushManager.getSubscription());
  panel.querySelector("[data-on]").hidden = on;
  panel.querySelector("[data-off]").hidden = !on;
}

export function startPush() {
  if (!panel) return;
  const said = panel.querySelector("[data-said]");
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
    said.textContent = say("push_unable");
    return;
  }
  const act = (on) => turn(on).then(show, (error) => (said.textContent = error.message || say("push_failed")));
  panel.querySelector("[data-on]").addEventListener("click", () => act(true));
  panel.querySelector("[data-off]").addEventListener("click", () => act(false));
  show();
}
