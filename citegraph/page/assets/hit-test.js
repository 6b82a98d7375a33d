// Finds the document or link at a point of the view.

import { positions } from "./positions.js";
import { toWorld, view } from "./view.js";

const GRASP = 6; // px around a node or link that still hit it

/**
 * @param {{x: number, y: number}} point in px of the view
 * @returns {number} index of the nearest document within reach, or -1
 */
export function nodeAt(point) {
  const [x, y] = toWorld(point);
  const grasp = GRASP / view.network.getScale();
  let best = -1;
  let least = Infinity;
  for (const index of view.scene.order) {
    const distance = Math.hypot(positions.x[index] - x, positions.y[index] - y) - view.scene.sizes[index];
    if (distance < Math.min(grasp, least)) {
      best = index;
      least = distance;
    }
  }
  return best;
}

/**
 * Finds the drawn link nearest to a point. If documents are highlighted, only their links count.
 * @param {{x: number, y: number}} point in px of the view
 * @returns {[number, number] | null} the documents it joins
 */
export function linkAt(point) {
  const [x, y] = toWorld(point);
  const grasp = GRASP / view.network.getScale();
  const { from, to } = view.scene.shown.links;
  const links = view.scene.focus ? view.scene.focus.links : view.scene.links.map((k) => [from[k], to[k]]);
  let best = null;
  let least = grasp ** 2;
  for (const [one, other] of links) {
    const dx = positions.x[other] - positions.x[one];
    const dy = positions.y[other] - positions.y[one];
    const px = x - positions.x[one];
    const py = y - positions.y[one];
    const along = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
    const distance = (px - along * dx) ** 2 + (py - along * dy) ** 2;
    if (distance < least) {
      best = [one, other];
      least = distance;
    }
  }
  return best;
}

/**
 * Finds the nearest document in a direction, first among the linked ones, then among all.
 * @param {number} index of the document to start from
 * @param {number} dx -1, 0 or 1
 * @param {number} dy -1, 0 or 1
 * @returns {number} index of a document, or -1
 */
export function nextInDirection(index, dx, dy) {
  const { shown, arrangement } = view.scene;
  const linked = shown.neighbors[index].map(([other]) => other).filter(arrangement.holds);
  for (const list of [linked, view.scene.order]) {
    let best = -1;
    let least = Infinity;
    for (const other of list) {
      const x = positions.x[other] - positions.x[index];
      const y = positions.y[other] - positions.y[index];
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
