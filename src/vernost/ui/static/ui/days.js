// Fields of days are text, as the page's language writes them; the calendar beside them is the browser's own.
const ISO = /^\d{4}-\d{2}-\d{2}$/;
const ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function isoOf(text) {
  if (ISO.test(text)) return text;
  const dots = text.match(/^(\d{1,2})[./](\d{1,2})[./](\d{4})$/);
  if (dots) return `${dots[3]}-${dots[2].padStart(2, "0")}-${dots[1].padStart(2, "0")}`;
  const words = text.match(/^(\d{1,2}) ([A-Za-z]{3})[a-z]* (\d{4})$/);
  const month = words ? ENGLISH.indexOf(words[2]) + 1 : 0;
  return month ? `${words[3]}-${String(month).padStart(2, "0")}-${words[1].padStart(2, "0")}` : "";
}

function typed(iso, how) {
  const [year, month, day] = iso.split("-");
  return how === "dots" ? `${day}.${month}.${year}` : `${Number(day)} ${ENGLISH[Number(month) - 1]} ${year}`;
}

function dress(field) {
  if (field.parentElement.matches(".day-field")) return;
  const box = document.createElement("span");
  box.className = "day-field";
  field.replaceWith(box);
  const button = document.getElementById("day-button").content.firstElementChild.cloneNode(true);
  button.disabled = field.disabled || field.readOnly;
  box.append(field, button);
}

document.addEventListener("htmx:load", (event) => {
  if (!document.getElementById("day-button")) return;
  for (const field of event.target.querySelectorAll?.("[data-day]") ?? []) dress(field);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-calendar]");
  if (!button) return;
  const box = button.closest(".day-field");
  const field = box.querySelector("[data-day]");
  box.querySelector("input[type=date]")?.remove();
  const calendar = document.createElement("input");
  calendar.type = "date";
  calendar.tabIndex = -1;
  calendar.setAttribute("aria-hidden", "true");
  calendar.value = isoOf(field.value.trim());
  box.append(calendar);
  calendar.addEventListener("input", (chosen) => chosen.stopPropagation());
  calendar.addEventListener("change", (chosen) => {
    chosen.stopPropagation();
    if (!calendar.value) return;
    field.value = typed(calendar.value, field.dataset.day);
    calendar.remove();
    field.focus();
    for (const what of ["input", "change"]) field.dispatchEvent(new Event(what, { bubbles: true }));
  });
  calendar.showPicker();
});
