// A picture and a scale in, the labels that fit there out: of documents, of communities, of what stands alone.

import { alone, communities, documents, radius } from "./data.js";
import { category, categoryColor, NEUTRAL } from "./colors.js";
import { isUpright, places } from "./ground.js";
import { t } from "./language.js";
import { around, over, Room, settle } from "./place.js";
import { FONT, measure } from "./ruler.js";
import { clip } from "./text.js";

const LABEL = 34; // letters of a label in the picture
const NAME = 40; // letters of the name of a community
const LABELS = 500; // labels placed at once
const LEGIBLE = 3.2; // px: a smaller circle has no label
const CLOSER = 0.8; // scale from which the smaller communities have room for their names
const NAMED = 1.4; // scale from which documents speak for themselves and their communities need no name

const SOLID = isUpright ? 3 : 4; // px: labels keep off circles of this radius
const HUB = isUpright ? 7 : 11; // px: from this radius on a document has its label whatever stands around it
const BEYOND = isUpright ? [10, 20] : [10, 120]; // px that labels may reach beyond the documents, left and right

const BESIDE = 70; // px: the same round what is picked, on an upright screen

export function allLabels(picture, scale) {
  const room = new Room();
  for (const index of picture.order) {
    const size = picture.sizes[index] * scale;
    if (size < SOLID) {
      break;
    }
    keepOff(room, index, scale, size);
  }
  const bounds = picture.bounds();
  const limit = bounds && [bounds.left * scale - BEYOND[0], bounds.right * scale + BEYOND[1]];
  const names = aloneLabel(picture, room, scale, limit);
  if (picture.state.color === "community" && scale < NAMED) {
    names.push(...communityLabels(picture, room, scale, limit));
  }
  const texts = new Room();
  for (const { box } of names) {
    texts.take(box);
  }
  const labels = [];
  for (const index of picture.order) {
    if (labels.length >= LABELS || picture.sizes[index] * scale < LEGIBLE) {
      break;
    }
    tryLabel(picture, room, index, scale, labels, { texts, limit });
  }
  return [...labels, ...names];
}

export function focusLabels(picture, scale) {
  const room = new Room();
  const { nodes, mains } = picture.focus;
  for (const index of nodes.slice(0, LABELS)) {
    keepOff(room, index, scale, picture.sizes[index] * scale);
  }
  const { left, right } = picture.bounds(nodes);
  const limit = isUpright ? [left * scale - BESIDE, right * scale + BESIDE] : undefined;
  const texts = new Room();
  const labels = [];
  for (const index of [...new Set([...mains, ...nodes])].slice(0, LABELS)) {
    tryLabel(picture, room, index, scale, labels, {
      texts,
      limit,
      weight: mains.includes(index) && mains.length < 8 ? 600 : 400,
    });
  }
  return labels;
}

function keepOff(room, index, scale, size) {
  const x = places.x[index] * scale;
  const y = places.y[index] * scale;
  const half = size * 0.85;
  room.take([x - half, y - half, x + half, y + half]);
}

// A hub that stands too close among others is named all the same: its label may cover circles, but no other text.
function tryLabel(picture, room, index, scale, labels, { texts, limit = [-Infinity, Infinity], weight = 400 }) {
  const text = clip(documents[index].label, LABEL);
  const size = picture.sizes[index] * scale;
  const height = 11 + Math.round(3 * Math.sqrt(picture.shown.counts[index] / radius.most));
  const font = `${weight} ${height}px ${FONT}`;
  const width = measure(text, weight, height);
  const isHub = size >= HUB && picture.shown.degree[index] > 0;
  const all = around(places.x[index] * scale, places.y[index] * scale, size, width + 4, height + 4);
  const within = all.filter(({ box }) => box[0] >= limit[0] && box[2] <= limit[1]);
  const spots = within.length || weight === 400 ? within : all;
  const place = settle(room, spots) || (isHub || weight > 400 ? settle(texts, spots) : null);
  if (place) {
    room.take(place.box);
    texts.take(place.box);
    labels.push({ text, x: place.x, y: place.y, align: place.align, font, color: null, box: place.box });
  }
}

// The heading over the documents that stand beside the graph.
function aloneLabel(picture, room, scale, limit) {
  const bounds = picture.bounds(alone.filter((index) => picture.shown.shown[index]));
  if (!bounds || alone.length === documents.length) {
    return [];
  }
  const text = t("alone");
  const font = `700 13px ${FONT}`;
  const width = measure(text, 700, 13);
  const x = Math.min(bounds.left * scale, limit[1] - width);
  const y = bounds.top * scale - 14;
  const box = [x, y - 8, x + width, y + 8];
  room.take(box);
  return [{ text, x, y, align: "left", font, color: NEUTRAL[picture.theme], box }];
}

// The shown members of each community, the largest community first: [[community, documents], ...].
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

// In full where that is free, else by its first subject; the name of a large one may cover circles, but no other name.
function communityLabels(picture, room, scale, limit) {
  const labels = [];
  const taken = new Room();
  const height = isUpright ? 13 : 15;
  for (const [group, nodes] of communityMembers(picture)) {
    const key = category("community", documents[nodes[0]]);
    const isSmall = key === "*";
    if (isSmall && scale < CLOSER) {
      continue;
    }
    const xs = Float64Array.from(nodes, (index) => places.x[index] * scale).sort();
    const ys = Float64Array.from(nodes, (index) => places.y[index] * scale).sort();
    const spots = (text) => over(xs, ys, measure(text, 700, height), height, limit);
    const full = clip(communities[group], NAME);
    const [short] = full.split(" · ");
    const tries = [[full, room], [short, room], ...(isSmall ? [] : [[short, taken]])].slice(isUpright ? 1 : 0);
    for (const [text, free] of tries) {
      const place = settle(free, spots(text));
      if (place) {
        room.take(place.box);
        taken.take(place.box);
        const color = categoryColor("community", key, picture.theme);
        labels.push({ ...place, text, font: `700 ${height}px ${FONT}`, color });
        break;
      }
    }
  }
  return labels;
}
