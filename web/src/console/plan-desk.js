// The review desk: j/k walk the list, a accepts, r rejects, e corrects; a row shows its words in the text and a mark
// its row; words chosen in the text become a new promise. Offsets are code points, as the server counts them.

const points = (text) => [...text].length;
const typing = (target) => target.closest("input, textarea, select, [contenteditable], dialog[open]");
const phone = matchMedia("(max-width: 1023px)");

export function draw(desk) {
  const text = desk.querySelector("#desk-text");
  const list = desk.querySelector("#desk-list");
  const adding = document.querySelector("[data-add]");
  let current = null;

  const rows = () => [...list.querySelectorAll("[data-row]")];

  // Beside the list the text scrolls in its own pane, and the page stays where it is.
  function bringIn(element) {
    const pane = text.querySelector("[data-text]");
    if (phone.matches) element.scrollIntoView({ block: "center" });
    else pane.scrollTop += element.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 3;
  }

  function mark(key) {
    text.querySelectorAll("mark.is-current").forEach((each) => each.classList.remove("is-current", "ring-2", "ring-primary"));
    const found = text.querySelectorAll(`mark[data-mark="${CSS.escape(key)}"]`);
    found.forEach((each) => each.classList.add("is-current", "ring-2", "ring-primary"));
    if (found.length) bringIn(found[0]);
    return found.length > 0;
  }

  async function show(row) {
    if (mark(row.dataset.row)) return;
    await window.htmx.ajax("GET", `${row.dataset.page}&part=desk-text`, { target: text });
    mark(row.dataset.row);
  }

  function choose(row, { focus = true, reveal = !phone.matches } = {}) {
    if (!row) return;
    if (current?.isConnected) current.classList.remove("bg-wash");
    current = row;
    row.classList.add("bg-wash");
    if (focus) row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    if (reveal) show(row);
  }

  function step(by) {
    const all = rows();
    const at = all.findIndex((row) => row.id === current?.id);
    choose(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
  }

  function act(name) {
    const row = current && document.getElementById(current.id);
    row?.querySelector(`[data-act="${name}"]`)?.click();
  }

  document.addEventListener("keydown", (event) => {
    if (!desk.isConnected || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const moves = { j: () => step(1), k: () => step(-1), a: () => act("a"), r: () => act("r"), e: () => act("e") };
    if (!moves[event.key]) return;
    event.preventDefault();
    moves[event.key]();
  });

  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-show]");
    const row = event.target.closest("[data-row]");
    if (link && row) {
      event.preventDefault();
      choose(row, { focus: false, reveal: false });
      show(row);
    } else if (row && !event.target.closest("a, button, input, select, textarea, label")) {
      choose(row);
    }
  });

  text.addEventListener("click", (event) => {
    const key = event.target.closest("mark[data-mark]")?.dataset.mark;
    const row = key && list.querySelector(`[data-row="${CSS.escape(key)}"]`);
    if (row && document.getSelection().isCollapsed) choose(row, { reveal: false });
  });

  // After a judgement the row is a new element: the next one that waits is chosen.
  list.addEventListener("htmx:after:swap", () => {
    if (!current || current.isConnected) return;
    const same = document.getElementById(current.id);
    const judged = same && !same.querySelector('[data-act="a"]') && !same.querySelector("[data-desk-form]");
    if (judged) {
      const all = rows();
      choose(all.slice(all.indexOf(same) + 1).find((row) => row.querySelector('[data-act="a"]')) ?? same);
    } else {
      choose(same);
    }
  });

  function offset(node, index) {
    const paragraph = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!paragraph) return null;
    const range = document.createRange();
    range.setStart(paragraph, 0);
    range.setEnd(node, index);
    return Number(paragraph.dataset.start) + points(range.toString());
  }

  document.addEventListener("selectionchange", () => {
    if (!desk.isConnected || !adding) return;
    const selection = document.getSelection();
    const inside = selection.rangeCount && !selection.isCollapsed && text.contains(selection.anchorNode) && text.contains(selection.focusNode);
    adding.href = adding.dataset.add;
    if (!inside) return;
    const range = selection.getRangeAt(0);
    const ends = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
    if (ends.every((each) => each !== null) && ends[0] < ends[1]) {
      adding.href = `${adding.dataset.add}?start=${ends[0]}&end=${ends[1]}`;
    }
  });

  const wanted = location.hash.startsWith("#p") && document.getElementById(location.hash.slice(1));
  if (wanted) choose(wanted, { focus: false, reveal: !phone.matches });
}
