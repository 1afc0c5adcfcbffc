// Where there is room for #sheet, a link with data-beside opens there: the #client of the page it leads to.
// Today begins with its first card open.
async function open(link, sheet) {
  for (const card of document.querySelectorAll(".card[data-open]")) delete card.dataset.open;
  link.closest(".card").dataset.open = "";
  await htmx.ajax("GET", link.href, { target: "#sheet", select: "#client", swap: "innerHTML ignoreTitle:true" });
  sheet.scrollTop = 0;
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-beside]");
  const sheet = document.getElementById("sheet");
  if (!link || !sheet?.checkVisibility() || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  await open(link, sheet);
  sheet.querySelector("h1, h2")?.setAttribute("tabindex", "-1");
  sheet.querySelector("h1, h2")?.focus();
});

const sheet = document.getElementById("sheet");
const first = document.querySelector("#today a[data-beside]");
if (first && sheet?.checkVisibility()) open(first, sheet);
