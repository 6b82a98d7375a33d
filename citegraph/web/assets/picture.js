// Lets a picture of documents be moved and enlarged, and shows the links of the document that is pointed at. Where the
// picture is a part of a larger one, the server is asked what else there is as soon as it rests.

const STEP = 1.2;
const LEAST = 0.3;
const MOST = 6;
const MOST_OF_PARTS = 16;
const LEAP = 1.5; // of a button
const REST = 150; // milliseconds without a movement
const SVG = "http://www.w3.org/2000/svg";

function start(stage) {
  const svg = stage.querySelector("svg");
  const [left, top, width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const view = { x: left, y: top, scale: 1 };
  const part = stage.dataset.part;
  const most = part ? MOST_OF_PARTS : MOST;
  let held = null;
  let pointed = null;
  let asked = 0;
  let timer = 0;

  const box = () => [view.x, view.y, width / view.scale, height / view.scale];
  const draw = () => {
    svg.setAttribute("viewBox", box().join(" "));
    if (part) {
      clearTimeout(timer);
      timer = setTimeout(fill, REST);
    }
  };
  const withBox = (address) => {
    const url = new URL(address, location.href);
    url.searchParams.set(
      "box",
      box()
        .map((value) => value.toFixed(1))
        .join(","),
    );
    url.searchParams.set("scale", Math.min(100, Math.max(0.05, svg.getScreenCTM().a)).toFixed(3));
    return url;
  };
  const fill = async () => {
    asked += 1;
    const mine = asked;
    try {
      const answer = await fetch(withBox(part));
      const markup = answer.ok ? await answer.text() : "";
      if (markup && mine === asked && !held) {
        const focused = document.activeElement?.closest(".dot")?.dataset.id;
        const fresh = document.createElementNS(SVG, "g");
        fresh.innerHTML = markup; // made by our own server, which escapes every value
        svg.replaceChildren(svg.querySelector("title"), fresh);
        if (focused) {
          svg.querySelector(`.dot[data-id="${CSS.escape(focused)}"]`)?.focus();
        }
        mark(pointed);
        for (const entry of document.querySelectorAll("[data-color]")) {
          entry.hidden = !svg.querySelector(`.${entry.dataset.color}`);
        }
        for (const link of document.querySelectorAll("[data-picture]")) {
          link.href = withBox(link.href);
        }
      }
    } catch {
      // the server has gone: what is shown stays
    }
  };
  if (part) {
    fill(); // with names in the size of this screen
  }
  const zoom = (factor, x = 0.5, y = 0.5) => {
    const scale = Math.min(most, Math.max(LEAST, view.scale * factor));
    view.x += x * width * (1 / view.scale - 1 / scale);
    view.y += y * height * (1 / view.scale - 1 / scale);
    view.scale = scale;
    draw();
  };

  stage.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) {
        return; // the page scrolls; with Ctrl the picture is enlarged
      }
      event.preventDefault();
      const place = svg.getBoundingClientRect();
      zoom(
        event.deltaY < 0 ? STEP : 1 / STEP,
        (event.clientX - place.left) / place.width,
        (event.clientY - place.top) / place.height,
      );
    },
    { passive: false },
  );
  svg.addEventListener("pointerdown", (event) => {
    held = { x: event.clientX, y: event.clientY, moved: false };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!held) {
      return;
    }
    const per = width / view.scale / svg.getBoundingClientRect().width;
    const [right, down] = [event.clientX - held.x, event.clientY - held.y];
    if (held.moved || Math.hypot(right, down) > 4) {
      view.x -= right * per;
      view.y -= down * per;
      held = { x: event.clientX, y: event.clientY, moved: true };
      draw();
    }
  });
  addEventListener("pointerup", () => setTimeout(() => (held = null)));
  svg.addEventListener("click", (event) => held?.moved && event.preventDefault(), true);
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  stage.addEventListener("keydown", (event) => {
    const factor = { "+": STEP, "=": STEP, "-": 1 / STEP }[event.key];
    if (factor) {
      zoom(factor);
    }
  });

  const mark = (id) => {
    pointed = id;
    for (const line of svg.querySelectorAll("line")) {
      line.classList.toggle("lit", id !== null && line.dataset.ends.split(" ").includes(id));
    }
    svg.classList.toggle("pointing", id !== null);
  };
  for (const event of ["pointerover", "focusin"]) {
    svg.addEventListener(event, (found) => mark(found.target.closest(".dot")?.dataset.id ?? null));
  }
  for (const event of ["pointerleave", "focusout"]) {
    svg.addEventListener(event, () => mark(null));
  }
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => zoom(button.dataset.zoom === "in" ? LEAP : 1 / LEAP));
  }
}

for (const stage of document.querySelectorAll("[data-stage]")) {
  start(stage);
}
