// Opening and closing: dialogs by id, menus, toasts; and asking once before what cannot be taken lightly.

const byId = (id) => document.getElementById(id);

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    opener.closest("details[data-menu]")?.removeAttribute("open");
    open(opener.dataset.opens);
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) {
    (closer.closest("[data-toast], .toast") ?? { remove() {} }).remove();
    closer.closest("dialog")?.close();
  }
  // A click on the veil closes what lies over it; the drawer minds its own address.
  if (event.target instanceof HTMLDialogElement && event.target.id !== "drawer" && outside(event)) {
    event.target.close();
  }
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  }
});

function outside(event) {
  const box = event.target.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

export function open(id) {
  const dialog = byId(id);
  if (!dialog || dialog.open) return;
  dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("opened"));
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (menu) {
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  }
});

// --- Asking once --------------------------------------------------------------------------------------------

function ask(question, { text = "", yes = "" } = {}) {
  const dialog = byId("confirm");
  const button = dialog.querySelector("[data-yes]");
  dialog.querySelector("h2").textContent = question;
  dialog.querySelector("[data-text]").textContent = text;
  dialog.querySelector("[data-text]").hidden = !text;
  button.textContent = yes || button.dataset.word;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm || form.dataset.confirm;
  if (!question || form.dataset.confirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const words = { ...form.dataset, ...(event.submitter?.dataset ?? {}) };
  if (!(await ask(question, { text: words.confirmText, yes: words.yesWord }))) return;
  form.dataset.confirmed = "1";
  form.requestSubmit(event.submitter);
  delete form.dataset.confirmed;
}, true);

document.addEventListener("htmx:confirm", async (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  const { confirmText, yesWord } = event.detail.elt.dataset;
  if (await ask(event.detail.question, { text: confirmText, yes: yesWord })) event.detail.issueRequest(true);
});

// --- Toasts -------------------------------------------------------------------------------------------------

const LINGER = 8000;
const seen = new WeakSet();

function linger() {
  for (const toast of document.querySelectorAll("#toasts [data-toast]:not([role=alert])")) {
    if (seen.has(toast)) continue;
    seen.add(toast);
    const leave = () => (toast.matches(":hover, :focus-within") ? setTimeout(leave, LINGER / 2) : toast.remove());
    setTimeout(leave, LINGER);
  }
}

export function complain(text) {
  const toast = byId("toast-of-error").content.firstElementChild.cloneNode(true);
  toast.querySelector(".text").textContent = text;
  byId("toasts")?.append(toast);
}

document.addEventListener("htmx:load", linger);
linger();
