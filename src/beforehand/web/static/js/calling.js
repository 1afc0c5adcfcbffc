// After a call from a tel: link with data-log, form#after-call asks "Did you speak?" when the page is seen again.
// It is sent to the address in data-log; the link's label says whom it was.
const KEY = "calling";
const form = document.getElementById("after-call");

document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="tel:"][data-log]');
  if (link) sessionStorage.setItem(KEY, JSON.stringify([link.dataset.log, link.getAttribute("aria-label")]));
  if (event.target.closest("[data-dismiss]")) form.hidden = true;
});

function ask() {
  const [address, label] = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
  if (!address || !form || document.hidden) return;
  sessionStorage.removeItem(KEY);
  form.action = address;
  form.setAttribute("hx-post", address);
  form.dataset.about = label.replace(/^Call /, "");
  form.querySelector("h2").textContent = `Did you speak with ${form.dataset.about}?`;
  form.hidden = false;
  htmx.process(form);
  form.scrollIntoView({ block: "nearest" });
  form.querySelector("button").focus();
}

document.addEventListener("visibilitychange", ask);
addEventListener("focus", ask);
addEventListener("pageshow", ask);
document.body.addEventListener("changed", () => form && (form.hidden = true));
