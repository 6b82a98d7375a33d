// Holds the positions and sizes of the documents on the graph.

import { documents, radius } from "./data.js";

/** The layout is wider than high. On an upright screen, x and y are swapped. */
export const isUpright = matchMedia("(max-aspect-ratio: 4/5)").matches;

/**
 * @param {[number, number]} point of the layout, or of the view
 * @returns {[number, number]} the point with x and y swapped on an upright screen
 */
export function transposed([x, y]) {
  return isUpright ? [y, x] : [x, y];
}

/** The position of each document, by index. */
export const positions = { x: new Float64Array(documents.length), y: new Float64Array(documents.length) };

/** @param {Object<string, [number, number]>} moved positions of dragged documents, by id */
export function setPositions(moved) {
  for (const row of documents) {
    [positions.x[row.index], positions.y[row.index]] = transposed(moved[row.id] || [row.x, row.y]);
  }
}

/**
 * @param {number} count reports that cite a document
 * @returns {number} its radius in the units of the layout
 */
export function radiusOf(count) {
  return radius.least + radius.span * Math.sqrt(count / radius.most);
}
