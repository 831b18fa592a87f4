// The board: drag a card to another stage, or to «won» and «lost»; by keys, arrows walk and Shift with an arrow
// moves. Without this script the buttons of a card do the same.
let dragged = null;
let moved = null; // what to come back to after the board was drawn anew

const board = () => document.querySelector("[data-board]");
const cardOf = (element) => element.closest?.("[data-deal]");
const stageOf = (element) => element.closest?.("[data-stage]");

function send(card, stage) {
  if (!card || !stage || stageOf(card)?.dataset.stage === stage) return;
  moved = card.id;
  const to = `/deals/${card.dataset.deal}/move/?version=${card.dataset.version}`;
  window.htmx.ajax("POST", to, { target: "#board", swap: "outerHTML", values: { stage, next: board().dataset.back } });
}

document.addEventListener("dragstart", (event) => {
  const card = cardOf(event.target);
  if (!card?.draggable) return;
  dragged = card;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.querySelector("a").href);
  setTimeout(() => board()?.classList.add("dragging"));
});
document.addEventListener("dragend", () => {
  dragged = null;
  board()?.classList.remove("dragging");
  over(null);
});
document.addEventListener("dragover", (event) => {
  const place = dragged && event.target.closest?.("[data-stage], [data-end]");
  over(place);
  if (place) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const place = dragged && event.target.closest?.("[data-stage], [data-end]");
  if (!place) return;
  event.preventDefault();
  if (place.dataset.end) location.assign(`/deals/${dragged.dataset.deal}/${place.dataset.end}/`);
  else send(dragged, place.dataset.stage);
});

function over(place) {
  for (const one of document.querySelectorAll(".over")) if (one !== place) one.classList.remove("over");
  place?.classList.add("over");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-moves]");
  if (!button || !window.htmx) return;
  event.preventDefault();
  send(cardOf(button), button.value);
});

document.addEventListener("keydown", (event) => {
  const card = cardOf(event.target);
  const way = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!card || !way || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const stages = [...document.querySelectorAll("[data-stage]")];
  const here = stages.indexOf(stageOf(card));
  const cards = [...stages[here].querySelectorAll("[data-deal]")];
  if (event.key === "ArrowUp" || event.key === "ArrowDown") focus(cards[cards.indexOf(card) + way]);
  else if (event.shiftKey) { if (card.draggable) send(card, stages[here + way]?.dataset.stage); }
  else {
    for (let next = here + way; stages[next]; next += way) {
      const others = [...stages[next].querySelectorAll("[data-deal]")];
      if (others.length) return focus(others[Math.min(cards.indexOf(card), others.length - 1)]);
    }
  }
});

function focus(card) {
  card?.focus();
  card?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

document.addEventListener("htmx:afterSettle", () => {
  const card = moved && document.getElementById(moved);
  moved = null;
  if (card) focus(card);
});
