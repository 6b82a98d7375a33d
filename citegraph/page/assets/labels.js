// Chooses the labels that fit at a scale: of documents, of communities, and of documents cited alone.

import { alone, communities, documents, radius } from "./data.js";
import { category, ink, NEUTRAL } from "./colors.js";
import { guideLabels } from "./guides.js";
import { isUpright, positions } from "./positions.js";
import { t } from "./language.js";
import {
  boxesApart,
  boxesAround,
  EVERYWHERE,
  firstFree,
  isNearest,
  isWithin,
  SpatialGrid,
  titleBoxes,
} from "./label-layout.js";
import { FONT, textWidth } from "./text-metrics.js";
import { clip } from "./text.js";

/**
 * @typedef {import("./label-layout.js").Placement & {text: string, font: string, color: string | null}} Label
 *   with `line` if a line leads from the circle to it, `stuck` if it keeps to a side of the view, and `isWhole` if it is
 *   left out rather than cut
 */

const LABEL = 34; // most letters of a document label
const NAME = 40; // most letters of a community name
const LABELS = 500; // most labels at once
const LEGIBLE = 3.2; // px: a smaller circle has no label
const CLOSER = 0.8; // scale from which small communities have room for their names
const NAMED = 1.4; // scale from which document labels suffice and community names are hidden

const HUBS = isUpright ? 3 : 8; // the most cited documents have their labels before the communities have their names
const BEYOND = isUpright ? [10, 20] : [10, 120]; // px that labels may extend beyond the documents, left and right

const OVER = 22; // px that names may extend above and below the documents, on an upright screen
const BESIDE = 70; // px: the same around highlighted documents, on an upright screen

/**
 * @param {import("./scene.js").Scene} scene
 * @param {number} scale
 * @returns {Label[]}
 */
export function allLabels(scene, scale) {
  const grid = new SpatialGrid();
  for (const index of scene.order) {
    blockCircle(grid, index, scale, scene.sizes[index] * scale);
  }
  const guides = guideLabels(scene, scale);
  for (const { box } of guides) {
    grid.add(...box);
  }
  const bounds = scene.bounds();
  const limit = bounds && limits(scene, bounds, scale);
  const labels = [];
  const named = scene.order.filter((index) => scene.sizes[index] * scale >= LEGIBLE);
  const { layout, center } = scene.arrangement;
  const cited = named.filter((index) => scene.shown.degree[index] && index !== center).slice(0, HUBS);
  const hubs = center < 0 ? cited : [center, ...cited];
  for (const index of hubs) {
    placeLabel(scene, grid, index, scale, labels, { limit, apart: true });
  }
  const names = layout === "map" ? aloneLabel(scene, grid, scale, limit) : guides;
  if (layout === "map" && scene.state.color === "community" && scale < NAMED) {
    names.push(...communityLabels(scene, grid, scale, limit));
  }
  const isHub = new Set(hubs);
  for (const index of named) {
    if (labels.length >= LABELS) {
      break;
    }
    if (!isHub.has(index) && (scene.shown.degree[index] || scale >= NAMED)) {
      placeLabel(scene, grid, index, scale, labels, { limit });
    }
  }
  return [...labels, ...names];
}

/** Returns the box that labels must not leave: by time the lanes, else the documents with some room beside them. */
function limits({ arrangement }, { left, top, right, bottom }, scale) {
  const { layout, columns, lanes } = arrangement;
  if (layout === "time") {
    return [0, 0, columns.at(-1).right * scale, lanes.at(-1).bottom * scale];
  }
  const beyond = layout === "map" ? BEYOND : [BEYOND[1], BEYOND[1]];
  const over = isUpright ? OVER : Infinity;
  return [left * scale - beyond[0], top * scale - over, right * scale + beyond[1], bottom * scale + over];
}

/**
 * @param {import("./scene.js").Scene} scene with highlighted documents
 * @param {number} scale
 * @returns {Label[]}
 */
export function focusLabels(scene, scale) {
  const grid = new SpatialGrid();
  const { nodes, primary } = scene.focus;
  for (const index of nodes.slice(0, LABELS)) {
    blockCircle(grid, index, scale, scene.sizes[index] * scale);
  }
  const { left, right } = scene.bounds(nodes);
  const limit = isUpright ? [left * scale - BESIDE, -Infinity, right * scale + BESIDE, Infinity] : undefined;
  const texts = new SpatialGrid();
  const guides = guideLabels(scene, scale);
  for (const { box } of guides) {
    grid.add(...box);
    texts.add(...box);
  }
  const labels = [];
  for (const index of [...new Set([...primary, ...nodes])].slice(0, LABELS)) {
    placeLabel(scene, grid, index, scale, labels, {
      texts,
      limit,
      weight: primary.includes(index) && primary.length < 8 ? 600 : 400,
    });
  }
  return [...labels, ...guides];
}

