// State and what it shows in, everything that is to be drawn out: places, sizes, colours, lines and labels.

import { alone, communities, documentAt, documents, radius, relations, reportAt, reports } from "./data.js";
import { category, categoryColor, NEUTRAL } from "./colors.js";
import { around, over, Room, settle } from "./place.js";
import { FONT, measure } from "./ruler.js";
import { t } from "./language.js";
import { focused } from "./state.js";
import { clip } from "./text.js";

const LABEL = 34; // letters of a label in the picture
const NAME = 40; // letters of the name of a community
const LABELS = 500; // labels placed at once
const LEGIBLE = 3.2; // px: a smaller circle has no label
const WIDTHS = [0.6, 1, 1.9, 3.1, 4.6]; // px of a link, by the class of its weight; up to 1 it is drawn ten times faster
const CLOSER = 0.8; // scale from which the smaller communities have room for their names
const NAMED = 1.4; // scale from which documents speak for themselves and their communities need no name
const CLIQUE = 40; // documents of a report between which all links are drawn

// The layout is wider than high; a screen that is held upright shows it turned over.
const isUpright = matchMedia("(max-aspect-ratio: 4/5)").matches;

const SOLID = isUpright ? 3 : 4; // px: labels keep off circles of this radius
const HUB = isUpright ? 7 : 11; // px: from this radius on a document has its label whatever stands around it
const BEYOND = isUpright ? [10, 20] : [10, 120]; // px that labels may reach beyond the documents, left and right

const BESIDE = 70; // px: the same round what is picked, on an upright screen

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

export function widthOf(weight) {
  return WIDTHS[widthClass(weight)];
}

function widthClass(weight) {
  return weight < 2 ? 0 : weight < 4 ? 1 : weight < 10 ? 2 : weight < 30 ? 3 : 4;
}

// What stands out: documents (the first `mains` of them above all) and links between them.
function spotlight(state, shown) {
  const { kind, ids } = focused(state.focus);
  const visible = (index) => index >= 0 && shown.shown[index];
  if (kind === "d") {
    const main = documentAt(ids[0]);
    const list = main < 0 ? [] : shown.neighbours[main].filter(([, weight]) => weight >= state.leastWeight);
    return {
      mains: [main],
      nodes: [main, ...list.map(([other]) => other)].filter(visible),
      links: list.map(([other, weight]) => [main, other, weight]),
    };
  }
  if (kind === "e" || kind === "p") {
    const nodes = ids.map(documentAt).filter(visible);
    const links = nodes.slice(1).map((other, at) => {
      const found = shown.neighbours[nodes[at]].find(([there]) => there === other);
      return [nodes[at], other, found ? found[1] : 1];
    });
    return { mains: nodes, nodes, links };
  }
  if (kind === "r") {
    const at = reportAt(ids[0]);
    const nodes = at < 0 ? [] : reports[at].cites.filter(visible);
    const links =
      nodes.length > CLIQUE ? [] : nodes.flatMap((one, i) => nodes.slice(i + 1).map((other) => [one, other, 1]));
    return { mains: nodes, nodes, links };
  }
  return null;
}

export class Picture {
  constructor(state, shown, theme) {
    Object.assign(this, { state, shown, theme });
    this.sizes = Float64Array.from(shown.counts, radiusOf);
    this.keys = documents.map((row) => category(state.color, row));
    const colors = new Map([...new Set(this.keys)].map((key) => [key, categoryColor(state.color, key, theme)]));
    this.colors = this.keys.map((key) => colors.get(key));
    // Most cited first under the filters in force: the order of size, and of the right to a label.
    this.order = documents.map((row) => row.index).filter((index) => shown.shown[index]);
    this.order.sort((one, other) => shown.counts[other] - shown.counts[one] || one - other);
    this.relations = state.relations
      ? relations.filter(([newer, older]) => shown.shown[newer] && shown.shown[older])
      : [];
    this.focus = spotlight(state, shown);
    if (this.focus && !this.focus.nodes.length) {
      this.focus = null;
    }
    this.labelled = new Map();
  }

  label(index) {
    return clip(documents[index].label, LABEL);
  }

  // Links to draw in one stroke each: [colour or null where the ends differ, class of width, links].
  batches() {
    const groups = new Map();
    const { from, to, weight } = this.shown.links;
    for (const k of this.shown.drawn) {
      const color = this.keys[from[k]] === this.keys[to[k]] ? this.colors[from[k]] : null;
      const level = widthClass(weight[k]);
      const key = `${color}${level}`;
      if (!groups.has(key)) {
        groups.set(key, { color, width: WIDTHS[level], alpha: this.alpha(color, level), links: [] });
      }
      groups.get(key).links.push(k);
    }
    // Broad above thin, coloured above grey.
    return [...groups.values()].sort(
      (one, other) => one.width - other.width || Boolean(one.color) - Boolean(other.color),
    );
  }

  // The more links there are the fainter each is drawn, so that their sum stays legible.
  alpha(color, level) {
    const crowd = Math.min(1, Math.sqrt(1200 / Math.max(1, this.shown.drawn.length)));
    return Math.min(0.85, (color ? 0.34 : 0.2) * (0.45 + 0.55 * crowd) + level * 0.1);
  }

