// A form sent by script: neither a refusal nor a dead line loses its pictures and its voice.
import { icon, make } from "../lib/words.js";

// Longer and the report is kept; its key makes one case of both if it had arrived after all.
const PATIENCE = 60_000;
// Not an answer about the report itself: the server is down, the log-in is over, too many calls.
const trouble = (answer) => answer.status >= 500 || answer.type === "opaqueredirect" || [401, 403, 429].includes(answer.status);

export async function post(to, body) {
  const headers = { Accept: "application/json", "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content };
  const answer = await fetch(to, { method: "POST", body, headers, credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  if (trouble(answer)) throw new Error(answer.status);
  return { ok: answer.ok, ...(await answer.json()) };
}

export function refuse(form, message) {
  form.querySelector(".problem")?.remove();
  const said = make("p", { class: "problem", role: "alert", tabindex: "-1" }, icon("alert-circle"), make("span", {}, message));
  form.prepend(said);
  said.focus();
}
