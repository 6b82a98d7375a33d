// Documents in, where they stand and how large they are out.

import { documents, radius } from "./data.js";

// The layout is wider than high; a screen that is held upright shows it turned over.
export const isUpright = matchMedia("(max-aspect-ratio: 4/5)").matches;

export function turned([x, y]) {
  return isUpright ? [y, x] : [x, y];
}

export const places = { x: new Float64Array(documents.length), y: new Float64Array(documents.length) };

export function placeAll(moved) {
  for (const row of documents) {
    [places.x[row.index], places.y[row.index]] = turned(moved[row.id] || [row.x, row.y]);
  }
}

export function radiusOf(count) {
  return radius.least + radius.span * Math.sqrt(count / radius.most);
}
