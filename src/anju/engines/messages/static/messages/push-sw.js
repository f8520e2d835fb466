// Shows what was pushed, and leads to what it is about. It keeps nothing and answers for no page.
self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data ? event.data.json() : {};
  } catch {
    told = {};
  }
  if (!told.title) return;
  event.waitUntil(
    self.registration.showNotification(told.title, {
      body: told.body || "",
      // A second copy of one message takes the place of the first.
      tag: told.tag || undefined,
      lang: told.lang || undefined,
      requireInteraction: Boolean(told.urgent),
      data: { link: told.link || "/messages/" },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const target = new URL(event.notification.data?.link || "/messages/", self.location.origin);
  if (target.origin !== self.location.origin) return;
  event.waitUntil(
    (async () => {
      const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
      const there = open.find((one) => one.url === target.href);
      await (there ? there.focus() : self.clients.openWindow(target.href));
    })(),
  );
});
