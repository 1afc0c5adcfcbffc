// Pages and files from the network while there is signal, else as they were kept. Kept pages are one member's own:
// they lie in a cache named by the seat, and go when anybody else, or nobody, is signed in.
const SHELL_CACHE = `shell-${VERSION}`;
const KEPT = /^\/(clients\/(\d+\/(log\/)?)?|promises\/|log\/)?$/;
const SEAT = "Beforehand-Seat", KEPT_AT = "Beforehand-Kept-At";
const PATIENCE_MS = { page: 3000, asset: 1500, weak: 400 };
const WEAK_MS = 10_000, STALE_MS = 15 * 60_000, MOST_SHEETS = 60, MOST_PAGES = 200;

let failedAt = 0; // when the network last failed
let clearings = 0; // an answer that was under way when pages were cleared is not kept
let gathering = Promise.resolve();

function within(ms, promise) {
  return Promise.race([promise, new Promise((_, late) => setTimeout(() => late(new Error("late")), ms))]);
}

function heard(isSignal) {
  const was = failedAt === 0;
  failedAt = isSignal ? 0 : Date.now();
  if (was !== isSignal) tell();
  if (isSignal && !was) send().catch(() => {});
}

const patience = (kind) => (Date.now() - failedAt < WEAK_MS ? PATIENCE_MS.weak : PATIENCE_MS[kind]);

async function fromNetwork(request, options) {
  try {
    const response = await fetch(request, options);
    heard(true);
    return response;
  } catch (fault) {
    if (fault.name !== "AbortError") heard(false);
    throw fault;
  }
}

async function forget(butSeat) {
  clearings += 1;
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith("pages-") && name !== `pages-${butSeat}`);
  if (others.length || !butSeat) await store.clear("shared");
  await Promise.all(others.map((name) => caches.delete(name)));
}

async function keep(path, response, since) {
  const seat = response.headers.get(SEAT);
  if (!response.ok || response.redirected || !seat) return;
  if (seat === "none" || !(await caches.has(`pages-${seat}`))) {
    if (since !== clearings) return;
    await forget(seat);
    since = clearings;
  }
  if (seat === "none" || !KEPT.test(new URL(path, location).pathname)) return;
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Set-Cookie"]) headers.delete(name);
  headers.set(KEPT_AT, new Date().toISOString());
  const body = await response.text();
  if (since !== clearings) return;
  const cache = await caches.open(`pages-${seat}`);
  await cache.put(path, new Response(body, { headers }));
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST_PAGES)).map((key) => cache.delete(key)));
}

// A kept page says since when it has been: offline.js reads data-as-of.
async function asOf(response) {
  const html = await response.text();
  const since = `<body data-as-of="${response.headers.get(KEPT_AT)}" `;
  return new Response(html.replace("<body ", since), { headers: response.headers });
}

async function page(event, coming) {
  const { request } = event;
  const found = await caches.match(request.url, { ignoreVary: true });
  try {
    return await (found ? within(patience("page"), coming) : coming);
  } catch {
    heard(false);
    if (found) return asOf(found);
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

function answerPage(event) {
  const { request } = event;
  const since = clearings;
  const coming = fromNetwork(request);
  const isPart = request.headers.has("HX-Request") && new URL(request.url).pathname === "/";
  if (isPart) {
    event.waitUntil(coming.then(() => gather([request.url], 5 * 60_000), () => {}));
    event.respondWith(coming.catch(() => new Response(null, { status: 204 }))); // the list stays as it is
    return;
  }
  const copied = coming.then((response) => response.clone());
  event.waitUntil(copied.then((copy) => keep(request.url, copy, since)).catch(() => {}));
  event.respondWith(page(event, copied.then(() => coming)));
}

async function asset(request) {
  const found = await caches.match(request, { ignoreVary: true });
  const coming = fetch(request); // the browser's own cache may answer, which says nothing about the signal
  return found ? within(patience("asset"), coming).catch(() => found) : coming;
}

// Fetches, quietly and one after the other, the pages that are not kept yet or were kept too long ago.
function gather(paths, staleMs = STALE_MS) {
  gathering = gathering.then(() => gatherAll(paths, staleMs)).catch(() => {});
  return gathering;
}

async function gatherAll(paths, staleMs) {
  for (const path of paths) {
    const found = await caches.match(path, { ignoreVary: true });
    if (found && Date.now() - Date.parse(found.headers.get(KEPT_AT)) < staleMs) continue;
    const since = clearings;
    await keep(path, await fromNetwork(path, { headers: { "Beforehand-Quiet": "1" } }), since);
  }
}

const sheets = (paths) => gather(paths.slice(0, MOST_SHEETS).flatMap((path) => [path, `${path}log/`]));
