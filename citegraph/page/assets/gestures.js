// Pointer and fingers on the graph in, what they mean out.

import { fit, zoom } from "./camera.js";
import { documents } from "./data.js";
import { byId } from "./dom.js";
import { linkAt, nodeAt } from "./reach.js";
import { hover } from "./stage.js";
import { current, focusOn } from "./state.js";
import { hush, tellDocument, tellLink } from "./tooltip.js";
import { view } from "./view.js";

const graph = byId("graph");

function click(point, pick) {
  const index = nodeAt(point);
  const link = index < 0 ? linkAt(point) : null;
  if (index >= 0) {
    pick(index);
  } else if (link) {
    focusOn("e", ...link.map((at) => documents[at].id));
  } else if (current().focus.length) {
    focusOn("");
  }
}

function point(event) {
  const { left, top } = graph.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

function tell(at) {
  const { shown } = view.picture;
  const index = nodeAt(at);
  hover(index);
  if (index >= 0) {
    tellDocument(index, shown.counts[index], at);
    return;
  }
  const link = linkAt(at);
  graph.classList.toggle("pointing", Boolean(link));
  if (link) {
    const found = shown.neighbours[link[0]].find(([other]) => other === link[1]);
    tellLink(link, found ? found[1] : 1, at);
  } else {
    hush();
  }
}

// What lies under the pointer is told once a frame at most.
function startHover() {
  let waiting = 0;
  graph.addEventListener("pointermove", (event) => {
    if (!event.buttons && event.pointerType !== "touch" && !waiting) {
      waiting = requestAnimationFrame(() => {
        waiting = 0;
        tell(point(event));
      });
    }
  });
  for (const gone of ["pointerleave", "pointerdown"]) {
    graph.addEventListener(gone, () => {
      cancelAnimationFrame(waiting);
      waiting = 0;
      hover(-1);
      hush();
    });
  }
}

export function startGestures(pick) {
  view.network.on("click", ({ pointer }) => click(pointer.DOM, pick));
  view.network.on("doubleClick", ({ pointer }) => {
    if (nodeAt(pointer.DOM) >= 0) {
      fit(view.picture.focus?.nodes);
    }
  });
  // Else the click that follows a touch would press what the panel has just put under the finger.
  graph.addEventListener("touchend", (event) => event.preventDefault());
  startHover();
  const zooms = { in: () => zoom(1.4), out: () => zoom(1 / 1.4), fit: () => fit() };
  for (const key of document.querySelectorAll("[data-zoom]")) {
    key.addEventListener("click", zooms[key.dataset.zoom]);
  }
}
