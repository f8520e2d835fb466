// A case on the phone: every deed goes through the queue, so that nothing is lost in a basement. Photographs, lines and
// words are kept as a draft at every change. Contract: docs/modules/field-sync.md.
import { icon, make, say } from "../lib/words.js";
import { shrink } from "./photos.js";
import * as queue from "./queue.js";
import { startSignature } from "./sign.js";
import * as store from "./store.js";

// Deeds after which the person goes on working on the same page.
const STAYS = new Set(["accept", "arrive", "note", "resume", "price", "take"]);

let form, draft;
let work = Promise.resolve();
const soon = (act) => { work = work.then(act, act); return work; };
const draftKey = () => `case:${form.dataset.case}`;

function values() {
  const kept = {};
  for (const control of form.querySelectorAll("input:not([type=file], [type=hidden]), textarea")) {
    if (control.type === "radio" ? control.checked : control.value) (kept[control.name] ??= []).push(control.value);
  }
  return kept;
}

function fill(kept) {
  const seen = {};
  for (const control of form.querySelectorAll("input:not([type=file], [type=hidden]), textarea")) {
    const found = kept[control.name];
    if (!found) continue;
    if (control.type === "radio") control.checked = found.includes(control.value);
    else control.value = found[(seen[control.name] = (seen[control.name] ?? -1) + 1)] ?? "";
  }
}

let saves = 0;
async function save() {
  const mine = (saves += 1);
  form.dataset.kept = "false";
  await store.keepDraft(draftKey(), { ...draft, values: values() });
  form.dataset.kept = String(mine === saves);
}

function show(role, kept, blob) {
  const grid = form.querySelector(`[data-photos="${role}"]`);
  if (!grid) return;
  const remove = make("button", { type: "button", "aria-label": say("retake") }, icon("x"));
  const image = make("img", { src: URL.createObjectURL(blob), alt: "" });
  const cell = make("div", { class: "fx-photo" }, image, remove);
  remove.addEventListener("click", () => soon(async () => {
    draft.photos = draft.photos.filter(({ key }) => key !== kept.key);
    await store.dropPhoto(kept.key);
    URL.revokeObjectURL(image.src);
    cell.remove();
    await save();
  }));
  grid.prepend(cell);
}

async function addPhotos(input) {
  const role = input.dataset.casePhoto;
  for (const file of [...input.files]) {
    const moment = new Date();
    const time = `${moment.toLocaleDateString("sv")} ${moment.toTimeString().slice(0, 5)}`;
    const blob = await shrink(file, [time, form.dataset.placeName].filter(Boolean).join("\n"));
    const kept = { key: crypto.randomUUID(), role };
    await store.keepPhoto(kept.key, draft.key, blob);
    draft.photos.push(kept);
    show(role, kept, blob);
  }
  input.value = "";
  await save();
}

function startSign() {
  const canvas = form.querySelector("canvas[data-case-sign]");
  if (!canvas || !canvas.clientWidth || canvas.dataset.on) return;
  canvas.dataset.on = "1";
  startSignature(canvas, form.querySelector("[data-sign-clear]"), (blob) => soon(async () => {
    const old = draft.photos.filter(({ role }) => role === "signature");
    draft.photos = draft.photos.filter(({ role }) => role !== "signature");
    for (const { key } of old) await store.dropPhoto(key);
    if (blob) {
      const kept = { key: crypto.randomUUID(), role: "signature" };
      await store.keepPhoto(kept.key, draft.key, blob);
      draft.photos.push(kept);
    }
    await save();
  }));
}

function lines() {
  return [...form.querySelectorAll("[data-line]")]
    .map((line) => ["item_name", "item_quantity", "item_price"].map((name) => line.querySelector(`[name=${name}]`).value.trim().replace(",", ".")))
    .filter(([name]) => name)
    .map(([name, quantity, price]) => ({ name, quantity, price }));
}

function complain(text, field) {
  const place = document.getElementById("case-problem");
  place.hidden = false;
  place.textContent = text;
  (field ?? place).scrollIntoView({ block: "center" });
  field?.focus({ preventScroll: true });
}

