// The service worker: what it answers, and what it is asked by the pages.
addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(activate()));
addEventListener("sync", (event) => event.tag === "taps" && event.waitUntil(send()));

async function install() {
  const cache = await caches.open(SHELL_CACHE);
  await cache.addAll(SHELL.map((path) => new Request(path, { cache: "reload", credentials: "omit" })));
  await skipWaiting();
}

async function activate() {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== SHELL_CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await clients.claim();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST") {
    if (TAPS.test(pathname)) event.respondWith(tap(request, event));
    else if (pathname === SHARE) event.respondWith(share(request));
    else if (pathname === SIGN_OUT) event.waitUntil(forget());
  } else if (request.method === "GET") {
    const isPage = request.mode === "navigate" || (request.headers.has("HX-Request") && KEPT.test(pathname));
    if (isPage) answerPage(event);
    else if (pathname.startsWith("/static/")) event.respondWith(asset(request));
  }
});

// Pages say hello with their seat and the sheets they link to; each is told of its own seat's taps alone.
const asked = {
  hello: ({ page, sheets: paths }) => Promise.all([send().catch(() => {}), gather(page), sheets(paths)]),
  send: () => send().catch(() => {}),
  again: async ({ id }) => {
    const refused = (await store.all("taps")).find((each) => each.id === id);
    if (refused) await store.put("taps", { ...refused, sentence: "" });
    await tell();
    await send().catch(() => {});
  },
  discard: async ({ id }) => {
    await store.drop("taps", id);
    await tell();
  },
  state: async ({ seat }, source) => {
    const all = await store.all("taps");
    const taps = all.filter((each) => each.seat === seat);
    const count = all.filter((each) => !each.sentence).length;
    source.postMessage({ kind: "state", isSignal: failedAt === 0, isSignedOut, taps, count });
  },
};

addEventListener("message", (event) => event.waitUntil(asked[event.data.kind]?.(event.data, event.source)));

async function tell(kind = "changed") {
  for (const client of await clients.matchAll()) client.postMessage({ kind });
}
