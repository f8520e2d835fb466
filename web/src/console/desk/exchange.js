// Requests of the desk: a part of the page comes as HTML; what is marked for another place (hx-swap-oob) goes there.
import { toast } from "../../lib/toast.js";
import { say } from "../../lib/words.js";

const FAILURES = { 401: "expired", 403: "refused", 404: "missing", 429: "busy" };
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

export function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

function spread(content) {
  for (const element of content.querySelectorAll("[hx-swap-oob]")) {
    const how = element.getAttribute("hx-swap-oob");
    const place = document.getElementById(element.id);
    element.removeAttribute("hx-swap-oob");
    if (how === "beforeend") place?.append(...element.childNodes);
    else place?.replaceWith(element);
    element.isConnected || element.remove();
  }
  return content;
}

// → { ok, content }: content without what went elsewhere; a refused form (409, 422) is content too. null: nothing came.
export async function ask(address, { body, signal } = {}) {
  let answer, html;
  try {
    answer = await fetch(address, {
      method: body === undefined ? "GET" : "POST",
      headers: { "HX-Request": "true", ...(body === undefined ? {} : { "X-CSRFToken": token() }) },
      body: body ?? undefined,
      signal,
    });
    if (answer.redirected) {
      location.assign(answer.url);
      return null;
    }
    html = await answer.text();
  } catch (error) {
    if (error.name !== "AbortError") toast(say(navigator.onLine ? "failed" : "offline"), "red");
    return null;
  }
  if (answer.ok) return { ok: true, content: spread(parse(html)) };
  const content = spread(parse(html));
  if (answer.status === 422 || answer.status === 409) return { ok: false, content };
  if (!html.includes("data-toast")) toast(say(FAILURES[answer.status] ?? "failed"), "red");
  return null;
}
