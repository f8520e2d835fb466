// The position, when the worker allows it; never waited for longer than a moment.
export function position(limit = 4000) {
  if (!navigator.geolocation) return Promise.resolve(null);
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lat: coords.latitude, lng: coords.longitude, acc: Math.round(coords.accuracy) }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: limit, maximumAge: 60000 },
    );
    setTimeout(() => resolve(null), limit + 500);
  });
}

const STEP_METRES = 25;
const MOST = 500;

function metres(a, b) {
  const east = (b.lng - a.lng) * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(b.lat - a.lat, east) * 111320;
}

// Calls `arrived` with every position that lies a good step from the one before, until the page is left.
export function follow(kept, arrived) {
  if (!navigator.geolocation) return;
  let last = kept.at(-1);
  let count = kept.length;
  const watch = navigator.geolocation.watchPosition(({ coords }) => {
    const found = { lat: coords.latitude, lng: coords.longitude, acc: Math.round(coords.accuracy) };
    if (last && metres(last, found) < STEP_METRES) return;
    last = found;
    count += 1;
    arrived(found);
    if (count >= MOST) navigator.geolocation.clearWatch(watch);
  }, () => {}, { enableHighAccuracy: true, maximumAge: 10000 });
}
