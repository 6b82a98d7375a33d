// Chooses the labels that fit at a scale: of documents, of communities, and of documents cited alone.

import { alone, communities, documents, radius } from "./data.js";
import { category, ink, NEUTRAL } from "./colors.js";
import { isUpright, positions } from "./positions.js";
import { t } from "./language.js";
import { boxesApart, boxesAround, firstFree, SpatialGrid, titleBoxes } from "./label-layout.js";
import { FONT, textWidth } from "./text-metrics.js";
import { clip } from "./text.js";

/**
 * @typedef {import("./label-layout.js").Placement & {text: string, font: string, color: string | null}} Label
 *   with `line` if a line leads from the circle to it
 */

const LABEL = 34; // most letters of a document label
const NAME = 40; // most letters of a community name
const LABELS = 500; // most labels at once
const LEGIBLE = 3.2; // px: a smaller circle has no label
const CLOSER = 0.8; // scale from which small communities have room for their names
const NAMED = 1.4; // scale from which document labels suffice and community names are hidden

const HUBS = isUpright ? 3 : 8; // the most cited documents have their labels before the communities have their names
const BEYOND = isUpright ? [10, 20] : [10, 120]; // px that labels may extend beyond the documents, left and right

const BESIDE = 70; // px: the same around highlighted documents, on an upright screen

/**
 * @param {import("./picture.js").Picture} picture
 * @param {number} scale
 * @returns {Label[]}
 */
export function allLabels(picture, scale) {
  const grid = new SpatialGrid();
  for (const index of picture.order) {
    blockCircle(grid, index, scale, picture.sizes[index] * scale);
  }
  const bounds = picture.bounds();
  const limit = bounds && [bounds.left * scale - BEYOND[0], bounds.right * scale + BEYOND[1]];
  const labels = [];
  const named = picture.order.filter((index) => picture.sizes[index] * scale >= LEGIBLE);
  const hubs = named.filter((index) => picture.shown.degree[index]).slice(0, HUBS);
  for (const index of hubs) {
    placeLabel(picture, grid, index, scale, labels, { limit, apart: true });
  }
  const names = aloneLabel(picture, grid, scale, limit);
  if (picture.state.color === "community" && scale < NAMED) {
    names.push(...communityLabels(picture, grid, scale, limit));
  }
  const isHub = new Set(hubs);
  for (const index of named) {
    if (labels.length >= LABELS) {
      break;
    }
    if (!isHub.has(index) && (picture.shown.degree[index] || scale >= NAMED)) {
      placeLabel(picture, grid, index, scale, labels, { limit });
    }
  }
  return [...labels, ...names];
}

/**
 * @param {import("./picture.js").Picture} picture with highlighted documents
 * @param {number} scale
 * @returns {Label[]}
 */
export function focusLabels(picture, scale) {
  const grid = new SpatialGrid();
  const { nodes, primary } = picture.focus;
  for (const index of nodes.slice(0, LABELS)) {
    blockCircle(grid, index, scale, picture.sizes[index] * scale);
  }
  const { left, right } = picture.bounds(nodes);
  const limit = isUpright ? [left * scale - BESIDE, right * scale + BESIDE] : undefined;
  const texts = new SpatialGrid();
  const labels = [];
  for (const index of [...new Set([...primary, ...nodes])].slice(0, LABELS)) {
    placeLabel(picture, grid, index, scale, labels, {
      texts,
      limit,
      weight: primary.includes(index) && primary.length < 8 ? 600 : 400,
    });
  }
  return labels;
}

function blockCircle(grid, index, scale, size) {
  const x = positions.x[index] * scale;
  const y = positions.y[index] * scale;
  grid.add([x - size, y - size, x + size, y + size]);
}

/** Adds the label of a document if it fits. That of what is selected may cover circles, but no text in `texts`. */
function placeLabel(
  picture,
  grid,
  index,
  scale,
  labels,
  { texts, limit = [-Infinity, Infinity], weight = 400, apart = false },
) {
  const text = clip(documents[index].label, LABEL);
  const size = picture.sizes[index] * scale;
  const height = 11 + Math.round(3 * Math.sqrt(picture.shown.counts[index] / radius.most));
  const font = `${weight} ${height}px ${FONT}`;
  const width = textWidth(text, weight, height);
  const circle = [positions.x[index] * scale, positions.y[index] * scale, size, width + 4, height + 4];
  const all = [...boxesAround(...circle), ...(apart ? boxesApart(...circle) : [])];
  const within = all.filter(({ box }) => box[0] >= limit[0] && box[2] <= limit[1]);
  const spots = within.length || weight === 400 ? within : all;
  const placement = firstFree(grid, spots) || (weight > 400 ? firstFree(texts, spots) : null);
  if (placement) {
    grid.add(placement.box);
    texts?.add(placement.box);
    labels.push({
      text,
      x: placement.x,
      y: placement.y,
      align: placement.align,
      font,
      color: null,
      box: placement.box,
      line: placement.line ?? null,
    });
  }
}

/** Returns the heading over the documents that are listed beside the graph. */
function aloneLabel(picture, grid, scale, limit) {
  const bounds = picture.bounds(alone.filter((index) => picture.shown.shown[index]));
  if (!bounds || alone.length === documents.length) {
    return [];
  }
  const text = t("alone");
  const font = `700 13px ${FONT}`;
  const width = textWidth(text, 700, 13);
  const x = Math.min(bounds.left * scale, limit[1] - width);
  const y = bounds.top * scale - 14;
  const box = [x, y - 8, x + width, y + 8];
  if (!grid.isFree(box)) {
    return [];
  }
  grid.add(box);
  return [{ text, x, y, align: "left", font, color: NEUTRAL[picture.theme], box }];
}

/** Returns the visible members of each community, the largest community first: [[community, documents], ...]. */
function communityMembers(picture) {
  const members = new Map();
  for (const index of picture.order) {
    const { group } = documents[index];
    if (group >= 0 && picture.shown.degree[index]) {
      if (!members.has(group)) {
        members.set(group, []);
      }
      members.get(group).push(index);
    }
  }
  return [...members].filter(([, nodes]) => nodes.length > 2).sort((one, other) => other[1].length - one[1].length);
}

/** Returns the names of the communities that have room for them: in full, else the first subject. */
function communityLabels(picture, grid, scale, limit) {
  const labels = [];
  const height = isUpright ? 13 : 15;
  for (const [group, nodes] of communityMembers(picture)) {
    if (category("community", documents[nodes[0]]) === "*" && scale < CLOSER) {
      continue;
    }
    const xs = Float64Array.from(nodes, (index) => positions.x[index] * scale).sort();
    const ys = Float64Array.from(nodes, (index) => positions.y[index] * scale).sort();
    const full = clip(communities[group], NAME);
    for (const text of isUpright ? [full.split(" · ")[0]] : [full, full.split(" · ")[0]]) {
      const placement = firstFree(grid, titleBoxes(xs, ys, textWidth(text, 700, height), height, limit));
      if (placement) {
        grid.add(placement.box);
        const color = ink(picture.colors[nodes[0]], picture.theme);
        labels.push({ ...placement, text, font: `700 ${height}px ${FONT}`, color });
        break;
      }
    }
  }
  return labels;
}
