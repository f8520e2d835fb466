// What the phone keeps until the server has answered for it. Every write waits for the disk.
import { openDB } from "idb";

const STRICT = { durability: "strict" };
const person = document.body.dataset.person ?? "";

const opened = openDB("anju-field", 1, {
  upgrade(db) {
    db.createObjectStore("acts", { keyPath: "key" }).createIndex("person", "person");
    db.createObjectStore("photos", { keyPath: "key" }).createIndex("act", "act");
    db.createObjectStore("attention", { keyPath: "key" }).createIndex("person", "person");
    db.createObjectStore("drafts", { keyPath: "id" });
  },
});

async function write(stores, change) {
  const transaction = (await opened).transaction(stores, "readwrite", STRICT);
  await change(...stores.map((name) => transaction.objectStore(name)));
  await transaction.done;
}

const draftId = (occurrence) => `${person}:${occurrence}`;

export async function draft(occurrence) {
  return (await opened).get("drafts", draftId(occurrence));
}

export function keepDraft(occurrence, value) {
  return write(["drafts"], (drafts) => drafts.put({ ...value, id: draftId(occurrence) }));
}

export function keepPhoto(key, act, blob) {
  return write(["photos"], (photos) => photos.put({ key, act, blob }));
}

export function dropPhoto(key) {
  return write(["photos"], (photos) => photos.delete(key));
}

export async function photo(key) {
  return (await (await opened).get("photos", key))?.blob;
}

export function enqueue(act) {
  return write(["acts", "drafts"], async (acts, drafts) => {
    await acts.put({ ...act, person, queued_at: new Date().toISOString() });
    await drafts.delete(draftId(act.occurrence));
  });
}

export async function waiting() {
  const acts = await (await opened).getAllFromIndex("acts", "person", person);
  return acts.sort((a, b) => a.queued_at.localeCompare(b.queued_at));
}

async function dropAct(key, ...stores) {
  const [acts, photos] = stores;
  await acts.delete(key);
  for (const found of await photos.index("act").getAllKeys(key)) await photos.delete(found);
}

export function settle(key) {
  return write(["acts", "photos"], (acts, photos) => dropAct(key, acts, photos));
}

export function refuse(act, message) {
  return write(["acts", "attention"], async (acts, attention) => {
    await attention.put({ ...act, message });
    await acts.delete(act.key);
  });
}

export async function refused() {
  return (await opened).getAllFromIndex("attention", "person", person);
}

export function dismiss(key) {
  return write(["attention", "photos"], (attention, photos) => dropAct(key, attention, photos));
}
