// Ctrl-K: clients, pages, actions. Arrows choose, Enter opens.
import { open } from "./dialogs.js";

const palette = () => document.getElementById("palette");
const field = () => document.getElementById("palette-text");
const options = () => [...palette().querySelectorAll("[role=option]")];

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK" && palette()) {
    event.preventDefault();
    palette().open ? palette().close() : open("palette");
  }
  if (event.target !== field()) return;
  if (event.key === "ArrowDown") choose(1, event);
  if (event.key === "ArrowUp") choose(-1, event);
  if (event.key === "Enter") {
    event.preventDefault();
    (palette().querySelector("[aria-selected=true]") ?? options()[0])?.click();
  }
});

document.addEventListener("opened", (event) => {
  if (event.target !== palette()) return;
  field().value = "";
  field().focus();
  htmx.trigger(field(), "open");
}, true);

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "palette-found") select(options()[0]);
});

function choose(step, event) {
  event.preventDefault();
  const all = options();
  const now = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  select(all[(now + step + all.length) % all.length]);
}

function select(option) {
  for (const one of options()) one.setAttribute("aria-selected", String(one === option));
  option?.scrollIntoView({ block: "nearest" });
  if (option) field().setAttribute("aria-activedescendant", option.id);
  else field().removeAttribute("aria-activedescendant");
}

document.addEventListener("click", (event) => {
  const option = event.target.closest("a[data-post]");
  if (!option) return;
  event.preventDefault();
  const form = document.createElement("form");
  form.method = "post";
  form.action = option.href;
  const token = document.createElement("input");
  token.type = "hidden";
  token.name = "csrfmiddlewaretoken";
  token.value = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  form.append(token);
  document.body.append(form);
  form.submit();
});
