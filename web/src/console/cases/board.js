// The board: cards move at once and go back when the server refuses; arrow keys go from card to card, m asks where to.
import { openDialog } from "../../lib/dialogs.js";
import { toast } from "../../lib/toast.js";
import { fail, fetchPart, openSheet } from "./sheet.js";

const REFRESH = 45_000;

export function drawBoard(root) {
  const by = () => root.dataset.by;
  const said = document.getElementById("kb-said");
  const lanes = () => [...root.querySelectorAll("[data-lane]")];
  const cards = (lane) => [...lane.querySelectorAll("[data-card]")];
  const link = (card) => card?.querySelector(".kb-link");
  let held = null;
  let busy = 0;

  function focus(card) {
    const target = link(card);
    if (!target) return;
    root.querySelectorAll(".kb-link").forEach((one) => { one.tabIndex = -1; });
    target.tabIndex = 0;
    target.focus();
    card.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function rove() {
    const links = [...root.querySelectorAll(".kb-link")];
    const current = links.find((one) => one === document.activeElement) ?? links[0];
    links.forEach((one) => { one.tabIndex = one === current ? 0 : -1; });
  }

  function count(lane, step) {
    const place = lane?.querySelector("[data-count]");
    if (place) place.textContent = String(Math.max(0, Number(place.textContent) + step));
  }

  async function refresh(focused) {
    const id = focused ?? document.activeElement?.closest?.("[data-card]")?.id;
    const answer = await fetchPart(location.href);
    if (!answer?.ok || held) return;
    const scrolled = new Map(lanes().map((lane) => [lane.dataset.lane, lane.querySelector("[data-list]").scrollTop]));
    root.innerHTML = await answer.text();
    lanes().forEach((lane) => { lane.querySelector("[data-list]").scrollTop = scrolled.get(lane.dataset.lane) ?? 0; });
    rove();
    if (id) focus(document.getElementById(id));
  }

  // Where the card stood, so that it can go back there.
  function put(card, lane) {
    const home = { lane: card.closest("[data-lane]"), next: card.nextElementSibling };
    lane.querySelector("[data-list]").prepend(card);
    card.classList.add("is-moving");
    count(home.lane, -1);
    count(lane, 1);
    return () => {
      const list = home.lane.querySelector("[data-list]");
      list.insertBefore(card, home.next?.parentNode === list ? home.next : list.querySelector(".kb-more, .kb-none"));
      card.classList.remove("is-moving");
      count(lane, -1);
      count(home.lane, 1);
    };
  }

  async function move(card, to, way = by()) {
    const lane = way === by() ? root.querySelector(`[data-lane="${CSS.escape(to)}"]`) : null;
    if (lane && lane === card.closest("[data-lane]")) return;
    const back = lane ? put(card, lane) : () => {};
    if (lane) focus(card);
    busy += 1;
    const body = new URLSearchParams({ case: card.dataset.card, to, by: way, expected: card.dataset.state, holder: card.dataset.holder });
    const answer = await fetchPart(root.dataset.move, { method: "POST", body });
    busy -= 1;
    if (!answer) return back();
    if (answer.status === 409) {
      back();
      card.classList.add("is-refused");
      setTimeout(() => card.classList.remove("is-refused"), 600);
      focus(card);
      return toast((await answer.json()).message, "red");
    }
    if (!answer.ok) {
      back();
      return fail(answer);
    }
    const done = await answer.json();
    if (done.sheet) {
      back();
      return openSheet(done.sheet, { after: () => refresh(card.id), title: root.dataset.sheetTitle ?? "" });
    }
    const template = document.createElement("template");
    template.innerHTML = done.card;
    const fresh = template.content.querySelector("[data-card]");
    said.textContent = done.said;
    toast(done.said, "green");
    if (!lane) return refresh(card.id);
    if (fresh) {
      card.replaceWith(fresh);
      focus(fresh);
    } else card.remove();
  }

  async function ask(card) {
    const answer = await fetchPart(root.dataset.ways.replace("/0/", `/${card.dataset.card}/`));
    if (!answer) return;
    if (!answer.ok) return fail(answer);
    const dialog = document.getElementById("ways");
    const body = document.getElementById("ways-body");
    body.innerHTML = await answer.text();
    openDialog(dialog);
    const buttons = [...body.querySelectorAll(".way:not(:disabled)")];
    buttons[0]?.focus();
    body.onkeydown = (event) => {
      const at = buttons.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !buttons.length) return;
      event.preventDefault();
      buttons[(at + step + buttons.length) % buttons.length].focus();
    };
    body.onclick = (event) => {
      const way = event.target.closest(".way");
      if (!way) return;
      dialog.close();
      if (way.dataset.toPerson) move(card, way.dataset.toPerson, "person");
      else move(card, way.dataset.toState, "state");
    };
    dialog.addEventListener("close", () => focus(document.getElementById(card.id)), { once: true });
  }

  function beside(card, step) {
    const all = lanes();
    const from = all.indexOf(card.closest("[data-lane]"));
    const height = cards(all[from]).indexOf(card);
    for (let at = from + step; at >= 0 && at < all.length; at += step) {
      const found = cards(all[at]);
      if (found.length) return found[Math.min(height, found.length - 1)];
    }
    return null;
  }

  root.addEventListener("keydown", (event) => {
    const card = event.target.closest("[data-card]");
    if (!card || event.ctrlKey || event.metaKey || event.altKey) return;
    const all = cards(card.closest("[data-lane]"));
    const at = all.indexOf(card);
    const next = {
      ArrowDown: () => all[at + 1], ArrowUp: () => all[at - 1], Home: () => all[0], End: () => all.at(-1),
      ArrowRight: () => beside(card, 1), ArrowLeft: () => beside(card, -1),
    }[event.key];
    if (next) {
      event.preventDefault();
      focus(next());
    } else if (event.key.toLowerCase() === "m") {
      event.preventDefault();
      ask(card);
    }
  });

  root.addEventListener("dragstart", (event) => {
    held = event.target.closest("[data-card]");
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.card);
    requestAnimationFrame(() => held?.classList.add("is-held"));
  });
  root.addEventListener("dragover", (event) => {
    const lane = held && event.target.closest("[data-lane]");
    if (!lane) return;
    event.preventDefault();
    lanes().forEach((one) => one.classList.toggle("is-over", one === lane));
  });
  const letGo = () => {
    held?.classList.remove("is-held");
    held = null;
    lanes().forEach((one) => one.classList.remove("is-over"));
  };
  root.addEventListener("drop", (event) => {
    const lane = held && event.target.closest("[data-lane]");
    const card = held;
    letGo();
    if (!lane) return;
    event.preventDefault();
    move(card, lane.dataset.lane);
  });
  root.addEventListener("dragend", letGo);

  root.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-more]");
    if (!button) return;
    button.disabled = true;
    const answer = await fetchPart(button.dataset.more);
    if (!answer?.ok) { button.disabled = false; return; }
    const place = button.closest(".kb-more");
    const before = place.previousElementSibling;
    place.outerHTML = await answer.text();
    focus(before?.nextElementSibling);
  });

  setInterval(() => {
    const open = document.querySelector("dialog[open]");
    if (!document.hidden && !held && !busy && !open && root.isConnected) refresh();
  }, REFRESH);
  rove();
}
