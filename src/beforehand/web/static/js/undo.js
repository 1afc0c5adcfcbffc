// A toast goes by itself after data-expires-seconds, but never while it is pointed at or holds the focus.
function count(toast) {
  let left = Number(toast.dataset.expiresSeconds);
  const timer = setInterval(() => {
    if (!toast.isConnected) return clearInterval(timer);
    if (toast.matches(":hover, :focus-within") || document.hidden || --left > 0) return;
    clearInterval(timer);
    toast.remove();
  }, 1000);
}

const started = new WeakSet();
function start() {
  for (const toast of document.querySelectorAll("[data-expires-seconds]")) {
    if (started.has(toast)) continue;
    started.add(toast);
    count(toast);
  }
}

start();
document.addEventListener("htmx:after:process", start);
