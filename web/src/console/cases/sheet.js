// Forms of deeds in a sheet beside the page: opened by links with data-deed, sent without leaving, errors stay at their fields.
import htmx from "htmx.org/dist/htmx.esm.js";
import { openDialog } from "../../lib/dialogs.js";
import { toast } from "../../lib/toast.js";
import { say } from "../../lib/words.js";
import { startSignature } from "./signature.js";

const FAILURES = { 401: "expired", 403: "refused", 404: "missing", 429: "busy" };
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
let done = null;

export async function fetchPart(address, options = {}) {
  try {
    return await fetch(address, { ...options, headers: { "HX-Request": "true", "X-CSRFToken": token(), ...(options.headers ?? {}) } });
  } catch {
    toast(say(navigator.onLine ? "failed" : "offline"), "red");
    return null;
  }
}

export function fail(answer) {
  toast(say(FAILURES[answer.status] ?? "failed"), "red");
}

function show(html) {
  const body = document.getElementById("deed-body");
  body.innerHTML = html;
  htmx.process(body);
  const pad = body.querySelector("[data-sign]");
  if (pad) startSignature(pad, body.querySelector("[data-sign-value]"));
  const focus = body.querySelector("[autofocus], .is-invalid input, .is-invalid textarea, .is-invalid select")
    ?? body.querySelector("input:not([type=hidden]):not([type=file]), textarea, select, button[type=submit]");
  focus?.focus();
}

// after: called instead of going to the page the form leads to. title: of the sheet.
export async function openSheet(address, { after = null, title = "" } = {}) {
  const answer = await fetchPart(address);
  if (!answer) return;
  if (!answer.ok) return fail(answer);
  const sheet = document.getElementById("deed");
  done = after;
  if (title) sheet.querySelector(".dialog-title").textContent = title;
  const html = await answer.text();
  if (!sheet.open) openDialog(sheet);
  show(html);
}

async function send(form) {
  const button = form.querySelector("button[type=submit]");
  if (button.disabled) return;
  button.disabled = true;
  const answer = await fetchPart(form.action, { method: "POST", body: new FormData(form) });
  button.disabled = false;
  if (!answer) return;
  const address = answer.headers.get("HX-Redirect");
  if (answer.ok && address) {
    document.getElementById("deed").close();
    if (done) done();
    else if (new URL(address, location).href.split("#")[0] === location.href.split("#")[0]) location.reload();
    else location.assign(address);
    return;
  }
  if (answer.status === 422 || answer.status === 409) return show(await answer.text());
  fail(answer);
}

export function startSheet() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-deed]");
    if (!link || event.ctrlKey || event.metaKey || !document.getElementById("deed")) return;
    event.preventDefault();
    openSheet(link.href, { title: link.textContent.trim() });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("#deed-body form");
    if (!form) return;
    event.preventDefault();
    send(form);
  });
}
