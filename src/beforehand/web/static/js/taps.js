// Each form's hidden "tap" carries a fresh id, so that one tap sent twice is one touch.
// Not crypto.randomUUID: that is missing on plain http, as in an office's own network.
function freshId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

const taps = (root) => root.querySelectorAll('input[name="tap"]');
const renew = (root) => taps(root).forEach((tap) => (tap.value = freshId()));
const fill = () => taps(document).forEach((tap) => (tap.value ||= freshId()));

fill();
document.addEventListener("htmx:after:process", fill);
addEventListener("pageshow", () => renew(document)); // coming back, a browser restores the id already used
document.addEventListener("htmx:after:request", (event) => {
  if (event.detail.ctx.response.status < 400) renew(event.target.closest("form") ?? event.target);
});
