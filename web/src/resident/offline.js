// Registers the app's worker.
export async function startOffline() {
  const { sw, static: where } = document.body.dataset;
  if (!sw || !("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(`${sw}?static=${encodeURIComponent(where)}`, { scope: new URL(".", new URL(sw, location)).pathname });
}