  // Bounds with the labels of a scale, which reach further than the circles.
  extent(nodes, scale) {
    const bounds = this.bounds(nodes);
    if (!bounds) {
      return null;
    }
    let { left, top, right, bottom } = bounds;
    const labels = nodes && nodes !== this.focus?.nodes ? [] : this.labels(scale, { spotlit: Boolean(this.focus) });
    for (const { box } of labels) {
      left = Math.min(left, box[0] / scale);
      top = Math.min(top, box[1] / scale);
      right = Math.max(right, box[2] / scale);
      bottom = Math.max(bottom, box[3] / scale);
    }
    return { left, top, right, bottom };
  }

  bounds(nodes = this.order) {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const index of nodes) {
      const size = this.sizes[index];
      left = Math.min(left, places.x[index] - size);
      top = Math.min(top, places.y[index] - size);
      right = Math.max(right, places.x[index] + size);
      bottom = Math.max(bottom, places.y[index] + size);
    }
    return left <= right ? { left, top, right, bottom } : null;
  }

  // Labels that fit at a scale, in px of that scale: [{text, x, y, align, font, color}], for the whole or the spotlight.
  labels(scale, { spotlit = false } = {}) {
    const key = `${scale.toPrecision(4)}${spotlit}`;
    if (!this.labelled.has(key)) {
      if (this.labelled.size > 8) {
        this.labelled.clear();
      }
      this.labelled.set(key, spotlit ? this.focusLabels(scale) : this.allLabels(scale));
    }
    return this.labelled.get(key);
  }

  forgetLabels() {
    this.labelled.clear();
  }

  allLabels(scale) {
    const room = new Room();
    for (const index of this.order) {
      const size = this.sizes[index] * scale;
      if (size < SOLID) {
        break;
      }
      this.keepOff(room, index, scale, size);
    }
    const bounds = this.bounds();
    const limit = bounds && [bounds.left * scale - BEYOND[0], bounds.right * scale + BEYOND[1]];
    const names = this.aloneLabel(room, scale, limit);
    if (this.state.color === "community" && scale < NAMED) {
      names.push(...this.communityLabels(room, scale, limit));
    }
    const texts = new Room();
    for (const { box } of names) {
      texts.take(box);
    }
    const labels = [];
    for (const index of this.order) {
      if (labels.length >= LABELS || this.sizes[index] * scale < LEGIBLE) {
        break;
      }
      this.tryLabel(room, index, scale, labels, { texts, limit });
    }
    return [...labels, ...names];
  }

  focusLabels(scale) {
    const room = new Room();
    const { nodes, mains } = this.focus;
    for (const index of nodes.slice(0, LABELS)) {
      this.keepOff(room, index, scale, this.sizes[index] * scale);
    }
    const { left, right } = this.bounds(nodes);
    const limit = isUpright ? [left * scale - BESIDE, right * scale + BESIDE] : undefined;
    const texts = new Room();
    const labels = [];
    for (const index of [...new Set([...mains, ...nodes])].slice(0, LABELS)) {
      this.tryLabel(room, index, scale, labels, {
        texts,
        limit,
        weight: mains.includes(index) && mains.length < 8 ? 600 : 400,
      });
    }
    return labels;
  }

  keepOff(room, index, scale, size) {
    const x = places.x[index] * scale;
    const y = places.y[index] * scale;
    const half = size * 0.85;
    room.take([x - half, y - half, x + half, y + half]);
  }

  // A hub that stands too close among others is named all the same: its label may cover circles, but no other text.
  tryLabel(room, index, scale, labels, { texts, limit = [-Infinity, Infinity], weight = 400 }) {
    const text = this.label(index);
    const size = this.sizes[index] * scale;
    const height = 11 + Math.round(3 * Math.sqrt(this.shown.counts[index] / radius.most));
    const font = `${weight} ${height}px ${FONT}`;
    const width = measure(text, weight, height);
    const isHub = size >= HUB && this.shown.degree[index] > 0;
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
  aloneLabel(room, scale, limit) {
    const bounds = this.bounds(alone.filter((index) => this.shown.shown[index]));
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
    return [{ text, x, y, align: "left", font, color: NEUTRAL[this.theme], box }];
  }

  // The shown members of each community, the largest community first: [[community, documents], ...].
  communityMembers() {
    const members = new Map();
    for (const index of this.order) {
      const { group } = documents[index];
      if (group >= 0 && this.shown.degree[index]) {
        if (!members.has(group)) {
          members.set(group, []);
        }
        members.get(group).push(index);
      }
    }
    return [...members].filter(([, nodes]) => nodes.length > 2).sort((one, other) => other[1].length - one[1].length);
  }

  // In full where that is free, else by its first subject; the name of a large one may cover circles, but no other name.
  communityLabels(room, scale, limit) {
    const labels = [];
    const taken = new Room();
    const height = isUpright ? 13 : 15;
    for (const [group, nodes] of this.communityMembers()) {
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
          const color = categoryColor("community", key, this.theme);
          labels.push({ ...place, text, font: `700 ${height}px ${FONT}`, color });
          break;
        }
      }
    }
    return labels;
  }
}
