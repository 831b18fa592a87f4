// Lists by keyboard: J and K walk, Enter opens, X ticks, / searches, ? tells. Keys by place, so any layout works.
import { open } from "./dialogs.js";

const rows = () => [...document.querySelectorAll("dialog[open] [data-row], body:not(:has(dialog[open])) [data-row]")];
const typing = (element) => element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const row = event.target.closest("[data-row]");
  if (event.key === "?") open("keys");
  else if (event.key === "/" || (event.code === "Slash" && !event.shiftKey)) {
    const search = document.querySelector("[data-search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  } else if (event.code === "KeyJ") step(row, 1, event);
  else if (event.code === "KeyK") step(row, -1, event);
  else if (event.key === "Enter" && event.target === row) row.querySelector("a")?.click();
  else if (event.code === "KeyX" && row) row.querySelector("[data-tick]")?.click();
  else if (!event.shiftKey && pageKey(event.code)) pageKey(event.code).click();
  else if (row && !event.shiftKey) answer(row.querySelector(`[data-key="${event.code}"]`), event);
});

// Keys of the page as a whole: [ and ] turn the calendar.
const pageKey = (code) => document.querySelector(`[data-page-key="${CSS.escape(code)}"]`);

// A row's own keys (Today: D done, L later, N not needed); what opens a field leads into it.
function answer(button, event) {
  if (!button) return;
  event.preventDefault();
  button.click();
  button.closest("details")?.querySelector("input:not([type=hidden])")?.select();
}

function step(row, by, event) {
  const all = rows();
  if (!all.length) return;
  event.preventDefault();
  const next = row ? all[all.indexOf(row) + by] : all[0];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

// A click anywhere on the row opens it, unless it met something of its own, or words are being selected.
document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-row]");
  if (!row || event.target.closest("a, button, input, label, summary, select") || String(getSelection())) return;
  row.querySelector("a")?.click();
});

// --- Ticks --------------------------------------------------------------------------------------------------

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-tick-all]")) {
    for (const tick of ticks()) tick.checked = event.target.checked;
  }
  if (event.target.matches("[data-tick], [data-tick-all]")) tell();
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-untick]")) return;
  for (const tick of ticks()) tick.checked = false;
  tell();
});
document.addEventListener("htmx:load", tell);

const ticks = () => [...document.querySelectorAll("[data-tick]")];

function tell() {
  const panel = document.querySelector("[data-picked]");
  if (!panel) return;
  const all = ticks();
  const count = all.filter((tick) => tick.checked).length;
  const everything = document.querySelector("[data-tick-all]");
  if (everything) {
    everything.checked = count > 0 && count === all.length;
    everything.indeterminate = count > 0 && count < all.length;
  }
  panel.hidden = count === 0;
  const words = panel.querySelector("[data-picked-count]");
  words.textContent = `${words.dataset.words}: ${count}`;
}
