// The plan studio: text and list move together, and everything can be done from the keyboard.
import { openDialog } from "../lib/dialogs.js";
import { openDocument } from "./desk/document.js";
import { ask } from "./desk/exchange.js";
import { listen } from "./desk/keys.js";
import { openList } from "./desk/rows.js";
import { watchSelection } from "./desk/selection.js";

const NARROW = matchMedia("(max-width: 1023px)");
const GOES = 9000;

export function draw(desk) {
  const { href } = desk.dataset;
  const text = openDocument(desk.querySelector("#desk-text"), href);
  const list = openList(desk.querySelector("#desk-list"), href, (row, reveal) => {
    if (reveal && !NARROW.matches) text.show(row.dataset.row, Number(row.dataset.start));
    else text.light(row.dataset.row);
  });
  const selection = watchSelection(desk.querySelector("#desk-text"), openSheet);
  let opened = null;

  function pane(name) {
    desk.dataset.pane = name;
    desk.querySelectorAll("[data-pane-tab]").forEach((tab) => tab.dataset.paneTab === name ? tab.setAttribute("aria-current", "true") : tab.removeAttribute("aria-current"));
  }

  async function openSheet(address) {
    const answer = await ask(address);
    if (!answer?.ok) return;
    const sheet = document.getElementById("desk-sheet");
    document.getElementById("desk-sheet-body").replaceChildren(answer.content);
    if (!sheet.open) openDialog(sheet);
    sheet.querySelector("[name=activity]")?.focus();
  }

  async function openPast(address) {
    const answer = await ask(address);
    if (!answer?.ok) return;
    document.getElementById("desk-past-body").replaceChildren(answer.content);
    openDialog(document.getElementById("desk-past"));
  }

  async function openForm(row, address) {
    const answer = await ask(address);
    const form = answer?.ok && answer.content.querySelector("li");
    if (!form) return;
    close();
    opened = { form, row };
    row.replaceWith(form);
    list.choose(form, { focus: false, reveal: false });
    const first = form.querySelector("input:not([type=hidden]), textarea, select");
    first?.focus();
    first?.select?.();
    form.scrollIntoView({ block: "nearest" });
  }

  function close() {
    if (!opened?.form.isConnected) { opened = null; return; }
    opened.form.replaceWith(opened.row);
    list.choose(opened.row, { reveal: false });
    opened = null;
  }

  // What the answer to an act says: a row to put in place of the old one, or that the list is to be asked for anew.
  async function went(answer, row) {
    if (!answer) return;
    if (!answer.ok) {
      const again = answer.content.querySelector("li");
      if (again && opened?.form === row) opened.form = again;
      if (again) row?.replaceWith(again);
      if (again) list.choose(again, { focus: false, reveal: false });
      again?.querySelector("[aria-invalid], input:not([type=hidden])")?.focus();
      return;
    }
    leave();
    const note = document.getElementById("desk-progress")?.dataset.changed;
    const changed = note ? JSON.parse(note) : { redraw: true, at: 0, spans: [] };
    if (changed.redraw) {
      // The form goes at once, so that the next key is not typed into it.
      close();
      await list.reload(undefined, { near: changed.at || row?.dataset.pk });
      list.choose(list.find(`p${changed.at}`) ?? list.rows()[0], { reveal: changed.at > 0 });
    } else {
      opened = null;
      settle(row, answer.content.querySelector("[data-row]"));
    }
    if (changed.spans.length) await text.refresh(changed.spans);
  }

  function settle(row, fresh) {
    if (!row) return;
    const next = list.after(row);
    if (fresh) {
      row.replaceWith(fresh);
      text.judge(fresh.dataset.row, fresh.dataset.review);
      list.choose(next === row ? fresh : next);
    } else {
      list.choose(next === row ? list.rows()[0] : next);
      row.remove();
    }
  }

  let leaving;
  function leave() {
    clearTimeout(leaving);
    leaving = setTimeout(() => document.getElementById("desk-toast")?.replaceChildren(), GOES);
  }

  async function act(name, row = list.current) {
    if (!row || row.querySelector("form")) return;
    const control = row.querySelector(`[data-act~="${name}"]`);
    if (!control) return;
    if (control.formAction && control.tagName === "BUTTON") await went(await ask(control.formAction, { body: new FormData() }), row);
    else if (name === "h") await openPast(control.href);
    else if (name === "m") await merge(row);
    else await openForm(row, control.href);
  }

  async function merge(row = list.current) {
    const picked = [...list.list().querySelectorAll("input[name=promise]:checked")].map((box) => box.value);
    if (picked.length < 2 && !row) return;
    const rows = list.rows();
    const behind = rows.slice(rows.indexOf(row) + 1).find((one) => one.dataset.review !== "rejected");
    const ids = picked.length > 1 ? picked : [row.dataset.pk, behind?.dataset.pk].filter(Boolean);
    const home = picked.length > 1 ? list.find(`p${picked[0]}`) ?? row : row;
    await openForm(home, `${desk.dataset.merge}?${ids.map((id) => `promise=${id}`).join("&")}`);
  }

  const undo = async (address = desk.dataset.undoLast) => {
    const answer = await ask(address, { body: new FormData() });
    if (answer?.ok) document.getElementById("desk-past").close();
    await went(answer?.ok ? answer : null, list.current);
  };

  async function showRow(key) {
    const unread = key.startsWith("u");
    if (!list.find(key)) {
      const wanted = unread ? new URLSearchParams({ list: "passages" }) : list.asked().get("list") ? new URLSearchParams() : undefined;
      await list.reload(wanted, { [unread ? "passage" : "promise"]: key.slice(1) });
    }
    if (NARROW.matches) pane("list");
    list.choose(list.find(key), { reveal: false });
    list.find(key)?.scrollIntoView({ block: "center" });
  }

  function showText(row) {
    if (NARROW.matches) pane("text");
    list.choose(row, { focus: false, reveal: false });
    text.show(row.dataset.row, Number(row.dataset.start));
  }

  desk.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest(selector);
    const tab = at("[data-pane-tab]"), other = at("[data-list]"), kind = at("[data-filter-kind]"), row = at("[data-row]");
    const control = at("[data-act]"), mark = at("mark[data-marks]");
    if (event.ctrlKey || event.metaKey) return;
    if (tab) { event.preventDefault(); pane(tab.dataset.paneTab); }
    else if (other) { event.preventDefault(); list.reload(other.dataset.list === "passages" ? new URLSearchParams({ list: "passages" }) : new URLSearchParams()); }
    else if (at("[data-clear]")) { event.preventDefault(); list.reload(new URLSearchParams(new URL(at("[data-clear]").href).search)); }
    else if (kind) { event.preventDefault(); byKind(kind.dataset.filterKind); }
    else if (at("[data-cancel]")) { event.preventDefault(); close(); }
    else if (control && row) { event.preventDefault(); list.choose(row, { focus: false, reveal: false }); act(control.dataset.act.split(" ")[0], row); }
    else if (row && at("[data-show]")) { event.preventDefault(); showText(row); }
    else if (row && !at("a, button, input, select, textarea, label")) list.choose(row);
    else if (mark && document.getSelection().isCollapsed) {
      const keys = mark.dataset.marks.split(" ");
      showRow(keys.findLast((key) => key[0] === "p") ?? keys.at(-1));
    }
  });

  function byKind(kind) {
    const wanted = list.asked();
    wanted.delete("list");
    if (wanted.get("kind") === kind) wanted.delete("kind");
    else wanted.set("kind", kind);
    list.reload(wanted);
  }

  desk.addEventListener("change", (event) => {
    if (!event.target.matches("input[name=promise]")) return;
    const bar = desk.querySelector("[data-pick]");
    const count = list.list().querySelectorAll("input[name=promise]:checked").length;
    bar?.classList.toggle("is-on", count > 0);
    const label = bar?.querySelector("[data-pick-count]");
    if (label) label.textContent = count;
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!desk.isConnected) return;
    const row = form.closest("[data-row]");
    if (form.matches("[data-desk-form]")) {
      event.preventDefault();
      await went(await ask(form.action, { body: new FormData(form) }), row);
    } else if (form.matches("[data-sheet-form]")) {
      event.preventDefault();
      const answer = await ask(form.action, { body: new FormData(form) });
      if (answer && !answer.ok) document.getElementById("desk-sheet-body").replaceChildren(answer.content);
      else if (answer) { document.getElementById("desk-sheet").close(); document.getSelection().removeAllRanges(); await went(answer, list.current); }
    } else if (form.matches("[data-undo]")) {
      event.preventDefault();
      await undo(form.action);
    } else if (form.matches("[data-accept-all]")) {
      event.preventDefault();
      await went(await ask(form.action, { body: new FormData(form) }), list.current);
    } else if (row?.classList.contains("is-unread")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      await takeSuggestion(form, row);
    } else if (form.matches("[data-pick]")) {
      event.preventDefault();
      await merge();
    }
  }, true);

  async function takeSuggestion(form, row) {
    const answer = await ask(form.action, { body: new FormData(form) });
    if (!answer?.ok) return;
    const progress = await ask(`${href}?part=progress`);
    const fresh = progress?.content.querySelector("#desk-progress");
    if (fresh) document.getElementById("desk-progress").replaceWith(fresh);
    settle(row, null);
    await text.refresh([[Number(row.dataset.start), Number(row.dataset.end)]]);
  }

  document.addEventListener("click", (event) => { if (event.target.closest("[data-undo-now]")) undo(); });

  // The numbers in the two menus above are asked for when they are opened.
  document.addEventListener("toggle", async (event) => {
    const part = event.target.open && event.target.dataset?.fresh;
    if (!part) return;
    const answer = await ask(`${href}?part=${part}`);
    if (!answer?.ok) return;
    const place = document.getElementById(`desk-${part}`);
    if (part === "who") place?.replaceChildren(answer.content);
    else place?.replaceWith(answer.content);
    if (part === "sure") count(event.target.querySelector("[name=confidence]")?.value);
  }, true);

  function count(value) {
    const place = document.getElementById("desk-sure");
    const sure = place?.dataset.sure?.split(",");
    if (sure) place.textContent = place.dataset.sureText.replace("{n}", sure[Math.min(100, Math.max(0, Number(value) || 0))]);
  }

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("[data-accept-all]");
    if (!form) return;
    for (const other of form.querySelectorAll("[data-sure-range], [name=confidence]")) if (other !== event.target) other.value = event.target.value;
    count(event.target.value);
  });

  listen(desk, {
    step: (by) => list.step(by), nextWaiting: () => list.step(1, list.waits), act, merge, undo, close, showText, selection,
    current: () => list.current, search: () => { if (NARROW.matches) pane("list"); desk.querySelector("input[name=q]")?.focus(); },
    order: () => { const order = desk.querySelector("select[name=order]"); if (order) { order.value = order.value ? "" : "text"; list.reload(undefined, { near: list.current?.dataset.pk }); } },
    pick: () => list.current?.querySelector("input[name=promise]")?.click(),
  });

  const key = location.hash.match(/^#([pu]\d+)$/)?.[1];
  const wanted = key && list.find(key);
  if (wanted) list.choose(wanted, { focus: false });
}
