// One task's form: big answers, numbers with limits, photographs, findings, signature; kept as a draft at every change,
// handed to the queue at the end. The page's markup comes from the macros of ui/field.html.
import { icon, make, say } from "../lib/words.js";
import { shrink } from "./photos.js";
import { follow, position } from "./position.js";
import * as queue from "./queue.js";
import { startSignature } from "./sign.js";
import * as store from "./store.js";

let form, draft, restoring, placed = null;

// Photographs and signatures take a moment to be made and kept; they are worked off in order, and submitting waits.
let work = Promise.resolve();
const soon = (act) => { work = work.then(act, act); };

const items = () => [...form.querySelectorAll("[data-item]")];

let saves = 0;
async function save() {
  if (restoring) return;
  const mine = (saves += 1);
  form.dataset.kept = "false";
  await store.keepDraft(form.dataset.task, { ...draft, values: values() });
  form.dataset.kept = String(mine === saves);
}

function values() {
  const kept = {};
  for (const control of form.querySelectorAll("input[name], textarea[name], select[name]")) {
    if (control.type === "file" || control.type === "hidden") continue;
    if (control.type === "radio" || control.type === "checkbox") {
      if (control.checked) (kept[control.name] ??= []).push(control.value);
    } else if (control.value) kept[control.name] = [control.value];
  }
  return kept;
}

function fill(kept) {
  for (const control of form.querySelectorAll("input[name], textarea[name], select[name]")) {
    const found = kept[control.name];
    if (!found || control.type === "file") continue;
    if (control.type === "radio" || control.type === "checkbox") control.checked = found.includes(control.value);
    else [control.value] = found;
  }
}

const answer = (item) => {
  const chosen = item.querySelector("input[data-answer]:checked") ?? item.querySelector("[data-answer]:not([type=radio])");
  if (!chosen || chosen.value === "") return null;
  return item.dataset.kind === "number" ? Number(chosen.value.replace(",", ".")) : chosen.value;
};

function limits(item) {
  const field = item.querySelector("[data-answer]");
  const warning = item.querySelector("[data-warning]");
  const value = field.value === "" ? NaN : Number(field.value.replace(",", "."));
  const { min, max } = item.dataset;
  let text = "";
  if (min !== undefined && value < Number(min)) text = say("low", { limit: min });
  if (max !== undefined && value > Number(max)) text = say("high", { limit: max });
  field.setAttribute("aria-invalid", String(Boolean(text)));
  warning.hidden = !text;
  warning.replaceChildren(...(text ? [icon("alert-triangle"), text] : []));
  return Boolean(text);
}

function refresh(item) {
  const outside = item.dataset.kind === "number" && limits(item);
  const state = answer(item);
  item.dataset.state = outside || state === "not_ok" ? "not_ok" : state === null && !draft.photos.some((p) => p.item === item.dataset.item) ? "" : "ok";
  const finding = item.querySelector("[data-finding]");
  if (finding) finding.hidden = item.dataset.state !== "not_ok";
  progress();
}

function progress() {
  const bar = document.querySelector("[data-task-progress]");
  if (!bar) return;
  const all = items();
  bar.max = all.length;
  bar.value = all.filter((item) => item.dataset.state).length;
}

function show(grid, kept, blob) {
  const remove = make("button", { type: "button", "aria-label": say("retake") }, icon("x"));
  const image = make("img", { src: URL.createObjectURL(blob), alt: "" });
  const cell = make("div", { class: "fx-photo" }, image, remove);
  remove.addEventListener("click", async () => {
    draft.photos = draft.photos.filter(({ key }) => key !== kept.key);
    await store.dropPhoto(kept.key);
    URL.revokeObjectURL(image.src);
    cell.remove();
    refresh(grid.closest("[data-item]"));
    save();
  });
  grid.prepend(cell);
}