function blockCircle(grid, index, scale, size) {
  const x = positions.x[index] * scale;
  const y = positions.y[index] * scale;
  grid.add(x - size, y - size, x + size, y + size);
}

/** Returns a placement in the middle under or over a circle, which may cover other circles but no text. */
function underOrOver(grid, texts, placements) {
  const middle = [...placements].filter(({ align }) => align === "center");
  return firstFree(grid, middle) || firstFree(texts, middle);
}

/** Adds the label of a document if it fits. That of what is selected may cover circles, but no text in `texts`. */
function placeLabel(scene, grid, index, scale, labels, { texts, limit = EVERYWHERE, weight = 400, apart = false }) {
  const text = clip(documents[index].label, LABEL);
  const size = scene.sizes[index] * scale;
  const height = 11 + Math.round(3 * Math.sqrt(scene.shown.counts[index] / radius.most));
  const font = `${weight} ${height}px ${FONT}`;
  const width = textWidth(text, weight, height);
  const circle = [positions.x[index] * scale, positions.y[index] * scale, size, width + 4, height + 4];
  const isUnder = isUpright && weight > 400; // what is selected is in the middle: a label beside it would be cut
  const isLeft = scene.arrangement.center >= 0 && positions.x[index] < 0; // its label points away from the middle
  const around = () => boxesAround(...circle, isLeft);
  let placement = isUnder ? underOrOver(grid, texts, around()) : firstFree(grid, around(), limit);
  if (!placement && apart) {
    placement = firstFree(grid, boxesApart(...circle), limit);
  }
  if (!placement && weight > 400) {
    const all = [...around()];
    const within = all.filter(({ box }) => isWithin(box, limit));
    const spots = within.length ? within : all;
    placement = firstFree(grid, spots) || firstFree(texts, spots);
  }
  if (placement) {
    grid.add(...placement.box);
    texts?.add(...placement.box);
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
function aloneLabel(scene, grid, scale, limit) {
  const bounds = scene.bounds(alone.filter((index) => scene.shown.shown[index]));
  if (!bounds || alone.length === documents.length) {
    return [];
  }
  const text = t("alone");
  const font = `700 13px ${FONT}`;
  const width = textWidth(text, 700, 13);
  const x = Math.min(bounds.left * scale, limit[2] - width);
  const y = bounds.top * scale - 14;
  const box = [x, y - 8, x + width, y + 8];
  if (!grid.isFree(box)) {
    return [];
  }
  grid.add(...box);
  return [{ text, x, y, align: "left", font, color: NEUTRAL[scene.theme], box }];
}

/** Returns the visible members of each community, the largest community first: [[community, documents], ...]. */
function communityMembers(scene) {
  const members = new Map();
  for (const index of scene.order) {
    const { group } = documents[index];
    if (group >= 0 && scene.shown.degree[index]) {
      if (!members.has(group)) {
        members.set(group, []);
      }
      members.get(group).push(index);
    }
  }
  return [...members].filter(([, nodes]) => nodes.length > 2).sort((one, other) => other[1].length - one[1].length);
}

/** Returns the box of the middles of documents, in px. */
function middles(nodes, scale) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const index of nodes) {
    const x = positions.x[index];
    const y = positions.y[index];
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return [left * scale, top * scale, right * scale, bottom * scale];
}

/** Returns the names of the communities that have room for them: in full, else the first subject. */
function communityLabels(scene, grid, scale, limit) {
  const labels = [];
  const height = isUpright ? 13 : 15;
  for (const [group, nodes] of communityMembers(scene)) {
    if (category("community", documents[nodes[0]]) === "*" && scale < CLOSER) {
      continue;
    }
    const members = middles(nodes, scale);
    const { left, top, right, bottom } = scene.bounds(nodes);
    const owner = [left * scale, top * scale, right * scale, bottom * scale];
    const fits = (box) => isNearest(grid, box, owner);
    const full = clip(communities[group], NAME);
    for (const text of isUpright ? [full.split(" · ")[0]] : [full, full.split(" · ")[0]]) {
      const boxes = titleBoxes(members, textWidth(text, 700, height), height, [limit[0], limit[2]]);
      const placement = firstFree(grid, boxes, [-Infinity, limit[1], Infinity, limit[3]], fits);
      if (placement) {
        grid.add(...placement.box);
        const color = ink(scene.colors[nodes[0]], scene.theme);
        labels.push({ ...placement, text, font: `700 ${height}px ${FONT}`, color });
        break;
      }
    }
  }
  return labels;
}
