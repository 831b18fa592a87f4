// For the firm's site: <div data-vernost-form="https://…/form/slug/"><a href="…">…</a></div> becomes the form itself.
// Without this script the link stays. Nothing is read of the page it stands on, and no cookie is set.
for (const place of document.querySelectorAll("[data-vernost-form]")) {
  const frame = document.createElement("iframe");
  frame.src = place.dataset.vernostForm;
  frame.title = place.textContent.trim();
  frame.width = "100%";
  frame.height = place.dataset.height || "560";
  frame.setAttribute("frameborder", "0");
  frame.setAttribute("loading", "lazy");
  const origin = new URL(frame.src).origin;
  addEventListener("message", (said) => {
    const height = Number(said.data?.vernostHeight);
    if (said.source === frame.contentWindow && said.origin === origin && height > 0) frame.height = String(height);
  });
  place.replaceChildren(frame);
}
