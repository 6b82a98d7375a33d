// Places the documents by one of the layouts: the map, by time, or around one document.

import { categories, category } from "./colors.js";
import { documentAt, documents, documentYears, relationsOf } from "./data.js";
import { isUpright, mapPlaces, radiusOf, windowRoom } from "./positions.js";
import { ringLayout } from "./ring-layout.js";
import { timeLayout } from "./time-layout.js";
import { classOf } from "./link-classes.js";

/**
 * @typedef {object} Arrangement
 * @property {string} layout "map", "time" or "center"
 * @property {Float64Array} x of each document
 * @property {Float64Array} y of each document
 * @property {(index: number) => boolean} holds whether a document has a place in it
 * @property {number} center the document in the middle, or -1
 * @property {{key: string, top: number, bottom: number}[]} lanes
 * @property {boolean} isInside whether the names of lanes stand over their documents, else beside them
 * @property {import("./time-layout.js").Column[]} columns
 * @property {number} whole the scale at which all of it fills the window, or 0
 * @property {import("./ring-layout.js").Ring[]} rings
 */

export const LAYOUTS = ["map", "time", "center"];

const LANES = isUpright ? 8 : 13; // the most lanes of topics; smaller ones share another
const AROUND = 150; // the most documents around one
const REST = "*"; // the category of what shares a lane
const GUTTER = isUpright ? 0 : 160; // px beside the lanes for their names
const HEADING = isUpright ? 26 : 0; // px above the documents of a lane for its name, where there is no gutter
const LANE = 20; // px: the least height of a lane
const AXIS = 26; // px above and below the lanes for the years
const NAME = isUpright ? 60 : 150; // px beside the rings for the names of the outermost documents
const MARGIN = 50; // px above and below them
const UNKNOWN = 84; // px for the name of the column of documents without a year

const nothing = { center: -1, lanes: [], isInside: false, columns: [], rings: [], whole: 0 };

/** Returns the year by which a document is placed: none if it was misread. */
function yearOf({ year }) {
  return year !== null && documentYears && year <= documentYears[1] ? year : null;
}

/** Returns the keys of the lanes: the categories of the legend, the smallest of many together. */
function laneKeys(mode, held) {
  const isHeld = new Set(held);
  const keys = categories(mode, (row) => isHeld.has(row.index))
    .filter(({ count }) => count)
    .map(({ key }) => key);
  const own = keys.filter((key) => key !== REST && !key.startsWith("-")).slice(0, LANES);
  const last = keys.filter((key) => key.startsWith("-")).toReversed();
  return keys.length > own.length + last.length ? [...own, REST, ...last] : [...own, ...last];
}

/**
 * @param {string} color what colors mean
 * @returns {string} what lanes mean: the same, unless that is the years, which lie across
 */
export function laneMode(color) {
  return color === "year" ? "community" : color;
}

function byTime(state, shown) {
  const mode = laneMode(state.color);
  const held = documents
    .map(({ index }) => index)
    .filter((index) => shown.shown[index] || (shown.lasting[index] && !shown.passing[index]));
  const keys = laneKeys(mode, held);
  if (!held.length) {
    return { spots: new Map() };
  }
  const items = held.map((index) => {
    const lane = keys.indexOf(category(mode, documents[index]));
    return {
      index,
      year: yearOf(documents[index]),
      lane: lane < 0 ? keys.indexOf(REST) : lane,
      radius: radiusOf(documents[index].reports.length),
    };
  });
  const { wide, high } = windowRoom();
  const room = { wide: wide - GUTTER, high: high - 2 * AXIS, heading: HEADING, least: LANE, unknown: UNKNOWN };
  const { spots, columns, lanes, scale } = timeLayout(items, Math.max(1, keys.length), room);
  const named = keys.map((key, at) => ({ key, ...lanes[at] }));
  return { spots, columns, lanes: named, isInside: HEADING > 0, whole: scale };
}

/**
 * @param {import("./state.js").State} state
 * @param {import("./derive.js").Shown} shown
 * @returns {number} the document in the middle: the chosen one, else the most cited; -1 if there is none
 */
export function centerOf(state, shown) {
  const chosen = documentAt(state.center);
  return shown.shown[chosen] ? chosen : shown.shown.indexOf(true);
}

function around(state, shown, center) {
  const related = new Set(relationsOf(center).map(({ other }) => other));
  const weights = new Map(shown.neighbors[center].filter(([, weight]) => weight >= state.leastWeight));
  const all = [...new Set([...related, ...weights.keys()])].filter((index) => shown.shown[index]).slice(0, AROUND);
  const order = categories(state.color, () => true).map(({ key }) => key);
  return all.map((index) => ({
    index,
    weight: weights.get(index) || 0,
    related: related.has(index),
    sector: order.indexOf(category(state.color, documents[index])),
    radius: radiusOf(shown.counts[index]),
  }));
}

function aroundOne(state, shown) {
  const center = centerOf(state, shown);
  if (center < 0) {
    return { spots: new Map(), ...nothing };
  }
  const { wide, high } = windowRoom();
  const room = { wide: wide - 2 * NAME, high: high - 2 * MARGIN };
  const { spots, rings } = ringLayout(around(state, shown, center), radiusOf(shown.counts[center]), room, classOf);
  spots.set(center, [0, 0]);
  return { spots, rings, center };
}

/**
 * @param {import("./state.js").State} state
 * @param {import("./derive.js").Shown} shown
 * @returns {Arrangement}
 */
export function arrange(state, shown) {
  const { layout } = state;
  const places = mapPlaces(state.moved);
  if (layout === "map") {
    return { layout, ...places, ...nothing, holds: () => true };
  }
  const { spots, ...guides } = layout === "time" ? byTime(state, shown) : aroundOne(state, shown);
  for (const [index, [x, y]] of spots) {
    [places.x[index], places.y[index]] = [x, y];
  }
  return { layout, ...places, ...nothing, ...guides, holds: (index) => spots.has(index) };
}
