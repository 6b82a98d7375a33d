// A point of the stage in, the document or link under a hand out.

import { places } from "./ground.js";
import { toWorld, view } from "./view.js";

const GRASP = 6; // px round a node or link that still mean it

export function nodeAt(point) {
  const [x, y] = toWorld(point);
  const grasp = GRASP / view.network.getScale();
  let best = -1;
  let least = Infinity;
  for (const index of view.picture.order) {
    const distance = Math.hypot(places.x[index] - x, places.y[index] - y) - view.picture.sizes[index];
    if (distance < Math.min(grasp, least)) {
      best = index;
      least = distance;
    }
  }
  return best;
}

// The drawn link nearest to a point, as [one, other]; in a spotlight only its links count.
export function linkAt(point) {
  const [x, y] = toWorld(point);
  const grasp = GRASP / view.network.getScale();
  const { from, to } = view.picture.shown.links;
  const links = view.picture.focus ? view.picture.focus.links : view.picture.shown.drawn.map((k) => [from[k], to[k]]);
  let best = null;
  let least = grasp ** 2;
  for (const [one, other] of links) {
    const dx = places.x[other] - places.x[one];
    const dy = places.y[other] - places.y[one];
    const px = x - places.x[one];
    const py = y - places.y[one];
    const along = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
    const distance = (px - along * dx) ** 2 + (py - along * dy) ** 2;
    if (distance < least) {
      best = [one, other];
      least = distance;
    }
  }
  return best;
}

// The document next to one in a direction (a unit step each way): among its links first, else among all.
export function nextTo(index, dx, dy) {
  const linked = view.picture.shown.neighbours[index].map(([other]) => other);
  for (const list of [linked, view.picture.order]) {
    let best = -1;
    let least = Infinity;
    for (const other of list) {
      const x = places.x[other] - places.x[index];
      const y = places.y[other] - places.y[index];
      const along = x * dx + y * dy;
      const across = Math.abs(x * dy - y * dx);
      if (other !== index && along > across && along + 2 * across < least) {
        best = other;
        least = along + 2 * across;
      }
    }
    if (best >= 0) {
      return best;
    }
  }
  return -1;
}
