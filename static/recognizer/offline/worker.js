/**
 * Opens the page where visitors draw without a network. /sw.js runs this after it has
 * set `release`, a name that changes with any of the files, and `files`, their addresses.
 *
 * Nothing else is answered here: neither the API, nor staff's pages, nor a drawing's.
 */
const CACHE = `digitsite-${self.release}`;
const PAGE = "/";

addEventListener("install", (event) => {
  self.skipWaiting(); // what is kept fits the page that a network brings
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll([PAGE, ...self.files])),
  );
});

addEventListener("activate", (event) => {
  event.waitUntil(dropOlderReleases().then(() => self.clients.claim()));
});

addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (pathname === PAGE || self.files.includes(pathname)) {
    event.respondWith(askNetworkFirst(event.request, pathname));
  }
});

/** The page that a network brings is kept: it is in the language chosen last. */
async function askNetworkFirst(request, pathname) {
  try {
    const response = await fetch(request);
    if (pathname === PAGE && response.ok) {
      await (await caches.open(CACHE)).put(PAGE, response.clone());
    }
    return response;
  } catch {
    return (await caches.match(pathname)) ?? Response.error();
  }
}

async function dropOlderReleases() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith("digitsite-") && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
}
