// Draws what a layout means: the years and lanes of the layout by time, the rings around one document.

import { categoryColor, categoryName, ink } from "./colors.js";
import { t } from "./language.js";
import { laneMode } from "./layouts.js";
import { isUpright, positions } from "./positions.js";
import { FONT, textWidth } from "./text-metrics.js";

/**
 * @typedef {{x: number, y: number, wide: number, high: number, round: boolean, filled: boolean}} Shape
 *   a band, or a ring in its frame, in the units of the layout
 */

const HEIGHT = 12; // px of letters
const LINE = 17; // px between two lines of a name
const BESIDE = 150; // px of a name beside a lane
const APART = 4; // px between the names of two columns
const MOST = 1600; // px of the names of columns: the longest have room

/**
 * @param {import("./layouts.js").Arrangement} arrangement
 * @returns {Shape[]} every second lane, and the rings
 */
export function guideShapes({ lanes, columns, rings }) {
  const right = columns.at(-1)?.right ?? 0;
  const bands = lanes.map(({ top, bottom }, at) => ({
    x: 0,
    y: top,
    wide: right,
    high: bottom - top,
    round: false,
    filled: at % 2 === 0,
  }));
  const circles = rings.map(({ reach: [x, y] }) => ({
    x: -x,
    y: -y,
    wide: 2 * x,
    high: 2 * y,
    round: true,
    filled: false,
  }));
  return [...bands, ...circles];
}

function columnName({ first, last }) {
  if (first === null) {
    return t("year-unknown");
  }
  return first === last ? String(first) : `${first}–${String(last).slice(2)}`;
}

/**
 * Returns the names of the columns above and below the lanes; one that would touch a later one is left out, or the one
 * of the documents without a year, which says what they are.
 */
function columnLabels({ columns, lanes }, scale) {
  const labels = [];
  const placed = columns.map((column) => {
    const text = columnName(column);
    const width = textWidth(text, 600, HEIGHT);
    const x = ((column.left + column.right) / 2) * scale;
    return { text, width, x, isUnknown: column.first === null };
  });
  const least = placed[0].isUnknown ? placed[0].x + placed[0].width / 2 + APART : -Infinity;
  let free = MOST + (columns.at(-1)?.right ?? 0) * scale;
  for (const { text, width, x, isUnknown } of placed.toReversed()) {
    if (isUnknown || (x + width / 2 <= free && x - width / 2 >= least)) {
      free = x - width / 2 - APART;
      for (const [stuck, y] of [
        ["top", lanes[0].top * scale - 12],
        ["", lanes.at(-1).bottom * scale + 12],
      ]) {
        labels.push({ ...label(text, x, y, { width, align: "center", stuck }), isWhole: true });
      }
    }
  }
  return labels;
}

function label(text, x, y, { width, align, color = null, stuck = "" }) {
  const left = align === "center" ? x - width / 2 : align === "right" ? x - width : x;
  const box = [left, y - HEIGHT / 2 - 2, left + width, y + HEIGHT / 2 + 2];
  return { text, x, y, align, font: `600 ${HEIGHT}px ${FONT}`, color, box, stuck };
}

/** Returns a name in at most two lines of a width; what does not fit is cut off. */
function wrapped(name, width, lines) {
  const fits = (text) => textWidth(text, 600, HEIGHT) <= width;
  const rows = [""];
  for (const word of name.split(" ")) {
    const longer = rows.at(-1) ? `${rows.at(-1)} ${word}` : word;
    if (fits(longer) || !rows.at(-1)) {
      rows[rows.length - 1] = longer;
    } else {
      rows.push(word);
    }
  }
  if (rows.length <= lines) {
    return rows;
  }
  let last = rows.slice(lines - 1).join(" ");
  while (last && !fits(`${last}…`)) {
    last = last.slice(0, -1);
  }
  return [...rows.slice(0, lines - 1), `${last.trimEnd()}…`];
}

/** Returns the names of the lanes, beside them or, on an upright screen, over their documents. */
function laneLabels({ lanes, columns, isInside }, scale, mode, theme) {
  let free = -Infinity;
  return lanes.flatMap(({ key, top, bottom }) => {
    if (((top + bottom) / 2) * scale - LINE / 2 < free) {
      return []; // the view is so small that names would touch
    }
    const color = ink(categoryColor(mode, key, theme), theme);
    const name = categoryName(mode, key).split(" · ")[0];
    if (isInside) {
      free = top * scale + 2 * LINE;
      const [text] = wrapped(name, columns.at(-1).right * scale - 8, 1);
      const width = textWidth(text, 600, HEIGHT);
      return [label(text, 4, top * scale + 10, { width, align: "left", color, stuck: "left" })];
    }
    const rows = wrapped(name, BESIDE, (bottom - top) * scale >= 2 * LINE ? 2 : 1);
    const middle = ((top + bottom) / 2) * scale;
    free = middle + (rows.length * LINE) / 2;
    return rows.map((text, at) =>
      label(text, -8, middle + (at - (rows.length - 1) / 2) * LINE, {
        width: textWidth(text, 600, HEIGHT),
        align: "right",
        color,
        stuck: "left",
      }),
    );
  });
}

function ringName({ low, high, related }, isShort) {
  if (related) {
    return t("ring-related");
  }
  if (isShort) {
    return low === high ? String(low) : `${low}–${high}`;
  }
  return low === high ? t("ring-same", { n: low }) : t("ring-between", { low, n: high });
}

/** Returns the names of the rings, each at the top of its ring unless a document is in its way. */
function ringLabels({ arrangement: { rings }, order, sizes }, scale) {
  const meets = ([left, top, right, bottom]) =>
    order.some((index) => {
      const [x, y] = [positions.x[index] * scale, positions.y[index] * scale];
      return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom)) < sizes[index] * scale;
    });
  const names = rings.map((ring, at) => {
    const text = ringName(ring, isUpright && at < rings.length - 1);
    return label(text, 0, -ring.reach[1] * scale, { width: textWidth(text, 600, HEIGHT), align: "center" });
  });
  return names.filter(({ box }) => !meets(box));
}

/**
 * @param {import("./scene.js").Scene} scene
 * @param {number} scale
 * @returns {import("./labels.js").Label[]} the names of columns, lanes and rings; `stuck` is the side of the view to
 *   which a name keeps when the view moves
 */
export function guideLabels(scene, scale) {
  const { arrangement, state, theme } = scene;
  if (arrangement.columns.length) {
    return [...columnLabels(arrangement, scale), ...laneLabels(arrangement, scale, laneMode(state.color), theme)];
  }
  return ringLabels(scene, scale);
}
