// Translated words the page carries for its scripts: <script type="application/json" id="words">.
const element = document.getElementById("words");
const words = element ? JSON.parse(element.textContent) : {};

export function say(code, values = {}) {
  return (words[code] ?? code).replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");
}

const use = document.querySelector("svg.icon use");
const sprite = use ? use.getAttribute("href").split("#")[0] : "";

export function icon(name, cls = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `icon ${cls}`);
  svg.setAttribute("aria-hidden", "true");
  const ref = document.createElementNS("http://www.w3.org/2000/svg", "use");
  ref.setAttribute("href", `${sprite}#${name}`);
  svg.append(ref);
  return svg;
}

export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value == null) continue;
    made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

export function data(id) {
  return JSON.parse(document.getElementById(id).textContent);
}
