// State and what it shows in, everything that is to be drawn out: sizes, colours, lines and labels.

import { documentAt, documents, relations, reportAt, reports } from "./data.js";
import { category, categoryColor } from "./colors.js";
import { places, radiusOf } from "./ground.js";
import { allLabels, focusLabels } from "./labels.js";
import { focused } from "./state.js";

const WIDTHS = [0.6, 1, 1.9, 3.1, 4.6]; // px of a link, by the class of its weight; up to 1 it is drawn ten times faster
const CLIQUE = 40; // documents of a report between which all links are drawn

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
    const links = nodes.slice(1).flatMap((other, at) => {
      const found = shown.neighbours[nodes[at]].find(([there]) => there === other);
      return found ? [[nodes[at], other, found[1]]] : []; // an old address may name what no report cites together
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
      this.labelled.set(key, spotlit ? focusLabels(this, scale) : allLabels(this, scale));
    }
    return this.labelled.get(key);
  }

  forgetLabels() {
    this.labelled.clear();
  }
}
