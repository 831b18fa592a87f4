// Inside the frame: tells the page around how tall the form is.
if (parent !== window) {
  document.documentElement.dataset.framed = "";
  const tell = () => parent.postMessage({ vernostHeight: Math.ceil(document.body.scrollHeight) }, "*");
  new ResizeObserver(tell).observe(document.body);
  tell();
}
