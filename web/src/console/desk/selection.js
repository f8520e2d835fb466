// Words chosen in the text: a small bar beside them offers to make a promise of them.
// Offsets are code points, as the server counts them.

const points = (text) => [...text].length;
const GAP = 8;

function offset(node, index) {
  const paragraph = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-start]");
  if (!paragraph || paragraph.tagName !== "P") return null;
  const range = document.createRange();
  range.setStart(paragraph, 0);
  range.setEnd(node, index);
  return Number(paragraph.dataset.start) + points(range.toString());
}

export function watchSelection(pane, onAdd) {
  const bar = pane.querySelector("[data-mark-bar]");
  if (!bar) return { take: () => false };
  const link = bar.querySelector("[data-mark-add]");
  const plain = link.getAttribute("href");
  let timer;

  function chosen() {
    const selection = document.getSelection();
    const inside = selection.rangeCount && !selection.isCollapsed && pane.contains(selection.anchorNode) && pane.contains(selection.focusNode);
    if (!inside) return null;
    const range = selection.getRangeAt(0);
    const ends = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
    if (ends.includes(null) || ends[0] >= ends[1]) return null;
    return { ends, box: range.getBoundingClientRect() };
  }

  function place() {
    const found = chosen();
    bar.hidden = !found;
    document.querySelectorAll("[data-add]").forEach((other) => { other.href = found ? `${other.dataset.add}?start=${found.ends[0]}&end=${found.ends[1]}` : other.dataset.add; });
    if (!found) return;
    link.href = `${plain}?start=${found.ends[0]}&end=${found.ends[1]}`;
    const above = found.box.top > 120;
    bar.style.top = `${above ? found.box.top - bar.offsetHeight - GAP : found.box.bottom + GAP}px`;
    bar.style.left = `${Math.min(Math.max(GAP, found.box.left + found.box.width / 2 - bar.offsetWidth / 2), innerWidth - bar.offsetWidth - GAP)}px`;
  }

  const later = () => { clearTimeout(timer); timer = setTimeout(place, 120); };
  document.addEventListener("selectionchange", later);
  document.addEventListener("scroll", () => { if (!bar.hidden) later(); }, { capture: true, passive: true });
  // Pressing the bar must not lose the words.
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  link.addEventListener("click", (event) => {
    event.preventDefault();
    bar.hidden = true;
    onAdd(link.href);
  });
  return {
    take() {
      if (bar.hidden) return false;
      link.click();
      return true;
    },
  };
}
