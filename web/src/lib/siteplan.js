// A site plan: one picture, pins in the picture's own pixels (CRS.Simple, y downwards as in the picture).
// With edit_field, a click puts the pin and writes "x,y" into that input.
import L from "leaflet";
import { data, make, say } from "./words.js";

function loadStyles(href) {
  return new Promise((resolve) => {
    const link = make("link", { rel: "stylesheet", href });
    link.addEventListener("load", resolve);
    document.head.append(link);
  });
}

function mark(pin, active) {
  const text = make("span", {}, pin.text ?? "");
  const body = make("span", { class: `pin tone-${pin.tone ?? "blue"}${active ? " is-active" : ""}` }, text);
  return L.divIcon({ html: body, className: "", iconSize: [28, 28], iconAnchor: [14, 34], popupAnchor: [0, -32] });
}

function popup(pin) {
  const body = make("div", {}, make("strong", {}, pin.label));
  if (pin.note) body.append(make("p", { class: "text-muted" }, pin.note));
  if (pin.href) body.append(make("p", {}, make("a", { class: "link", href: pin.href }, pin.link ?? pin.label)));
  return body;
}

export async function draw(element) {
  const plan = data(element.dataset.siteplan);
  await loadStyles(element.dataset.css);
  const bounds = [[-plan.height, 0], [0, plan.width]];
  const map = L.map(element, { crs: L.CRS.Simple, minZoom: -4, maxZoom: 3, attributionControl: false, zoomSnap: 0.25, zoomControl: false, maxBounds: L.latLngBounds(bounds).pad(0.3) });
  L.control.zoom({ zoomInTitle: say("zoom_in"), zoomOutTitle: say("zoom_out") }).addTo(map);
  L.imageOverlay(plan.image, bounds, { alt: element.getAttribute("aria-label") }).addTo(map);
  map.fitBounds(bounds);
  for (const pin of plan.pins ?? []) {
    L.marker([-pin.y, pin.x], { icon: mark(pin), title: pin.label, alt: pin.label, keyboard: true }).addTo(map).bindPopup(popup(pin));
  }
  if (plan.edit_field) edit(map, document.getElementById(plan.edit_field));
}

function edit(map, field) {
  let marker;
  const place = (latlng) => {
    marker?.remove();
    marker = L.marker(latlng, { icon: mark({}, true), draggable: true }).addTo(map);
    marker.on("dragend", () => write(marker.getLatLng()));
  };
  const write = ({ lat, lng }) => {
    field.value = `${Math.round(lng)},${Math.round(-lat)}`;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const [x, y] = field.value.split(",").map(Number);
  if (field.value) place([-y, x]);
  map.on("click", (event) => { place(event.latlng); write(event.latlng); });
}
