// Sends what waits: at most once at a time over all tabs, and nothing is deleted before the server answered for its key.
// Contract: docs/modules/field-sync.md.
import * as store from "./store.js";

const BATCH_ACTS = 20;
const BATCH_BYTES = 8 * 1024 * 1024;
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 300000;
const UPLOAD_LIMIT = 120000;

const channel = "BroadcastChannel" in self ? new BroadcastChannel("anju-field") : null;
const state = { sending: false, login: false };
let failures = 0;
let timer = 0;

function announce(here = true) {
  document.dispatchEvent(new CustomEvent("field:queue", { detail: { ...state } }));
  if (here) channel?.postMessage("changed");
}

const csrf = () =>
  document.cookie.match(/(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/)?.[1] ??
  document.querySelector('meta[name="csrf-token"]')?.content ?? "";

class LoginExpired extends Error {}
class Failed extends Error {
  constructor(status) {
    super(`sync answered ${status}`);
    this.status = status;
  }
}

async function nextBatch(acts, most) {
  const batch = [];
  let bytes = 0;
  for (const act of acts.slice(0, most)) {
    const blobs = new Map();
    for (const { key } of act.photos) {
      const blob = await store.photo(key);
      if (blob) blobs.set(key, blob);
    }
    bytes += [...blobs.values()].reduce((sum, blob) => sum + blob.size, 0);
    if (batch.length && bytes > BATCH_BYTES) break;
    batch.push({ act, blobs });
  }
  return batch;
}

function body(batch) {
  const form = new FormData();
  const acts = batch.map(({ act: { person, queued_at, title, ...act }, blobs }) => ({ ...act, photos: act.photos.filter(({ key }) => blobs.has(key)) }));
  form.set("acts", JSON.stringify(acts));
  for (const { blobs } of batch) {
    for (const [key, blob] of blobs) form.set(key, blob, `${key}.${blob.type === "image/png" ? "png" : "jpg"}`);
  }
  return form;
}

async function post(batch) {
  const abort = new AbortController();
  const limit = setTimeout(() => abort.abort(), UPLOAD_LIMIT);
  try {
    const response = await fetch(document.body.dataset.sync, {
      method: "POST", body: body(batch), credentials: "same-origin", redirect: "manual", signal: abort.signal,
      headers: { "X-CSRFToken": csrf(), Accept: "application/json" },
    });
    if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) throw new LoginExpired();
    if (!response.ok) throw new Failed(response.status);
    return (await response.json()).results;
  } finally {
    clearTimeout(limit);
  }
}

async function settle(batch, results) {
  const answers = new Map(results.map((result) => [result.key, result]));
  let settled = 0;
  for (const { act } of batch) {
    const answer = answers.get(act.key);
    if (answer?.status === "created" || answer?.status === "duplicate") await store.settle(act.key);
    else if (answer?.status === "refused") await store.refuse(act, answer.message);
    else continue;
    settled += 1;
  }
  return settled;
}

// A batch the server cannot take is tried act by act, so that one bad act does not hold up the others.
async function sendAll() {
  const stuck = new Set();
  let most = BATCH_ACTS;
  for (;;) {
    const acts = (await store.waiting()).filter((act) => !stuck.has(act.key));
    if (!acts.length) break;
    const batch = await nextBatch(acts, most);
    try {
      if ((await settle(batch, await post(batch))) < batch.length) batch.forEach(({ act }) => stuck.add(act.key));
    } catch (error) {
      if (!(error instanceof Failed) || error.status >= 502) throw error;
      if (batch.length === 1) stuck.add(batch[0].act.key);
      most = 1;
    }
    announce();
  }
  if ((await store.waiting()).length) throw new Failed(0);
}

export async function flush() {
  clearTimeout(timer);
  if (!document.body.dataset.sync || !(await store.waiting()).length) return announce();
  return navigator.locks.request("anju-field-flush", async () => {
    state.sending = true;
    announce();
    try {
      await sendAll();
      failures = 0;
      state.login = false;
    } catch (error) {
      state.login = error instanceof LoginExpired;
      const wait = Math.min(FIRST_WAIT * 2 ** failures, LONGEST_WAIT);
      failures += 1;
      timer = setTimeout(flush, wait * (0.75 + Math.random() / 2));
    } finally {
      state.sending = false;
      announce();
    }
  });
}

export async function submit(act) {
  await store.enqueue(act);
  announce();
  flush();
}

export function startQueue() {
  const again = () => { failures = 0; flush(); };
  addEventListener("online", again);
  addEventListener("offline", () => announce(false));
  document.addEventListener("visibilitychange", () => document.hidden || again());
  channel?.addEventListener("message", () => announce(false));
  navigator.storage?.persist?.();
  flush();
}
