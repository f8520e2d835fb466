// The console's frame: drawer on phones, collapsed sidebar, search box.
const shell = document.getElementById("shell");
const sidebar = document.getElementById("sidebar");
const workspace = document.querySelector(".workspace");

function drawer(open) {
  shell.classList.toggle("nav-open", open);
  workspace.inert = open;
  (open ? sidebar.querySelector("a, button") : document.querySelector("[data-nav-open]")).focus();
}

function startSidebar() {
  document.querySelector("[data-nav-open]")?.addEventListener("click", (event) => { event.preventDefault(); drawer(true); });
  document.querySelector("[data-nav-close]")?.addEventListener("click", (event) => { event.preventDefault(); drawer(false); });
  document.addEventListener("keydown", (event) => event.key === "Escape" && shell.classList.contains("nav-open") && drawer(false));
  document.querySelector("[data-nav-collapse]")?.addEventListener("click", (event) => {
    const mini = shell.classList.toggle("nav-mini");
    event.currentTarget.setAttribute("aria-expanded", String(!mini));
    document.cookie = `nav=${mini ? "mini" : "full"};path=/;max-age=31536000;samesite=lax`;
  });
  // What the reader unfolds himself stays unfolded on the next page; what opens by itself is not remembered.
  sidebar.addEventListener("click", (event) => {
    const group = event.target.closest("summary")?.closest("[data-nav-group]");
    if (!group || event.target.closest(".nav-branch")) return;
    const known = new Set((/(?:^|; )nav-open=([^;]*)/.exec(document.cookie)?.[1] ?? "").split(".").filter(Boolean));
    known[group.open ? "delete" : "add"](group.dataset.navGroup);
    document.cookie = `nav-open=${[...known].join(".")};path=/;max-age=31536000;samesite=lax`;
  });
}

function startFinder() {
  const finder = document.getElementById("finder");
  if (!finder) return;
  const input = finder.querySelector("input");
  const list = document.getElementById("finder-results");
  const opener = document.querySelector("[data-finder-open]");
  const options = () => [...list.querySelectorAll('[role="option"]')];
  const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

  const choose = (index) => {
    const all = options();
    all.forEach((option, i) => {
      option.id ||= `finder-${i}`;
      option.setAttribute("aria-selected", String(i === index));
    });
    if (all[index]) {
      input.setAttribute("aria-activedescendant", all[index].id);
      all[index].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };
  const close = () => { list.replaceChildren(); input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const show = (open) => {
    finder.classList.toggle("hidden", !open);
    opener?.setAttribute("aria-expanded", String(open));
    if (open) input.focus();
  };

  new MutationObserver(() => input.setAttribute("aria-expanded", String(list.childElementCount > 0))).observe(list, { childList: true });
  opener?.addEventListener("click", () => show(finder.classList.contains("hidden")));
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      if (getComputedStyle(finder).display === "none") show(true);
      input.focus();
      input.select();
    }
  });
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape") {
      close();
      input.value = "";
      if (opener?.offsetParent) { show(false); opener.focus(); }
    }
    else if (event.key === "ArrowDown" && count) { event.preventDefault(); choose((chosen() + 1) % count); }
    else if (event.key === "ArrowUp" && count) { event.preventDefault(); choose((chosen() - 1 + count) % count); }
    else if (event.key === "Enter" && chosen() >= 0) { event.preventDefault(); options()[chosen()].click(); }
  });
  input.addEventListener("input", () => input.value || close());
  document.addEventListener("click", (event) => {
    if (finder.contains(event.target) || opener?.contains(event.target)) return;
    close();
    if (opener?.offsetParent) show(false);
  });
}

export function startShell() {
  if (!shell) return;
  startSidebar();
  startFinder();
}
