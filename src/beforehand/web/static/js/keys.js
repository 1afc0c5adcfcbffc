// "/" finds a client, j and k walk the cards. A box with data-keys (in Settings) turns them off on this device.
const off = () => localStorage.getItem("keys") === "off";
const typing = (at) => at.closest("input, textarea, select, [contenteditable]");

function walk(step) {
  const links = [...document.querySelectorAll(".card h3 a")];
  const at = (state) => links.findIndex((link) => link.closest(".card").matches(state));
  const here = at(":focus-within") < 0 ? at("[data-open]") : at(":focus-within");
  const next = links[here < 0 ? 0 : Math.min(Math.max(here + step, 0), links.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || off() || typing(event.target)) return;
  const search = document.getElementById("search");
  if (event.key === "/" && search) {
    event.preventDefault();
    search.select();
  }
  if (event.key === "j") walk(1);
  if (event.key === "k") walk(-1);
});

for (const box of document.querySelectorAll("input[data-keys]")) {
  box.checked = !off();
  box.addEventListener("change", () => localStorage.setItem("keys", box.checked ? "on" : "off"));
}
