// htmx: the CSRF token on every request, and a plain message for every failure.
import { toast } from "./toast.js";
import { say } from "./words.js";

const FAILURES = { 401: "expired", 403: "refused", 404: "missing", 429: "busy" };

export function startRequests() {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  document.addEventListener("htmx:config:request", (event) => {
    if (token) event.detail.ctx.request.headers["X-CSRFToken"] = token;
  });
  document.addEventListener("htmx:response:error", (event) => {
    const { status } = event.detail.ctx.response;
    if (status === 422 || status === 400 || status === 409) return;
    toast(say(FAILURES[status] ?? "failed"), "red");
  });
  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx && !event.detail.ctx.response) toast(say(navigator.onLine ? "failed" : "offline"), "red");
  });
}