// What can be seen to be missing is said at once; the rest is the server's to say.
function problem(deed, reason) {
  if ((deed === "refuse" || deed === "pause") && !reason) return [say("missing_reason"), form.querySelector("[name=reason_words], [name=reason]")];
  const wrong = [...form.querySelectorAll("[name=item_quantity], [name=item_price], [name=amount]")].find((one) => one.value && !(Number(one.value.replace(",", ".")) >= 0));
  if (wrong) return [say("missing_number"), wrong];
  if (deed === "finish" && !document.querySelector(".shot-after") && !draft.photos.some(({ role }) => role === "after")) return [say("missing_photo"), form.querySelector("[data-case-photo=after]")];
  return null;
}

// A deed takes along what was filled in, so that a form of a later deed does not send it again.
async function enqueue(deed) {
  await work;
  const data = new FormData(form);
  const reason = (data.get("reason_words") || data.get("reason") || "").toString().trim();
  const found = problem(deed, reason);
  if (found) return complain(...found);
  document.getElementById("case-problem").hidden = true;
  const carries = ["arrive", "pause", "note", "price", "finish"].includes(deed);
  const act = {
    key: draft.key,
    occurrence: draftKey(),
    case: Number(form.dataset.case),
    deed,
    title: form.dataset.title,
    done_at: new Date().toISOString(),
    reason,
    words: carries ? (data.get("words") ?? "").toString().trim() : "",
    items: carries ? lines() : [],
    amount: deed === "price" ? (data.get("amount") ?? "").toString().trim() : "",
    photos: carries ? draft.photos : [],
  };
  try {
    await queue.submit(act);
  } catch {
    return complain(say("storage_full"));
  }
  return after(deed, carries);
}

async function after(deed, carries) {
  const rest = carries ? { photos: [], values: {} } : draft;
  draft = { ...rest, key: crypto.randomUUID() };
  if (!STAYS.has(deed)) return finished();
  if (carries) {
    form.reset();
    form.querySelectorAll(".fx-photo").forEach((cell) => cell.remove());
  }
  await save();
  if (navigator.onLine && (await settled())) return location.reload();
  return step(deed);
}

// Whether the server has taken everything of this case, waited for a short while.
async function settled() {
  for (let n = 0; n < 20; n += 1) {
    if (!(await store.waiting()).some((act) => act.occurrence === draftKey())) return !(await store.refused()).some((act) => act.occurrence === draftKey());
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  return false;
}

// The page goes on as if the server had answered: the next deed is offered.
function step(deed) {
  if (deed !== "arrive" && deed !== "resume") return;
  form.querySelector("[data-work]")?.removeAttribute("hidden");
  document.querySelectorAll("[data-case-bar] [name=deed]").forEach((button) => { button.hidden = button.value !== "finish"; });
  startSign();
}

function finished() {
  if (navigator.onLine) setTimeout(() => location.assign(form.dataset.next), 900);
  form.hidden = true;
  document.querySelector("[data-case-bar]").hidden = true;
  const done = document.getElementById("case-done");
  done.hidden = false;
  done.querySelector("[data-case-said]").textContent = say("saved");
  done.focus();
}

function startContact() {
  const contact = document.querySelector("form[data-case-contact]");
  contact?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answer = await fetch(contact.action, { method: "POST", body: new FormData(contact), headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return complain(say("offline"));
    const { name, phone } = await answer.json();
    contact.replaceChildren(phone ? make("a", { class: "big-btn w-full", href: `tel:${phone}` }, icon("phone-call"), `${name} ${phone}`) : make("p", { class: "hint-bar" }, name));
    return undefined;
  });
}

export async function startCase() {
  startContact();
  form = document.querySelector("form[data-case]");
  if (!form) return;
  draft = (await store.draft(draftKey())) ?? { key: crypto.randomUUID(), photos: [], values: {} };
  fill(draft.values);
  for (const kept of draft.photos) {
    const blob = await store.photo(kept.key);
    if (blob) show(kept.role, kept, blob);
  }
  form.addEventListener("input", (event) => event.target.type !== "file" && soon(save));
  form.addEventListener("change", (event) => event.target.matches("[data-case-photo]") && soon(() => addPhotos(event.target)));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.value) soon(() => {}).then(() => enqueue(event.submitter.value));
  });
  startSign();
  if ((await store.waiting()).some((act) => act.occurrence === draftKey() && act.deed === "arrive")) step("arrive");
}
