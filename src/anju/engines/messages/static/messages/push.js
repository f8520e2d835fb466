// The switch "push on this device" of the preferences page: asks the browser, subscribes, tells the server.
const panel = document.querySelector("[data-push]");
const csrf = document.querySelector('meta[name="csrf-token"]')?.content || "";
const words = panel ? JSON.parse(document.getElementById("push-words").textContent) : {};

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

async function send(path, body) {
  const answer = await fetch(`/api/v1/messages/${path}`, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": csrf, "Idempotency-Key": crypto.randomUUID() },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).message || words.failed);
}

function device() {
  const agent = navigator.userAgent;
  const browser = ["Edg", "Firefox", "Chrome", "Safari"].find((one) => agent.includes(one)) || "Browser";
  const system = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"].find((one) => agent.includes(one)) || "";
  return `${browser === "Edg" ? "Edge" : browser} ${system}`.trim();
}

async function subscription() {
  const worker = await navigator.serviceWorker.getRegistration("/messages/");
  return worker ? worker.pushManager.getSubscription() : null;
}

async function turnOn() {
  if ((await Notification.requestPermission()) !== "granted") throw new Error(words.refused);
  const worker = await navigator.serviceWorker.register(panel.dataset.worker, { scope: "/messages/" });
  await navigator.serviceWorker.ready.catch(() => null);
  const key = bytes(panel.dataset.key);
  const old = await worker.pushManager.getSubscription();
  if (old) await old.unsubscribe();
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = made.toJSON();
  await send("push", { endpoint, keys, device: device() });
}

async function turnOff() {
  const made = await subscription();
  if (!made) return;
  await send("push/remove", { endpoint: made.endpoint }).catch(() => null);
  await made.unsubscribe();
}

async function show() {
  const on = Boolean(await subscription());
  panel.querySelector("[data-push-on]").hidden = on;
  panel.querySelector("[data-push-off]").hidden = !on;
}

function say(text, bad) {
  const place = panel.querySelector("[data-push-said]");
  place.textContent = text;
  place.hidden = !text;
  place.className = bad ? "field-error" : "field-help";
}

async function act(deed) {
  panel.querySelectorAll("button").forEach((one) => (one.disabled = true));
  try {
    await deed();
    window.location.reload();
  } catch (error) {
    say(error.message || words.failed, true);
    panel.querySelectorAll("button").forEach((one) => (one.disabled = false));
  }
}

if (panel) {
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
    say(words.unable, false);
  } else {
    panel.querySelector("[data-push-on]").addEventListener("click", () => act(turnOn));
    panel.querySelector("[data-push-off]").addEventListener("click", () => act(turnOff));
    show();
  }
}
