// Holds the positions and sizes of the documents on the graph.

import { documents, radius } from "./data.js";

/** The layout is wider than high. On an upright screen, x and y are swapped. */
export const isUpright = matchMedia("(max-aspect-ratio: 4/5)").matches;

const MOST = 1.5; // the most by which one axis is drawn out
const BESIDE = 268; // px of the filters
const AROUND = 160; // px above and below the graph

function span(field) {
  let [least, most] = [Infinity, -Infinity];
  for (const row of documents) {
    least = Math.min(least, row[field]);
    most = Math.max(most, row[field]);
  }
  return Math.max(1, most - least);
}

/** Factors of x and y that draw the shorter axis of the layout out, so that it fills a window of any shape. */
const stretch = (() => {
  const window = (innerWidth - (innerWidth > 760 ? BESIDE : 0)) / Math.max(1, innerHeight - AROUND);
  const layout = isUpright ? span("y") / span("x") : span("x") / span("y");
  const factor = window / layout;
  return [Math.min(MOST, Math.max(1, factor)), Math.min(MOST, Math.max(1, 1 / factor))];
})();

/**
 * @param {[number, number]} point of the layout
 * @returns {[number, number]} the point where it is drawn
 */
export function fromLayout([x, y]) {
  const [across, down] = isUpright ? [y, x] : [x, y];
  return [across * stretch[0], down * stretch[1]];
}

/**
 * @param {[number, number]} point where something is drawn
 * @returns {[number, number]} the point of the layout
 */
export function toLayout([x, y]) {
  const [across, down] = [x / stretch[0], y / stretch[1]];
  return isUpright ? [down, across] : [across, down];
}

/** The position of each document, by index. */
export const positions = { x: new Float64Array(documents.length), y: new Float64Array(documents.length) };

/** @param {Object<string, [number, number]>} moved positions of dragged documents, by id */
export function setPositions(moved) {
  for (const row of documents) {
    [positions.x[row.index], positions.y[row.index]] = fromLayout(moved[row.id] || [row.x, row.y]);
  }
}

/**
 * @param {number} count reports that cite a document
 * @returns {number} its radius in the units of the layout
 */
export function radiusOf(count) {
  return radius.least + radius.span * Math.sqrt(count / radius.most);
}
