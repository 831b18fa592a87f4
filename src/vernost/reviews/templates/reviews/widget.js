// Reviews of the firm's clients: <div data-vernost-reviews></div> becomes them. Sets no cookie, reads nothing of the page.
(() => {
  const data = {{ data }};
  const place = document.querySelector("[data-vernost-reviews]");
  if (!place) return;
  const make = (name, words, kind) => {
    const one = document.createElement(name);
    if (words) one.textContent = words;
    if (kind) one.className = kind;
    return one;
  };
  const stars = (n, said) => {
    const row = make("span", "", "stars");
    row.setAttribute("role", "img");
    row.setAttribute("aria-label", said);
    row.append(make("span", "★".repeat(n)), make("span", "★".repeat(5 - n), "rest"));
    return row;
  };
  const whole = document.createElement("section");
  const root = whole.attachShadow({ mode: "open" });
  const look = new CSSStyleSheet();
  const dark = "--ink:#ece6db;--muted:#a79e90;--line:#332e29;--star:#deb15c;--link:#74bfb7;";
  const light = "--ink:#221e19;--muted:#655d52;--line:#e5dfd3;--star:#855600;--link:#0e5a5b;";
  look.replaceSync(
    ":host{display:block;" + (data.theme === "dark" ? dark : light) + "color:var(--ink);font:15px/1.5 system-ui,sans-serif}" +
    (data.theme === "auto" ? "@media(prefers-color-scheme:dark){:host{" + dark + "}}" : "") +
    "h2{margin:0 0 4px;font-size:20px;line-height:1.3}p{margin:4px 0 0;white-space:pre-line;overflow-wrap:anywhere}" +
    "ul{margin:16px 0;padding:0;list-style:none}li{padding:12px 0;border-top:1px solid var(--line)}" +
    ".stars{color:var(--star);letter-spacing:1px}.rest{opacity:.25}.muted{color:var(--muted)}a{color:var(--link)}" +
    ".answer{margin:8px 0 0;padding-left:12px;border-left:2px solid var(--line)}"
  );
  root.adoptedStyleSheets = [look];
  const line = make("p");
  if (data.mean) line.append(stars(Math.round(Number(data.mean.replace(",", "."))), data.meanSaid), " ", make("b", data.meanSaid), " · ", data.of);
  else line.append(data.none);
  const all = make("a", data.all);
  all.href = data.address;
  if (data.look === "list") {
    root.append(make("h2", data.title), line);
    const list = make("ul");
    for (const one of data.reviews) {
      const item = make("li");
      item.append(stars(one.stars, one.starsSaid), " ", make("b", one.name), " ", make("span", one.day, "muted"));
      if (one.text) item.append(make("p", one.text));
      if (one.answer) {
        const answer = make("div", "", "answer");
        answer.append(make("b", data.answered), make("p", one.answer));
        item.append(answer);
      }
      list.append(item);
    }
    root.append(list, all);
  } else {
    line.append(" · ", all);
    root.append(line);
  }
  place.replaceChildren(whole);
  if (data.linked) {
    const told = document.createElement("script");
    told.type = "application/ld+json";
    told.textContent = data.linked;
    document.head.append(told);
  }
})();
