// The front desk: a telephone rings, and everything is done from the keyboard before the caller has hung up.
import { openDialog } from "../lib/dialogs.js";
import { toast } from "../lib/toast.js";
import { make, say as plain } from "../lib/words.js";
import { ask } from "./desk/exchange.js";
import { openTabs } from "./frontdesk/tabs.js";

const THINKS = 160, FINDS = 140;
const FAILURES = { 401: "expired", 403: "refused", 404: "missing", 429: "busy" };
const read = (id) => JSON.parse(document.getElementById(id).textContent);
const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";
const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");

// → what the server says, or null after the refusal was shown by `refuse`.
async function post(address, body, refuse, keepalive = false) {
  let answer;
  try {
    answer = await fetch(address, { method: "POST", headers: { Accept: "application/json", "X-CSRFToken": token() }, body, keepalive });
  } catch {
    toast(plain(navigator.onLine ? "failed" : "offline"), "red");
    return null;
  }
  if (answer.ok) return answer.status === 204 ? {} : answer.json();
  const told = await answer.json().catch(() => null);
  if (told?.message && refuse && (answer.status === 422 || answer.status === 409)) refuse(told);
  else toast(told?.message ?? plain(FAILURES[answer.status] ?? "failed"), "red");
  return null;
}

export function draw(desk) {
  const at = read("fd-addresses"), words = read("fd-say");
  const $ = (selector) => desk.querySelector(selector);
  const form = $("#fd-form"), find = $("#fd-q"), hits = $("#fd-hits"), card = $("#fd-card"), think = $("#fd-think"), last = $("#fd-last");
  let began = 0, touched = new Set(), thinking, finding, findTimer, thinkTimer, busy = false;

  const tabs = openTabs($("#fd-tabs"), words, read("fd-drafts"), keepDraft, show);

  function keepDraft(tab, drop, leaving = false) {
    const body = new FormData();
    body.set("tab", tab.id);
    body.set("label", tab.label);
    body.set("data", JSON.stringify(drop ? {} : tab.data));
    post(at.draft, body, () => {}, leaving);
  }

  const value = (name) => form.elements[name]?.value ?? "";
  const label = () => value("name") || tabs.current.data.placeName || value("phone") || value("words").slice(0, 12);

  function put(values = {}) {
    began ||= performance.now();
    tabs.put({ words: value("words"), name: value("name"), phone: value("phone"), channel: value("channel"), community: value("community"), ...values }, label());
  }

  // Fill the form from a tab; nothing of the last caller may stay behind.
  function show(tab) {
    const { data } = tab;
    form.reset();
    touched = new Set(data.touched ?? []);
    began = 0;
    find.value = data.q ?? "";
    closeHits();
    for (const name of ["words", "name", "phone", "trade"]) form.elements[name].value = data[name] ?? "";
    if (data.channel) form.elements.channel.value = data.channel;
    if (data.community) form.elements.community.value = data.community;
    for (const name of ["kind", "severity"]) choose(name, data[name] ?? "");
    $("#fd-place").value = data.placeName ?? "";
    form.toggleAttribute("data-no-place", !data.place);
    form.elements.phone.placeholder = data.shown ?? "";
    form.dataset.kind = data.kind ?? "";
    $("#fd-guess").replaceChildren();
    $("#fd-errors").replaceChildren();
    think.replaceChildren();
    card.replaceChildren();
    if (data.place || data.person) loadCard(data.place, data.person, false);
    else card.append($("#fd-blank").content.cloneNode(true));
    if (data.words) thinkSoon();
    (data.place || data.person || data.words ? form.elements.words : find).focus();
  }

  function choose(name, wanted) {
    for (const box of form.querySelectorAll(`input[name=${name}]`)) box.checked = box.value === String(wanted);
    if (name === "kind") form.dataset.kind = wanted;
  }

  // Who is calling.
  function closeHits() {
    hits.hidden = true;
    hits.replaceChildren();
    find.setAttribute("aria-expanded", "false");
    find.removeAttribute("aria-activedescendant");
  }

  const options = () => [...hits.querySelectorAll("[role=option]")];
  const picked = () => options().findIndex((one) => one.getAttribute("aria-selected") === "true");

  function mark(index) {
    options().forEach((one, n) => one.setAttribute("aria-selected", String(n === index)));
    const one = options()[index];
    if (!one) return;
    find.setAttribute("aria-activedescendant", one.id);
    one.scrollIntoView({ block: "nearest" });
  }

  async function search() {
    const text = find.value.trim();
    finding?.abort();
    if (text.length < 2) { closeHits(); return false; }
    finding = new AbortController();
    const answer = await ask(`${at.find}?q=${encodeURIComponent(text)}`, { signal: finding.signal });
    if (!answer || find.value.trim() !== text) return false;
    hits.replaceChildren(answer.content);
    hits.hidden = !hits.children.length;
    find.setAttribute("aria-expanded", String(!hits.hidden));
    mark(0);
    return true;
  }

  async function take(hit) {
    if (hit.dataset.sort === "case") {
      open(hit.dataset.url, "_blank", "noopener");
      if (!hit.dataset.place) return;
    }
    const digits = find.value.replace(/\D/g, "");
    if (digits.length >= 7) form.elements.phone.value = find.value.trim();
    closeHits();
    await loadCard(hit.dataset.place, hit.dataset.person, true);
    form.elements.words.focus();
  }

  async function loadCard(place, person, fills) {
    const query = new URLSearchParams();
    if (place) query.set("place", place);
    if (person) query.set("person", person);
    const tab = tabs.current;
    const answer = await ask(`${at.card}?${query}`);
    if (!answer || tab !== tabs.current) return;
    card.replaceChildren(answer.content);
    const home = card.querySelector("[data-card]")?.dataset;
    if (!home || !fills) return;
    form.elements.name.value = home.name || form.elements.name.value;
    form.elements.phone.placeholder = home.shown;
    $("#fd-place").value = home.placeName;
    form.toggleAttribute("data-no-place", !home.place);
    if (home.community) form.elements.community.value = home.community;
    put({ q: find.value, place: home.place, placeName: home.placeName, person: home.person, shown: home.shown });
    thinkSoon();
  }

  // What is said.
  function thinkSoon() {
    clearTimeout(thinkTimer);
    thinkTimer = setTimeout(reflect, THINKS);
  }

  async function reflect() {
    const text = value("words").trim();
    thinking?.abort();
    if (text.length < 2) { think.replaceChildren(); $("#fd-guess").replaceChildren(); return; }
    thinking = new AbortController();
    const { place = "" } = tabs.current.data;
    const query = new URLSearchParams({ words: text, place, community: value("community") });
    const answer = await ask(`${at.think}?${query}`, { signal: thinking.signal });
    if (!answer || value("words").trim() !== text) return;
    think.replaceChildren(answer.content);
    suggest(think.querySelector("[data-think]").dataset);
  }

  function suggest(guess) {
    if (!guess.kind) return;
    if (!touched.has("kind")) choose("kind", guess.kind);
    if (!touched.has("severity")) choose("severity", guess.severity);
    if (!touched.has("trade")) form.elements.trade.value = guess.trade;
    const named = form.querySelector(`input[name=kind][value="${guess.kind}"]`)?.parentElement.querySelector("span").textContent;
    const grave = form.querySelector(`input[name=severity][value="${guess.severity}"]`)?.parentElement.querySelector("span").textContent;
    const trade = guess.trade && form.elements.trade.querySelector(`option[value="${guess.trade}"]`)?.textContent;
    const line = [make("span", {}, words.guess), make("strong", {}, [named, grave, trade].filter(Boolean).join(" · "))];
    if (Number(guess.confidence) < 0.5) line.push(make("span", {}, `　${words.unsure}`));
    $("#fd-guess").replaceChildren(...line);
  }

  function body(more = {}) {
    const sent = new FormData(form);
    const { data, id, key } = tabs.current;
    for (const name of ["place", "person", "call"]) if (data[name]) sent.set(name, data[name]);
    sent.set("tab", id);
    sent.set("key", key);
    for (const [name, given] of Object.entries(more)) sent.set(name, given);
    return sent;
  }

  function refuse(told) {
    $("#fd-errors").replaceChildren(make("p", { class: "form-errors" }, told.message));
    const field = form.elements[told.field];
    const place = field instanceof RadioNodeList ? field[0] : field;
    place?.focus();
  }

  async function act(address, more, told) {
    if (busy) return;
    busy = true;
    form.setAttribute("aria-busy", "true");
    clearTimeout(thinkTimer);
    const seconds = began ? Math.round((performance.now() - began) / 100) / 10 : 0;
    const answer = await post(address, body(more), refuse);
    busy = false;
    form.removeAttribute("aria-busy");
    if (!answer) return;
    const text = fill(told, { number: answer.into || answer.number, seconds });
    last.replaceChildren(answer.url ? make("a", { class: "link", href: answer.url, target: "_blank", rel: "noopener" }, text) : document.createTextNode(text));
    last.dataset.seconds = seconds;
    tabs.done();
    refresh();
  }

  const refresh = () => window.htmx?.trigger($("#fd-side"), "refresh") ?? $("#fd-side").dispatchEvent(new Event("refresh"));
  const save = () => act(at.save, {}, words.saved);
  const join = (id) => id && act(at.save, { join: id }, words.joined);
  const answerWith = (id) => id && act(at.answer, { article: id }, words.answered);

  function clear() {
    if (!began && !tabs.current.data.words && !tabs.current.data.place && !find.value) return;
    const past = tabs.clear();
    const undo = make("button", { type: "button", class: "link" }, words.undo);
    undo.addEventListener("click", () => { tabs.restore(past); last.replaceChildren(); });
    last.replaceChildren(document.createTextNode(`${words.cleared}　`), undo);
  }

  function park() {
    tabs.add();
    last.textContent = words.kept;
  }

  async function pickUp(id) {
    const answer = id && await post(at.take.replace("/0/", `/${id}/`), new FormData());
    document.querySelector(`[data-ring="${id}"]`)?.remove();
    if (!answer) return;
    const known = { call: answer.call, shown: answer.shown, name: answer.name, place: answer.place, placeName: answer.place_name, person: answer.person, community: answer.community ?? undefined, channel: "phone" };
    tabs.add(known, answer.name || answer.place_name || answer.shown);
    began = performance.now();
    if (!answer.place && !answer.person) find.focus();
  }

  function sheet(name) {
    const dialog = document.getElementById(`fd-${name}`);
    const inside = dialog.querySelector("form");
    inside.elements.words.value = value("words");
    if (inside.elements.phone) { inside.elements.phone.value = value("phone"); inside.elements.phone.placeholder = form.elements.phone.placeholder; }
    inside.querySelector(".field-error").textContent = "";
    openDialog(dialog);
    (inside.elements.words.value ? inside.elements[0] : inside.elements.words).focus();
  }

  async function sendSheet(inside, address, told) {
    const sent = body();
    for (const [name, given] of new FormData(inside)) sent.set(name, given);
    const answer = await post(address, sent, (problem) => { inside.querySelector(".field-error").textContent = problem.message; });
    if (!answer) return;
    inside.closest("dialog").close();
    inside.reset();
    last.textContent = told;
    if (address !== at.duty) tabs.done();
    refresh();
  }

  // Hands.
  find.addEventListener("input", () => { clearTimeout(findTimer); findTimer = setTimeout(search, FINDS); began ||= performance.now(); put({ q: find.value }); });
  find.addEventListener("keydown", async (event) => {
    if (event.isComposing) return;
    const count = options().length;
    if (event.key === "ArrowDown" && count) { event.preventDefault(); mark((picked() + 1) % count); }
    else if (event.key === "ArrowUp" && count) { event.preventDefault(); mark((picked() - 1 + count) % count); }
    else if (event.key === "Enter") {
      event.preventDefault();
      clearTimeout(findTimer);
      if (hits.hidden || !count) await search();
      const hit = options()[Math.max(picked(), 0)];
      if (hit) await take(hit);
      else if (find.value.replace(/\D/g, "").length >= 7) { form.elements.phone.value = find.value.trim(); put({ q: find.value }); closeHits(); form.elements.words.focus(); }
    }
  });
  hits.addEventListener("pointerdown", (event) => { const hit = event.target.closest("[role=option]"); if (hit) { event.preventDefault(); take(hit); } });
  form.addEventListener("input", (event) => {
    const { name } = event.target;
    if (["kind", "severity", "trade"].includes(name)) {
      touched.add(name);
      if (name === "kind") form.dataset.kind = event.target.value;
      put({ [name]: event.target.value, touched: [...touched] });
      return;
    }
    put();
    if (name === "words" || name === "community") thinkSoon();
  });
  form.elements.words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.altKey) return;
    event.preventDefault();
    save();
  });
  form.addEventListener("submit", (event) => { event.preventDefault(); save(); });
  document.addEventListener("submit", (event) => {
    const sheets = { fdDuty: [at.duty, words.dutied], fdNote: [at.note, words.noted], fdBack: [at.back, words.promised] };
    const which = Object.keys(sheets).find((name) => name in event.target.dataset);
    if (!which || !desk.isConnected) return;
    event.preventDefault();
    sendSheet(event.target, ...sheets[which]);
  });
  desk.addEventListener("click", async (event) => {
    const on = (selector) => event.target.closest(selector);
    const button = on("[data-fd]"), outcome = on("[data-fd-outcome]"), joins = on("[data-fd-join]"), answers = on("[data-fd-answer]");
    const rings = on("[data-fd-take]"), back = on("[data-fd-back-done]"), told = on("[data-fd-told]");
    if (button) ({ new: park, clear, note: () => sheet("note"), back: () => sheet("back") })[button.dataset.fd]();
    else if (outcome) { outcome.closest("details")?.removeAttribute("open"); act(at.outcome, { outcome: outcome.dataset.fdOutcome }, words.logged); }
    else if (joins) join(joins.dataset.fdJoin);
    else if (answers) answerWith(answers.dataset.fdAnswer);
    else if (rings) pickUp(rings.dataset.fdTake);
    else if (back) {
      const sent = new FormData();
      sent.set("reached", back.dataset.fdBackDone);
      if (await post(`${at.back.replace(/back\/$/, "backs/")}${back.closest("[data-back]").dataset.back}/done/`, sent)) { toast(back.dataset.fdBackDone === "1" ? words.reached : words.unreached, "green"); refresh(); }
    } else if (told && await post(`${at.note.replace(/note\/$/, "notes/")}${told.dataset.fdTold}/told/`, new FormData())) refresh();
  });
  document.addEventListener("keydown", (event) => {
    if (!desk.isConnected || event.isComposing || document.querySelector("dialog[open]")) return;
    const first = (selector, name) => document.querySelector(selector)?.dataset[name];
    const keys = {
      F2: () => { find.focus(); find.select(); }, F4: () => pickUp(first("[data-fd-take]", "fdTake")), F6: park,
      F7: () => answerWith(first("[data-fd-answer]", "fdAnswer")), F8: () => sheet("note"), F9: () => sheet("back"),
    };
    const within = event.target.closest?.(".fd") || event.target === document.body;
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
    else if (event.altKey && /^Digit[1-9]$/.test(event.code)) {
      event.preventDefault();
      const box = form.querySelectorAll("input[name=kind]")[Number(event.code.slice(5)) - 1];
      if (box) { box.checked = true; box.dispatchEvent(new Event("input", { bubbles: true })); }
    } else if (event.altKey && event.code === "KeyJ") { event.preventDefault(); join(first("[data-fd-join]", "fdJoin")); }
    else if (event.altKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) { event.preventDefault(); tabs.step(event.key === "ArrowLeft" ? -1 : 1); }
    else if (event.key === "Escape" && within) {
      event.preventDefault();
      if (hits.hidden) clear();
      else closeHits();
    }
  });

  tabs.start();
}
