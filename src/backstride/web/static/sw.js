// The worker: keeps the shell, shows it where there is no connection, sends what waits.
// VERSION and SHELL are put before this by the server.
importScripts(SHELL.find((path) => path.includes("/outbox.js")));

const CACHE = `backstride-${VERSION}`;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    await Promise.all(SHELL.map((path) => keep(cache, path)));
    await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) {
      if (name.startsWith("backstride-") && name !== CACHE) await caches.delete(name);
    }
    await self.clients.claim();
  })());
});

// A phone that is not paired is led to the pairing page: that is no shell.
async function keep(cache, path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (answer.ok && !answer.redirected) await cache.put(path, answer);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const where = new URL(request.url);
  if (request.method !== "GET" || where.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (SHELL.includes(where.pathname + where.search)) event.respondWith(part(request));
});

async function page(request) {
  try {
    return await fetch(request);
  } catch (broken) {
    const shell = await caches.match("/offline");
    if (shell) return shell;
    throw broken;
  }
}

async function part(request) {
  return (await caches.match(request)) ?? fetch(request);
}

self.addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(self.outbox.flush().then(tell));
});

self.addEventListener("message", (event) => {
  // The alarm of the screen stands in the shell as well: a page that was shown renews it.
  if (event.data === "renew") {
    event.waitUntil(caches.open(CACHE).then((cache) => keep(cache, "/offline")).catch(() => {}));
  }
});

async function tell(sent) {
  if (!sent.length) return;
  for (const client of await self.clients.matchAll()) client.postMessage({ sent });
}
