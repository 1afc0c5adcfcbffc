// Taps made with no signal: kept with the moment they were made, sent later in order, each once.
// Sending one again is harmless: its `tap` names the event, and the other deeds are done only once by themselves.
const TAPS = /^\/(clients\/\d+\/log\/|log\/\d+\/(voiding|reached)|promises\/\d+\/keeping)$/;
const SEND_MS = { first: 8000, later: 20_000, queue: 4000 };
const TRY_AGAIN = [408, 429, 502, 503, 504];
const OLD_TOKEN = 403;

let sending = null;
let isSignedOut = false;

const isUnreached = (response) => TRY_AGAIN.includes(response.status);
const isSignIn = (response) => response.redirected && new URL(response.url).pathname === SIGN_IN;

async function waitingFor(seat) {
  return (await store.all("taps")).filter((tap) => !tap.sentence && tap.seat === seat);
}

async function tap(request, event) {
  const made_at = new Date().toISOString();
  const form = await request.clone().formData();
  const seat = form.get("seat");
  if (seat && (await waitingFor(seat)).length) await within(SEND_MS.queue, send()).catch(() => {});
  if (seat && (await waitingFor(seat)).length) return queue(request, form, made_at);
  try {
    const response = await within(SEND_MS.first, fromNetwork(request.clone()));
    const isTaken = !isUnreached(response) && !isSignIn(response) && response.status !== OLD_TOKEN;
    if (isTaken || !seat) {
      event.waitUntil(gather([sheetOf(request.url)].filter(Boolean), 0));
      return response;
    }
    const answer = await queue(request, form, made_at);
    event.waitUntil(send().catch(() => {})); // with a fresh token, or to learn that nobody is signed in
    return answer;
  } catch (fault) {
    if (!seat) throw fault;
    return queue(request, form, made_at);
  }
}

async function queue(request, form, made_at) {
  const path = new URL(request.url).pathname;
  const seat = form.get("seat"), said = form.get("said"), next = form.get("next");
  for (const name of ["seat", "said", "csrfmiddlewaretoken"]) form.delete(name);
  if (path.endsWith("/log/") && !form.get("tap")) form.set("tap", crypto.randomUUID());
  await store.put("taps", { seat, path, said, made_at, body: new URLSearchParams(form).toString(), sentence: "" });
  registration.sync?.register("taps").catch(() => {});
  await tell();
  if (!request.headers.has("HX-Request")) return Response.redirect(backTo(path, next), 303);
  const toast = `<div class="toast" data-expires-seconds="10"><p>Kept on this phone: it waits to be sent.</p></div>`;
  return new Response(toast, { headers: { "Content-Type": "text/html; charset=utf-8", "HX-Trigger": "changed" } });
}

const sheetOf = (url) => new URL(url).pathname.match(/^(\/clients\/\d+\/)log\/$/)?.[1];

function backTo(path, next) {
  if (next === "promises") return "/promises/";
  if (next?.startsWith("/") && new URL(next, location).origin === location.origin) return next;
  return sheetOf(new URL(path, location)) ?? "/";
}

// One at a time for all tabs; finds out whether the signal is back, and rejects while it is not.
function send() {
  sending ??= sendAll().finally(() => (sending = null));
  return sending;
}

async function sendAll() {
  const isIdle = !(await store.all("taps")).some((tap) => !tap.sentence);
  if (isIdle && failedAt === 0) return;
  const session = await (await within(SEND_MS.first, fromNetwork(SESSION, { cache: "no-store" }))).json();
  isSignedOut = session.seat === null;
  const changed = new Set(["/"]);
  for (;;) {
    const [first] = isSignedOut ? [] : await waitingFor(session.seat);
    if (!first || !(await sendOne(first, session.token))) break;
    changed.add(sheetOf(new URL(first.path, location)) ?? "/");
    if (!first.sentence) await tell("sent");
  }
  await tell();
  if (!isSignedOut && !isIdle) gather([...changed], 0);
}

async function sendOne(waiting, token) {
  const headers = {
    "Content-Type": "application/x-www-form-urlencoded",
    "X-CSRFToken": token,
    "Beforehand-Made-At": waiting.made_at,
    "Beforehand-Sent-At": new Date().toISOString(),
  };
  const request = fromNetwork(waiting.path, { method: "POST", body: waiting.body, headers });
  const response = await within(SEND_MS.later, request);
  if (isUnreached(response)) throw new Error(`the server answered ${response.status}`);
  isSignedOut = response.status === 401;
  if (isSignedOut) return false;
  if (response.ok) {
    await store.drop("taps", waiting.id);
    return true;
  }
  const told = await response.json().catch(() => ({}));
  waiting.sentence = told.sentence ?? `The server refused it (${response.status}).`;
  await store.put("taps", waiting);
  return true;
}
