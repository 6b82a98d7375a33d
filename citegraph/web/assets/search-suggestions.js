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

// A key on a button or field: what a person decides by keyboard.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
    return;
  }
  const found = document.querySelector(
    `[data-key="${CSS.escape(event.key)}"], [data-focus="${CSS.escape(event.key)}"]`,
  );
  if (found) {
    event.preventDefault();
    if (found.dataset.key) {
      found.click();
    } else {
      found.focus();
    }
  }
});

// Files can be dropped anywhere on a page with a form for them.
const drop = document.querySelector("[data-drop]");
if (drop) {
  const field = drop.querySelector('input[type="file"]');
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  document.addEventListener("dragleave", () => drop.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (event.dataTransfer.files.length) {
      field.files = event.dataTransfer.files;
      drop.requestSubmit();
    }
  });
}

// How far a build has come; at its end the page is loaded again, with the outcome.
const progress = document.querySelector("[data-progress]");
if (progress) {
  const told = new EventSource(progress.dataset.progress);
  told.addEventListener("message", (event) => {
    const now = JSON.parse(event.data);
    const bar = progress.querySelector("progress");
    bar.max = now.files || 1;
    bar.value = now.done;
    progress.querySelector("[data-done]").textContent = now.done;
    progress.querySelector("[data-files]").textContent = now.files;
    const pages = progress.querySelector("[data-pages]");
    pages.hidden = !now.recognizing;
    if (now.recognizing) {
      const { pages: done, of, name } = now.recognizing;
      for (const [at, said] of [done, of, name].entries()) {
        pages.children[at].textContent = said;
      }
    }
    if (now.over) {
      told.close();
      location.reload();
    }
  });
}

// How the folders stand: what comes into a watched one is read, while the page is open or not.
const folders = document.querySelector("[data-folders]");
if (folders) {
  const told = new EventSource(folders.dataset.folders);
  told.addEventListener("message", (event) => {
    const rows = folders.querySelectorAll(":scope > li");
    for (const [at, now] of JSON.parse(event.data).entries()) {
      const find = (name) => rows[at].querySelector(`[data-${name}]`);
      find("watched").hidden = !now.watched;
      find("busy").hidden = now.over;
      find("busy").querySelector("progress").max = now.files || 1;
      find("busy").querySelector("progress").value = now.done;
      find("done").textContent = now.done;
      find("files").textContent = now.files;
      find("outcome").hidden = !now.over || !now.job;
      find("outcome").querySelector("a").href = `/bring/progress?id=${encodeURIComponent(now.job)}`;
    }
  });
}
