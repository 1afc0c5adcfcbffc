// Says what the service worker knows: since when there is no signal, and which taps wait to be sent.
// A form with data-about may wait: it is sent with its member's seat, and with words for the list.
const { body } = document;
const seat = body.dataset.seat ?? "";
const panel = document.getElementById("waiting");
const workers = navigator.serviceWorker; // missing on plain http, as in an office's own network
let asOf = new Date(body.dataset.asOf ?? Date.now());
let state = { isSignal: !body.dataset.asOf, isSignedOut: false, taps: [], count: 0 };
let sent = 0, shown = "", gathered = "";

const ask = async (question) => (await workers.ready).active.postMessage(question);
const many = (count) => (count === 1 ? "1 tap" : `${count} taps`);

function hour(moment) {
  const given = { hour: "numeric", minute: "2-digit" };
  if (moment.toDateString() !== new Date().toDateString()) given.weekday = "long";
  return moment.toLocaleString("en-US", given).replace(/ ([AP]M)$/, (half) => half.toLowerCase());
}

function element(name, text, given = {}) {
  return Object.assign(document.createElement(name), { textContent: text, ...given });
}

function line(tap) {
  const row = element("li", "");
  const act = (text, question, label = `${text}: ${tap.said}`) => {
    const button = element("button", text, { type: "button", className: "button text small" });
    button.setAttribute("aria-label", label);
    button.addEventListener("click", () => ask(question));
    return button;
  };
  const words = element("p", "");
  words.append(element("b", tap.said), " ", element("time", hour(new Date(tap.made_at)), { dateTime: tap.made_at }));
  if (tap.sentence) words.append(element("span", `Not taken: ${tap.sentence}`));
  row.append(words);
  if (tap.sentence) row.append(act("Send again", { kind: "again", id: tap.id }));
  row.append(act(tap.sentence ? "Discard" : "Take back", { kind: "discard", id: tap.id }));
  return row;
}

function title(waiting, refused) {
  if (!waiting) return `${many(refused)} could not be logged`;
  if (!seat || state.isSignedOut) return `Sign in to send ${many(waiting)}`;
  return `Waiting to be sent: ${many(waiting)}`;
}

function show() {
  const isSignal = state.isSignal && navigator.onLine;
  const banner = document.getElementById("no-signal");
  banner.hidden = isSignal;
  banner.querySelector("p").textContent =
    `No signal: as of ${hour(asOf)}. Taps are kept.`;
  const waiting = seat ? state.taps.filter((tap) => !tap.sentence) : Array(state.count);
  const next = JSON.stringify([state.taps, state.count, state.isSignedOut]);
  if (next !== shown) {
    shown = next;
    panel.hidden = waiting.length + state.taps.length === 0;
    panel.querySelector("h2").textContent = title(waiting.length, state.taps.length);
    panel.querySelector("ul").replaceChildren(...state.taps.map(line));
    panel.querySelector("a").hidden = !seat || !state.isSignedOut;
  }
  mark(waiting);
}

function mark(waiting) {
  for (const chip of document.querySelectorAll(".chip.waiting")) chip.remove();
  for (const path of new Set(waiting.map((tap) => tap.path.replace(/log\/$/, "")))) {
    const card = document.querySelector(`.card h3 a[href="${path}"]`)?.closest("div");
    card?.append(element("span", "Waiting to be sent", { className: "chip waiting" }));
  }
}

function announce() {
  if (!sent || state.taps.some((tap) => !tap.sentence)) return;
  const toast = element("div", "", { className: "toast" });
  toast.dataset.expiresSeconds = 10;
  toast.append(element("p", `Sent: ${many(sent)}.`));
  document.getElementById("toast").replaceChildren(toast);
  sent = 0;
  htmx.process(toast);
  body.dispatchEvent(new Event("changed"));
}

const told = {
  changed: () => ask({ kind: "state", seat }),
  sent: () => (sent += 1),
  state(news) {
    const isBack = news.isSignal && !state.isSignal;
    state = { ...news, taps: news.taps ?? [] };
    show();
    announce();
    if (isBack) body.dispatchEvent(new Event("changed"));
  },
};

function greet() {
  const links = [...document.querySelectorAll("#today .card h3 a")];
  const sheets = navigator.connection?.saveData ? [] : links.map((link) => link.pathname);
  if (sheets.join() === gathered && gathered) return;
  gathered = sheets.join();
  ask({ kind: "hello", page: seat ? [location.pathname + location.search] : [], sheets: seat ? sheets : [] });
}

function words(form, pressed) {
  const chosen = form.elements.outcome?.selectedOptions?.[0].text ?? pressed?.innerText.trim() ?? "";
  const promise = form.elements.promise?.value ? `, and you promised: ${form.elements.promise.value}` : "";
  return [chosen + promise, form.dataset.about].filter(Boolean).join(" · ");
}

function put(form, name, value) {
  const field = form.querySelector(`input[name="${name}"]`) ?? form.appendChild(element("input", "", { type: "hidden", name }));
  field.value = value;
}

if (workers && panel) {
  if (body.dataset.asOf) document.getElementById("toast")?.replaceChildren(); // it spoke of another time
  workers.register("/service-worker.js");
  workers.addEventListener("message", ({ data }) => told[data.kind]?.(data));
  document.addEventListener("submit", ({ target: form, submitter }) => {
    if (form.dataset.about === undefined || !seat) return;
    put(form, "seat", seat);
    put(form, "said", words(form, submitter));
  }, true);
  document.addEventListener("htmx:after:request", ({ target, detail }) => {
    if (target.id !== "today" || detail.ctx.response?.status !== 200) return;
    asOf = new Date();
    greet();
    setTimeout(show);
  });
  addEventListener("online", () => {
    for (const ms of [0, 2000, 5000]) setTimeout(() => ask({ kind: "send" }), ms); // it comes before the way is open
    show();
  });
  addEventListener("offline", show);
  body.addEventListener("tick", () => (state.count || !state.isSignal) && ask({ kind: "send" }));
  show();
  greet();
  told.changed();
}
