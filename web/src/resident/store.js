// Reports that wait for a network, kept until the server has answered for their key.
import { openDB } from "idb";

const PERSON = "resident-person";
const opened = () => openDB("anju-resident", 1, { upgrade: (db) => db.createObjectStore("reports", { keyPath: "key" }) });

export const person = () => document.body.dataset.person || localStorage.getItem(PERSON) || "";

export const draft = (kind) => `resident-draft:${kind}`;

export function remember() {
  if (document.body.dataset.person) localStorage.setItem(PERSON, document.body.dataset.person);
}

export async function keep(report) {
  await (await opened()).put("reports", { ...report, person: person(), at: new Date().toISOString() });
}

export async function waiting() {
  const all = await (await opened()).getAll("reports");
  return all.filter((one) => one.person === person()).sort((a, b) => a.at.localeCompare(b.at));
}

export async function settle(key) {
  await (await opened()).delete("reports", key);
}
