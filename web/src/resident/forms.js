// The report form: pictures made small and shown, a voice of a minute, an unfinished text kept, sent now or later.
import { shrink } from "../field/photos.js";
import { icon, make, say } from "../lib/words.js";
import { post, refuse } from "./sending.js";
import { draft, keep } from "./store.js";
import { startVoice } from "./voice.js";

const MOST = 6;

function startShots(form) {
  const input = form.querySelector("input[type=file][name=photo]");
  if (!input) return () => [];
  const box = input.closest(".shots");
  const kept = new Map();
  const sync = () => {
    const files = new DataTransfer();
    for (const file of kept.values()) files.items.add(file);
    input.files = files.files;
    box.querySelector(".add").hidden = kept.size >= MOST;
  };
  input.addEventListener("change", async () => {
    const chosen = [...input.files].slice(0, MOST - kept.size);
    for (const file of chosen) {
      const small = await shrink(file).catch(() => file);
      const name = `${crypto.randomUUID()}.jpg`;
      kept.set(name, new File([small], name, { type: small.type || "image/jpeg" }));
      const image = make("img", { alt: say("photo_n", { n: kept.size }) });
      image.src = URL.createObjectURL(small);
      const drop = make("button", { type: "button", "aria-label": say("drop_photo") }, icon("x"));
      const shot = make("div", { class: "shot" }, image, drop);
      drop.addEventListener("click", () => {
        kept.delete(name);
        shot.remove();
        URL.revokeObjectURL(image.src);
        sync();
      });
      box.insertBefore(shot, box.querySelector(".add"));
    }
    sync();
  });
  return () => [...kept.values()];
}

function startDraft(form) {
  const place = draft(form.dataset.report);
  const words = form.elements.words;
  if (!words.value) words.value = localStorage.getItem(place) ?? "";
  words.addEventListener("input", () => localStorage.setItem(place, words.value));
  return () => localStorage.removeItem(place);
}

function fieldsOf(form) {
  const fields = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value && name !== "csrfmiddlewaretoken") fields[name] = value;
  }
  return fields;
}

function startReport(form) {
  const shots = startShots(form);
  const voice = startVoice(form);
  const done = startDraft(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    if (navigator.onLine && !form.dataset.offline) {
      const answer = await post(form.action, new FormData(form)).catch(() => null);
      if (answer?.ok) {
        done();
        location.assign(answer.url);
        return;
      }
      if (answer) {
        button.disabled = false;
        refuse(form, answer.message);
        return;
      }
    }
    const fields = fieldsOf(form);
    const sound = voice();
    if (!fields.words && !shots().length && !sound) {
      button.disabled = false;
      form.elements.words.focus();
      return;
    }
    await keep({ key: fields.key || crypto.randomUUID(), kind: form.dataset.report || fields.kind, fields, photos: shots(), voice: sound });
    done();
    form.hidden = true;
    const note = document.getElementById("kept");
    note.hidden = false;
    note.focus();
  });
}

// A stranger's report at a code: there is no queue to keep it in, but what he photographed stays in the form.
function startStraight(form) {
  const button = form.querySelector("button[type=submit]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    const answer = await post(form.action, new FormData(form)).catch(() => null);
    if (answer?.ok) {
      location.assign(answer.url);
      return;
    }
    button.disabled = false;
    refuse(form, answer?.message || say("push_failed"));
  });
}

export function startForms() {
  for (const form of document.querySelectorAll("form[data-report]")) startReport(form);
  for (const form of document.querySelectorAll("form[data-shots]")) startShots(form);
  for (const form of document.querySelectorAll("form[data-straight]")) startStraight(form);
  document.addEventListener("change", (event) => event.target.closest("[data-send]") && event.target.form.requestSubmit());
  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      await navigator.clipboard.writeText(copy.dataset.copy);
      copy.textContent = say("copied");
    }
    const share = event.target.closest("[data-share]");
    if (share) await navigator.share({ text: share.dataset.share, url: share.dataset.url }).catch(() => null);
  });
  if (navigator.share) document.querySelectorAll("[data-share]").forEach((one) => (one.hidden = false));
}
