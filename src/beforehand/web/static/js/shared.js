// Files that another app shared lie in the phone's store: they are put into the form, and sent when its owner says so.
const input = document.getElementById("files");
const note = document.getElementById("shared");

if (input && note && new URLSearchParams(location.search).get("shared") === "here") {
  const files = await store.all("shared");
  const taken = new DataTransfer();
  for (const file of files) taken.items.add(file);
  input.files = taken.files;
  note.hidden = files.length === 0;
  note.querySelector("p").textContent = files.map((file) => file.name).join(", ");
  input.form.addEventListener("submit", () => store.clear("shared"));
}
