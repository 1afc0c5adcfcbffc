// After a call from a tel: link with data-client, the client's "Did you speak?" waits when the page is seen again.
const KEY = "calling";

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="tel:"][data-client]');
  if (link) sessionStorage.setItem(KEY, link.dataset.client);
});

function ask() {
  const client = sessionStorage.getItem(KEY);
  if (!client || document.hidden) return;
  const row = document.querySelector(`[data-after-call="${CSS.escape(client)}"]`);
  if (!row) return;
  sessionStorage.removeItem(KEY);
  row.hidden = false;
  row.setAttribute("hx-morph-skip", ""); // a refresh of the list must not hide it again
  row.querySelector("button")?.focus();
}

document.addEventListener("visibilitychange", ask);
addEventListener("focus", ask);
addEventListener("pageshow", ask);
