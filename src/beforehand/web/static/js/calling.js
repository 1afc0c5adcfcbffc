// After a call from a tel: link with data-client, "Did you speak?" waits in its card when the page is seen again.
// The form is a copy of template#after-call, sent to the address that the link names in data-log.
const KEY = "calling";

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="tel:"][data-log]');
  if (link) sessionStorage.setItem(KEY, link.dataset.log);
});

function ask() {
  const address = sessionStorage.getItem(KEY);
  const template = document.getElementById("after-call");
  if (!address || !template || document.hidden) return;
  const card = document.querySelector(`.call[data-log="${CSS.escape(address)}"]`)?.closest(".card, .who");
  if (!card || card.querySelector("[data-after-call]")) return;
  sessionStorage.removeItem(KEY);
  const form = template.content.firstElementChild.cloneNode(true);
  form.action = address;
  form.setAttribute("hx-post", address);
  form.dataset.afterCall = "";
  form.setAttribute("hx-morph-skip", ""); // a refresh of the list must not take it away
  card.append(form);
  htmx.process(form);
  form.querySelector("button").focus();
}

document.addEventListener("visibilitychange", ask);
addEventListener("focus", ask);
addEventListener("pageshow", ask);
document.addEventListener("changed", () => document.querySelector("[data-after-call]")?.remove());
