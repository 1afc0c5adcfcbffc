// Chooses the browser's own time zone where nothing was chosen yet.
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

for (const select of document.querySelectorAll("select[data-guess-zone]")) {
  if (!select.value && [...select.options].some((option) => option.value === timeZone)) select.value = timeZone;
}