async function addPhoto(input) {
  const grid = input.closest("[data-photos]");
  const item = input.closest("[data-item]");
  const finding = grid.closest("[data-finding]")?.dataset.finding ?? null;
  for (const file of [...input.files]) {
    const moment = new Date();
    const time = `${moment.toLocaleDateString("sv")} ${moment.toTimeString().slice(0, 5)}`;
    const blob = await shrink(file, [time, form.dataset.placeName].filter(Boolean).join("\n"));
    const kept = { key: crypto.randomUUID(), item: item.dataset.item, finding };
    await store.keepPhoto(kept.key, draft.key, blob);
    draft.photos.push(kept);
    show(grid, kept, blob);
  }
  input.value = "";
  refresh(item);
  await save();
}

function startSignatures() {
  for (const canvas of form.querySelectorAll("canvas[data-sign]")) {
    const item = canvas.closest("[data-item]");
    const existing = () => draft.photos.find((p) => p.item === item.dataset.item && p.sign);
    const redraw = startSignature(canvas, item.querySelector("[data-sign-clear]"), (blob) => soon(async () => {
      const old = existing();
      if (old) {
        draft.photos = draft.photos.filter((p) => p !== old);
        await store.dropPhoto(old.key);
      }
      if (blob) {
        const kept = { key: crypto.randomUUID(), item: item.dataset.item, finding: null, sign: true };
        await store.keepPhoto(kept.key, draft.key, blob);
        draft.photos.push(kept);
      }
      refresh(item);
      await save();
    }));
    const old = existing();
    if (old) store.photo(old.key).then((blob) => blob && redraw(blob));
  }
}

async function restorePhotos() {
  for (const kept of draft.photos.filter((p) => !p.sign)) {
    const blob = await store.photo(kept.key);
    const item = items().find((one) => one.dataset.item === kept.item);
    const grid = item?.querySelector(kept.finding ? "[data-finding] [data-photos]" : "[data-photos]:not([data-finding] [data-photos])");
    if (blob && grid) show(grid, kept, blob);
  }
}

function problem(item) {
  const photos = draft.photos.filter((p) => p.item === item.dataset.item && !p.finding).length;
  const required = item.dataset.required !== undefined;
  if (required && ["photo", "sign"].includes(item.dataset.kind) && !photos) return item.dataset.kind === "photo" ? "missing_photo" : "missing_answer";
  if (required && !["photo", "sign"].includes(item.dataset.kind) && answer(item) === null) return "missing_answer";
  if (photos < Number(item.dataset.photosMin ?? 0)) return "missing_photo";
  if (item.dataset.state === "not_ok" && item.querySelector("[data-finding]") && !item.querySelector("[data-finding-words]").value.trim()) return "missing_finding";
  return null;
}

function findings() {
  return items()
    .filter((item) => item.dataset.state === "not_ok" && item.querySelector("[data-finding]"))
    .map((item) => ({
      key: item.querySelector("[data-finding]").dataset.finding,
      item: item.dataset.item,
      severity: item.querySelector("[data-severity]:checked")?.value ?? "minor",
      words: item.querySelector("[data-finding-words]").value.trim(),
    }));
}

function complain(item, code) {
  const text = document.getElementById("task-problem");
  text.hidden = false;
  text.textContent = say(code);
  item.scrollIntoView({ block: "center" });
  item.querySelector("input, textarea, canvas, button")?.focus({ preventScroll: true });
}

async function submit() {
  await work;
  for (const item of items()) {
    const code = problem(item);
    if (code) return complain(item, code);
  }
  const button = document.querySelector("[data-task-submit]");
  button.disabled = true;
  const where = form.dataset.position === undefined ? null : (await position(2000)) ?? placed;
  const real = findings();
  const known = new Set(real.map(({ key }) => key));
  const act = {
    key: draft.key,
    occurrence: form.dataset.task,
    title: form.dataset.title,
    done_at: new Date().toISOString(),
    place_code: draft.place_codes[0] ?? null,
    place_codes: draft.place_codes,
    answers: Object.fromEntries(items().map((item) => [item.dataset.item, answer(item)]).filter(([, value]) => value !== null)),
    findings: real,
    position: where,
    ...(draft.positions.length && { positions: draft.positions }),
    photos: draft.photos.filter((p) => !p.finding || known.has(p.finding)).map(({ key, item, finding }) => ({ key, item, finding })),
    note: form.querySelector("[name=note]")?.value.trim() ?? "",
    with_people: [...form.querySelectorAll("[name=with_people]:checked")].map((box) => Number(box.value)),
  };
  try {
    await queue.submit(act);
  } catch {
    button.disabled = false;
    return complain(form, "storage_full");
  }
  return finish();
}

