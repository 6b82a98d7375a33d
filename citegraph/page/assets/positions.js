// Holds the positions and sizes of the documents on the graph.

import { documentAt, documents, radius } from "./data.js";

/** The layout is wider than high. On an upright screen, x and y are swapped. */
export const isUpright = matchMedia("(max-aspect-ratio: 4/5)").matches;

const MOST = 1.5; // the most by which one axis is drawn out
const BESIDE = 268; // px of the filters
const AROUND = innerWidth > 760 ? 160 : 350; // px above and below the graph

function span(field) {
  let [least, most] = [Infinity, -Infinity];
  for (const row of documents) {
    least = Math.min(least, row[field]);
    most = Math.max(most, row[field]);
  }
  return Math.max(1, most - least);
}

/** @returns {{wide: number, high: number}} px of the window that are left for the graph */
export function windowRoom() {
  return {
    wide: Math.max(1, innerWidth - (innerWidth > 760 ? BESIDE : 0)),
    high: Math.max(1, innerHeight - AROUND),
  };
}

/** Factors of x and y that draw the shorter axis of the layout out, so that it fills a window of any shape. */
const stretch = (() => {
  const { wide, high } = windowRoom();
  const layout = isUpright ? span("y") / span("x") : span("x") / span("y");
  const factor = wide / high / layout;
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

/**
 * @param {Object<string, [number, number]>} moved positions of dragged documents, by id
 * @returns {{x: Float64Array, y: Float64Array}} the places of the documents on the map
 */
export function mapPlaces(moved) {
  const places = { x: new Float64Array(documents.length), y: new Float64Array(documents.length) };
  for (const { index, x, y } of documents) {
    places.x[index] = (isUpright ? y : x) * stretch[0];
    places.y[index] = (isUpright ? x : y) * stretch[1];
  }
  for (const [id, place] of Object.entries(moved)) {
    const index = documentAt(id);
    if (index >= 0) {
      [places.x[index], places.y[index]] = fromLayout(place);
    }
  }
  return places;
}

/** @param {{x: Float64Array, y: Float64Array}} places where the documents are drawn from now on */
export function place({ x, y }) {
  positions.x.set(x);
  positions.y.set(y);
}

/**
 * @param {number} count reports that cite a document
 * @returns {number} its radius in the units of the layout
 */
export function radiusOf(count) {
  return radius.least + radius.span * Math.sqrt(count / radius.most);
}
