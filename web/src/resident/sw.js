// The residents' app without a network: its shell, the page that keeps a report for later, and pushes.
// Pages about a person are never kept: a phone goes from hand to hand.
/* global __ASSETS__, __VERSION__ */
const STATIC = new URL(self.location).searchParams.get("static") || "/static/";
const SHELL = `resident-${__VERSION__}`;
const OFFLINE = new URL("offline/", self.registration.scope).href;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(SHELL);
      await cache.addAll([...__ASSETS__.map((name) => STATIC + name), new Request(OFFLINE, { credentials: "omit", cache: "reload" })]);
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (name.startsWith("resident-") && name !== SHELL) await caches.delete(name);
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => caches.match(OFFLINE, { ignoreVary: true })));
  else if (url.pathname.startsWith(STATIC)) event.respondWith(caches.match(request.url, { ignoreVary: true }).then((kept) => kept ?? fetch(request)));
});

self.addEventListener("push", (event) => {
  const told = event.data?.json() ?? {};
  event.waitUntil(
    self.registration.showNotification(told.title || "安居", {
      body: told.body || "",
      tag: told.tag || undefined,
      lang: told.lang || undefined,
      requireInteraction: Boolean(told.urgent),
      data: { link: told.link || "" },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const target = new URL(event.notification.data?.link || self.registration.scope, self.location.origin);
  if (target.origin !== self.location.origin) return;
  event.waitUntil(
    (async () => {
      const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
      const there = open.find((one) => one.url === target.href);
      await (there ? there.focus() : self.clients.openWindow(target.href));
    })(),
  );
});