function finish() {
  if (form.dataset.next && navigator.onLine) setTimeout(() => location.assign(form.dataset.next), 900);
  const done = document.getElementById("task-done");
  if (!done) return;
  form.hidden = true;
  document.querySelector("[data-task-bar]")?.setAttribute("hidden", "");
  done.hidden = false;
  done.querySelector("[data-task-said]").textContent = say("saved");
  done.focus();
}

const accepted = () => (form.dataset.placeCodes ?? "").split(" ").filter(Boolean);

function scanned(given) {
  const code = given.trim().toUpperCase();
  const right = !accepted().length || accepted().includes(code);
  if (right && !draft.place_codes.includes(code)) draft.place_codes.push(code);
  showScanned(right);
  save();
}

// A label that belongs elsewhere is said, and takes nothing back of what was scanned before.
function showScanned(right = true) {
  for (const place of form.querySelectorAll("[data-place]")) {
    const done = draft.place_codes.includes(place.dataset.place);
    place.dataset.state = done ? "scanned" : "";
    place.querySelector("[data-place-done]").hidden = !done;
  }
  const state = form.querySelector("[data-place-state]");
  if (!state || (right && !draft.place_codes.length)) return;
  const all = accepted().length;
  const whole = draft.place_codes.length >= all;
  const text = all > 1 ? say("scan_count", { n: draft.place_codes.length, all }) : draft.place_codes.at(-1);
  state.hidden = false;
  state.dataset.right = String(right);
  state.classList.toggle("tone-green", right && whole);
  state.classList.toggle("tone-blue", right && !whole);
  state.classList.toggle("tone-red", !right);
  state.replaceChildren(icon(right ? "circle-check" : "alert-triangle"), right ? text : say("scan_wrong"));
  const typed = form.querySelector("[data-scan-typed]");
  if (typed && right) typed.value = "";
}

function listen() {
  form.addEventListener("input", (event) => {
    const item = event.target.closest("[data-item]");
    if (item && event.target.type !== "file") refresh(item);
    save();
  });
  form.addEventListener("change", (event) => event.target.matches("[data-photo-input]") && soon(() => addPhoto(event.target)));
  form.addEventListener("field:code", (event) => scanned(event.detail.code));
  form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  document.querySelector("[data-task-submit]").addEventListener("click", (event) => { event.preventDefault(); submit(); });
}

export async function startTask() {
  form = document.querySelector("form[data-task]");
  if (!form) return;
  restoring = true;
  draft = (await store.draft(form.dataset.task)) ?? { key: crypto.randomUUID(), photos: [], values: {}, findings: {} };
  draft.place_codes ??= draft.place_code ? [draft.place_code] : [];
  draft.positions ??= [];
  for (const item of items()) {
    const finding = item.querySelector("[data-finding]");
    if (finding) finding.dataset.finding = draft.findings[item.dataset.item] ??= crypto.randomUUID();
  }
  fill(draft.values);
  showScanned();
  await restorePhotos();
  startSignatures();
  items().forEach(refresh);
  listen();
  restoring = false;
  if (form.dataset.scanned) scanned(form.dataset.scanned);
  if (form.dataset.position !== undefined) position(20000).then((found) => { placed = found; });
  if (form.dataset.position !== undefined && accepted().length > 1) follow(draft.positions, (found) => { draft.positions.push(found); save(); });
}
