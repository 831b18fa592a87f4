// htmx: what to do with answers that are errors, and where the focus goes after a page was swapped.
import { complain } from "./dialogs.js";

const KEPT_ON_PAGE = new Set([409, 422]); // a form with its errors: swapped like a success

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, boosted } = event.detail;
  if (xhr.status < 400) return;
  if (KEPT_ON_PAGE.has(xhr.status) || boosted) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    return;
  }
  const said = new DOMParser().parseFromString(xhr.responseText, "text/html").querySelector("[role=alert] h1");
  const words = document.getElementById("words").dataset;
  complain(said?.textContent.trim() || (xhr.status === 404 ? words.gone : words.broken));
});

document.addEventListener("htmx:sendError", () => complain(document.getElementById("words").dataset.offline));
document.addEventListener("htmx:timeout", () => complain(document.getElementById("words").dataset.offline));

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.boosted) document.getElementById("content")?.focus({ preventScroll: true });
  event.detail.target?.querySelector?.("[aria-invalid=true]")?.focus();
});

// The browser names the chosen file in its own language; the page names it in the page's.
document.addEventListener("change", (event) => {
  const said = event.target.matches?.("input[type=file]") && event.target.closest(".file-field")?.querySelector("[data-file-name]");
  if (said && event.target.files.length) said.textContent = event.target.files[0].name;
});

// A passkey that did not work says why; allauth alone would tell the console. A browser keeps keys by a name.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const words = document.getElementById("words").dataset;
  complain(/^[\d.]+$|:/.test(location.hostname) ? words.keyAddress : words.key);
});

// A form that was sent is not sent twice.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "dialog" || event.target.matches("[hx-get], [hx-post]")) return;
  const button = event.submitter;
  if (button) setTimeout(() => button.setAttribute("aria-busy", "true"));
});
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});
const wrong = document.querySelector("form[method=post] [aria-invalid=true]:is(input, select, textarea)");
if (wrong) wrong.focus();
