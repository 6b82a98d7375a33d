// Writes the legend of a picture: what the colors mean, below the graph in columns or beside it in one, and the shapes.

import { categories, categoryColor, categoryName } from "./colors.js";
import { documents } from "./data.js";
import { number, t } from "./language.js";
import { documentShape, words } from "./svg-shapes.js";
import { textWidth } from "./text-metrics.js";
import { clip } from "./text.js";

/** The height of a line in px. */
export const LINE = 28;
/** The width of a legend beside the graph in px. */
export const BESIDE = 370;

const COLUMN = 490; // px of an entry below the graph: names of two subjects have room
const SAMPLE = 22; // px of the sample of a color
const ENTRY = 16; // px height of letters
const ENTRIES = 16; // the most entries
const FOLDED = 21; // px between the two lines of one name
const APART = 26; // px between the names of two shapes

const fits = (text, width) => textWidth(text, 400, ENTRY) <= width;

/** Returns a text and what must follow it; what does not fit into the width is cut off. */
function cut(text, end, width) {
  let kept = text;
  for (let length = text.length; !fits(kept + end, width); length -= 1) {
    kept = clip(text, length - 1);
  }
  return kept + end;
}

/** Returns a name with its number in one line, or in two: each subject in one, or as many words as fit. */
function lines(name, end, width) {
  if (fits(name + end, width)) {
    return [name + end];
  }
  const [subject, ...others] = name.split(" · ");
  if (others.length) {
    return [cut(subject, " ·", width), cut(others.join(" · "), end, width)];
  }
  const all = name.split(" ");
  const breaks = all.map((_, at) => [all.slice(0, at).join(" "), all.slice(at).join(" ")]).slice(1);
  const [first, second] = breaks.findLast(([begin]) => fits(begin, width)) ?? [name, ""];
  return [cut(first, second ? "" : end, width), ...(second ? [cut(second, end, width)] : [])];
}

/**
 * @param {import("./scene.js").Scene} scene
 * @param {import("./theme.js").Palette} palette
 * @param {{wide: number, isBeside: boolean}} room px that there are below the graph, and whether it stands beside
 * @returns {{high: number, draw: (left: number, top: number) => string}} its height, and what draws it at a place
 */
export function pictureLegend(scene, palette, { wide, isBeside }) {
  const { color } = scene.state;
  const columns = isBeside ? 1 : Math.max(1, Math.floor(wide / COLUMN));
  const width = (isBeside ? BESIDE : COLUMN) - SAMPLE - 4;
  const entries = categories(color, (row) => scene.shown.shown[row.index])
    .filter(({ count }) => count)
    .slice(0, ENTRIES)
    .map(({ key, count }) => ({ key, rows: lines(categoryName(color, key), ` (${number(count)})`, width) }));
  const places = [];
  let high = 0;
  for (let at = 0; at < entries.length; at += columns) {
    const row = entries.slice(at, at + columns);
    places.push(...row.map((_, column) => [column * COLUMN, high + LINE]));
    high += LINE + FOLDED * (Math.max(...row.map(({ rows }) => rows.length)) - 1);
  }
  const draw = (left, top) =>
    entries
      .map(({ key, rows }, at) => {
        const [x, y] = [left + places[at][0], top + places[at][1]];
        const fill = categoryColor(color, key, scene.theme);
        const name = rows.map((text, row) => words(x + SAMPLE, y + row * FOLDED, ENTRY, palette.text, text));
        return `<circle cx="${x + 7}" cy="${y - 6}" r="7" fill="${fill}"/>${name.join("")}`;
      })
      .join("");
  return { high, draw };
}

/**
 * @param {import("./scene.js").Scene} scene
 * @param {import("./theme.js").Palette} palette
 * @param {number} left
 * @param {number} y
 * @param {number} size height of the letters
 * @returns {string} samples of how documents look by what is known of them, in a row; "" if all look alike
 */
export function shapeLegend(scene, palette, left, y, size) {
  const statuses = ["known", "learned", "minted"].filter((status) =>
    scene.order.some((index) => documents[index].status === status),
  );
  let x = left;
  const samples = statuses.map((status) => {
    const name = t(`status-${status}`);
    const shape = documentShape(x + 7, y - 6, 6.5, { status, color: palette.quiet, ground: palette.ground });
    const sample = shape + words(x + SAMPLE, y, size, palette.quiet, name);
    x += SAMPLE + textWidth(name, 400, size) + APART;
    return sample;
  });
  return statuses.length > 1 ? `<g>${samples.join("")}</g>` : "";
}
