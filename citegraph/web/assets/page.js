// Shows what the search box finds while one types, and moves through it by keyboard.

const WAIT = 120; // milliseconds without a key before the server is asked

const box = document.getElementById("q");
const list = document.getElementById("typing");
const status = document.getElementById("typing-status");
const main = document.getElementById("content");

let asked = 0;
let timer = 0;

function show(markup) {
  list.innerHTML = markup; // made by our own server, which escapes every value
  const links = list.querySelectorAll("a");
  const open = markup.trim() !== "";
  list.hidden = !open;
  main.hidden = open;
  status.textContent = open ? (links.length ? status.dataset.some : status.dataset.none) : "";
}

async function ask() {
  asked += 1;
  const mine = asked;
  const words = box.value.trim();
  if (!words) {
    show("");
    return;
  }
  try {
    const answer = await fetch(`/suggest?q=${encodeURIComponent(words)}`);
    const markup = answer.ok ? await answer.text() : "";
    if (mine === asked) {
      show(markup);
    }
  } catch {
    // the server has gone: the form still works once it is back
  }
}

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
    event.preventDefault();
    box.focus();
    box.select();
  }
  if (event.key === "Escape" && !list.hidden) {
    show("");
    box.focus();
  }
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !list.hidden) {
    const stops = [box, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (at >= 0 && next) {
      event.preventDefault();
      next.focus();
    }
  }
});
