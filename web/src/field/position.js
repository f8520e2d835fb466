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
