// State and what it shows in, everything that is to be drawn out: places, sizes, colours, lines and labels.

import { alone, communities, documentAt, documents, radius, relations, reportAt, reports } from "./data.js";
import { category, categoryColor, NEUTRAL } from "./colors.js";
import { around, Room, settle } from "./place.js";
import { t } from "./language.js";
import { focused } from "./state.js";
import { clip } from "./text.js";

export const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';
const LABEL = 34; // letters of a label in the picture
const LABELS = 500; // labels placed at once
const LEGIBLE = 3.2; // px: a smaller circle has no label
const SOLID = 4; // px: labels keep off circles of this radius
const HUB = 11; // px: from this radius on a document has its label whatever stands around it
const WIDTHS = [0.6, 1.1, 1.9, 3.1, 4.6]; // px of a link, by the class of its weight
const CLOSER = 0.8; // scale from which the smaller communities have room for their names
const NAMED = 1.4; // scale from which documents speak for themselves and their communities need no name
const CLIQUE = 40; // documents of a report between which all links are drawn

export const places = {
  x: Float64Array.from(documents, (row) => row.x),
  y: Float64Array.from(documents, (row) => row.y),
};

export function placeAll(moved) {
  for (const row of documents) {
    [places.x[row.index], places.y[row.index]] = moved[row.id] || [row.x, row.y];
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

const ruler = document.createElement("canvas").getContext("2d");
const measured = new Map();

function measure(text, font) {
  const key = font + text;
  if (!measured.has(key)) {
    ruler.font = font;
    measured.set(key, ruler.measureText(text).width);
  }
  return measured.get(key);
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
    const names = this.aloneLabel(room, scale);
    if (this.state.color === "community" && scale < NAMED) {
      names.push(...this.communityLabels(room, scale));
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
      this.tryLabel(room, index, scale, labels, { texts });
    }
    return [...labels, ...names];
  }

  focusLabels(scale) {
    const room = new Room();
    const { nodes, mains } = this.focus;
    for (const index of nodes.slice(0, LABELS)) {
      this.keepOff(room, index, scale, this.sizes[index] * scale);
    }
    const texts = new Room();
    const labels = [];
    for (const index of [...new Set([...mains, ...nodes])].slice(0, LABELS)) {
      this.tryLabel(room, index, scale, labels, {
        texts,
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
  tryLabel(room, index, scale, labels, { texts, weight = 400 }) {
    const text = this.label(index);
    const size = this.sizes[index] * scale;
    const height = 11 + Math.round(3 * Math.sqrt(this.shown.counts[index] / radius.most));
    const font = `${weight} ${height}px ${FONT}`;
    const spots = around(places.x[index] * scale, places.y[index] * scale, size, measure(text, font), height + 4);
    const place = settle(room, spots) || (size >= HUB || weight > 400 ? settle(texts, spots) : null);
    if (place) {
      room.take(place.box);
      texts.take(place.box);
      labels.push({ text, x: place.x, y: place.y, align: place.align, font, color: null, box: place.box });
    }
  }

  // The heading over the documents that stand beside the graph.
  aloneLabel(room, scale) {
    const bounds = this.bounds(alone.filter((index) => this.shown.shown[index]));
    if (!bounds || alone.length === documents.length) {
      return [];
    }
    const text = t("alone");
    const font = `700 13px ${FONT}`;
    const x = bounds.left * scale;
    const y = bounds.top * scale - 14;
    const box = [x, y - 8, x + measure(text, font), y + 8];
    room.take(box);
    return [{ text, x, y, align: "left", font, color: NEUTRAL[this.theme], box }];
  }

  communityLabels(room, scale) {
    const members = new Map();
    for (const index of this.order) {
      const { group } = documents[index];
      if (group >= 0 && this.shown.degree[index]) {
        members.set(group, [...(members.get(group) || []), index]);
      }
    }
    const labels = [];
    const height = 15;
    const font = `700 ${height}px ${FONT}`;
    for (const [group, nodes] of [...members].sort((one, other) => other[1].length - one[1].length)) {
      const isSmall = category("community", documents[nodes[0]]) === "*";
      if (nodes.length < 3 || (isSmall && scale < CLOSER)) {
        continue;
      }
      const xs = nodes.map((index) => places.x[index] * scale).sort((one, other) => one - other);
      const ys = nodes.map((index) => places.y[index] * scale).sort((one, other) => one - other);
      const at = (list, share) => list[Math.min(list.length - 1, Math.floor(list.length * share))];
      const text = clip(communities[group], LABEL);
      const half = measure(text, font) / 2 + 4;
      const middle = at(xs, 0.5);
      const spots = [];
      for (const [x, y] of [
        [middle, at(ys, 0.06) - 20],
        [middle, at(ys, 0.94) + 20],
        [at(xs, 0.25), at(ys, 0) - 16],
        [at(xs, 0.75), at(ys, 0) - 16],
        [at(xs, 0.25), at(ys, 1) + 16],
        [at(xs, 0.75), at(ys, 1) + 16],
        [at(xs, 0) - half - 8, at(ys, 0.5)],
        [at(xs, 1) + half + 8, at(ys, 0.5)],
        [middle, at(ys, 0.3)],
        [middle, at(ys, 0.7)],
        [middle, at(ys, 0) - 40],
        [middle, at(ys, 1) + 40],
      ]) {
        spots.push({ align: "center", x, y, box: [x - half, y - height / 2 - 4, x + half, y + height / 2 + 4] });
      }
      const place = settle(room, spots);
      if (place) {
        room.take(place.box);
        labels.push({
          text,
          x: place.x,
          y: place.y,
          align: "center",
          font,
          color: categoryColor("community", category("community", documents[nodes[0]]), this.theme),
          box: place.box,
        });
      }
    }
    return labels;
  }
}
