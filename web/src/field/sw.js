// The worker page without a network: its shell and hashed assets, and the pages of today's work that were fetched ahead.
/* global __ASSETS__, __VERSION__ */
const STATIC = new URL(self.location).searchParams.get("static") || "/static/";
const SHELL = `shell-${__VERSION__}`;
const PAGES = "pages";
const MOST_PAGES = 120;
const PATIENCE = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(SHELL);
      await cache.addAll(__ASSETS__.map((name) => STATIC + name));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name !== SHELL && name !== PAGES) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

async function keep(request, response) {
  if (!response.ok || response.redirected || response.type !== "basic") return;
  const pages = await caches.open(PAGES);
  await pages.put(request, response.clone());
  const kept = await pages.keys();
  for (const old of kept.slice(0, Math.max(0, kept.length - MOST_PAGES))) await pages.delete(old);
}

async function page(request) {
  const pages = await caches.open(PAGES);
  const abort = new AbortController();
  const kept = await pages.match(request.url, { ignoreVary: true });
  const timer = kept && setTimeout(() => abort.abort(), PATIENCE);
  try {
    const response = await fetch(request.url, { credentials: "same-origin", redirect: "manual", signal: abort.signal, headers: { Accept: "text/html" } });
    clearTimeout(timer);
    await keep(request.url, response);
    return response.status >= 500 && kept ? kept : response;
  } catch {
    return kept ?? (await pages.match(self.registration.scope, { ignoreVary: true })) ?? Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.startsWith(STATIC)) event.respondWith(caches.match(request.url, { ignoreVary: true }).then((kept) => kept ?? fetch(request)));
});

// One after the other: what is forgotten late would take along what was just fetched.
let last = Promise.resolve();

async function tend({ type, urls }) {
  if (type === "forget") await caches.delete(PAGES);
  if (type === "prefetch") {
    await Promise.allSettled(urls.map(async (url) => keep(url, await fetch(url, { credentials: "same-origin", redirect: "manual" }))));
  }
}

self.addEventListener("message", (event) => {
  const act = () => tend(event.data ?? {});
  last = last.then(act, act);
  event.waitUntil(last);
});
