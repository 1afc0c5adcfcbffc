// After a call or a text from a link in (or with) data-log, form#after-call asks "Did you speak?" when the page is seen
// again. It is sent to the address in data-log; data-name says whom it was.
const KEY = "calling";
const form = document.getElementById("after-call");

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const about = link?.closest("[data-log]")?.dataset;
  if (about) sessionStorage.setItem(KEY, JSON.stringify([about.log, about.name, link.protocol === "sms:"]));
  if (event.target.closest("[data-dismiss]")) form.hidden = true;
});

function ask() {
  const [address, name, isText] = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
  if (!address || !form || document.hidden) return;
  sessionStorage.removeItem(KEY);
  form.action = address;
  form.setAttribute("hx-post", address);
  form.dataset.about = name;
  form.querySelector("h2").textContent = isText ? `Did you text ${name}?` : `Did you speak with ${name}?`;
  form.hidden = false;
  htmx.process(form);
  form.scrollIntoView({ block: "nearest" });
  form.querySelector(isText ? 'button[value="texted"]' : "button").focus();
}

document.addEventListener("visibilitychange", ask);
addEventListener("focus", ask);
addEventListener("pageshow", ask);
document.body.addEventListener("changed", () => form && (form.hidden = true));
