// `hx-trigger="tick from:body"`: every 20 seconds, and at once when the page is seen again; never while hidden.
const tick = () => document.hidden || document.body.dispatchEvent(new CustomEvent("tick"));

setInterval(tick, 20_000);
document.addEventListener("visibilitychange", tick);
