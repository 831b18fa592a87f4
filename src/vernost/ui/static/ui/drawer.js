// A row opens its card in a drawer that has its own address: back closes it, a direct visit shows the whole page.
//
//   <a href="/clients/12/" data-drawer>   the server answers HX-Target: drawer with the inside of the drawer

const drawer = () => document.getElementById("drawer");
let cameFrom = null;

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-drawer]");
  if (link && !event.defaultPrevented && plain(event)) {
    event.preventDefault();
    show(link.href, { push: true, opener: link });
    return;
  }
  if (event.target.closest("[data-closes-drawer]") || event.target === drawer()) leave();
});

const plain = (event) => event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

async function show(address, { push, opener }) {
  const dialog = drawer();
  const answer = await fetch(address, { headers: { "HX-Request": "true", "HX-Target": "drawer" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) {
    location.href = address;
    return;
  }
  dialog.innerHTML = await answer.text();
  dialog.setAttribute("aria-label", dialog.querySelector(".title")?.textContent ?? "");
  htmx.process(dialog);
  if (push && dialog.open) history.replaceState({ drawer: address }, "", address);
  else if (push) {
    cameFrom = opener;
    history.pushState({ drawer: address }, "", address);
  }
  if (!dialog.open) dialog.showModal();
  dialog.dispatchEvent(new CustomEvent("opened", { bubbles: true }));
}

function leave() {
  if (history.state?.drawer) history.back();
  else close();
}

function close() {
  drawer()?.close();
  cameFrom?.focus();
  cameFrom = null;
}

document.addEventListener("cancel", (event) => {
  if (event.target !== drawer()) return;
  event.preventDefault();
  leave();
}, true);

// Before htmx's own reader of history, which would fetch the whole page anew.
addEventListener("popstate", (event) => {
  if (event.state?.drawer) {
    event.stopImmediatePropagation();
    show(event.state.drawer, { push: false });
  } else if (drawer()?.open) {
    event.stopImmediatePropagation();
    close();
  }
});
