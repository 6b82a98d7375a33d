// Computes what is drawn: sizes, colors, links and labels.

import { documentAt, documents, relations, relationsOf, reportAt, reports } from "./data.js";
import { categoryColor, colorKey } from "./colors.js";
import { citedIn, OPACITY, SURE } from "./confidence.js";
import { positions, radiusOf } from "./positions.js";
import { guideShapes } from "./guides.js";
import { allLabels, focusLabels } from "./labels.js";
import { focused } from "./state.js";
import { CLASSES, classOf, widthOf } from "./link-classes.js";

/**
 * @typedef {object} Spotlight what is highlighted
 * @property {number[]} primary the documents highlighted most
 * @property {number[]} nodes all highlighted documents
 * @property {[number, number, number, number][]} links two documents, the reports that cite both, and their level
 */

const OVERVIEW = 60; // the most documents between which all relations are drawn on the map
const LINEAGE = 400; // the most relations that are drawn along the years
const CLIQUE = 40; // the most documents of a report whose links are all highlighted

/** @returns {Spotlight | null} */
function spotlight(state, shown, holds) {
  const { kind, ids } = focused(state.focus);
  const visible = (index) => index >= 0 && shown.shown[index] && holds(index);
  if (kind === "d") {
    const main = documentAt(ids[0]);
    const list = !visible(main)
      ? []
      : shown.neighbors[main].filter(([other, weight]) => weight >= state.leastWeight && holds(other));
    const linked = new Set([main, ...list.map(([other]) => other)]);
    const related = state.relations ? relationsOf(main).map(({ other }) => other) : [];
    return {
      primary: [main],
      nodes: [...linked, ...related.filter((other) => !linked.has(other))].filter(visible),
      links: list.map(([other, weight, k]) => [main, other, weight, shown.links.level[k]]),
    };
  }
  if (kind === "e" || kind === "p") {
    const nodes = ids.map(documentAt).filter(visible);
    const links = nodes.slice(1).flatMap((other, at) => {
      const found = shown.neighbors[nodes[at]].find(([there]) => there === other);
      return found ? [[nodes[at], other, found[1], shown.links.level[found[2]]]] : []; // an old address may name a link that no longer exists
    });
    return { primary: nodes, nodes, links };
  }
  if (kind === "r") {
    const at = reportAt(ids[0]);
    const nodes = at < 0 ? [] : citedIn(reports[at], state.confidence).filter(visible);
    const links =
      nodes.length > CLIQUE ? [] : nodes.flatMap((one, i) => nodes.slice(i + 1).map((other) => [one, other, 1, SURE]));
    return { primary: nodes, nodes, links };
  }
  return null;
}

/** Everything that is drawn for one state. */
export class Scene {
  /**
   * @param {import("./state.js").State} state
   * @param {import("./derive.js").Shown} shown
   * @param {import("./layouts.js").Arrangement} arrangement
   * @param {"light" | "dark"} theme
   */
  constructor(state, shown, arrangement, theme) {
    Object.assign(this, { state, shown, arrangement, theme });
    this.sizes = Float64Array.from(shown.counts, radiusOf);
    this.keys = documents.map((row) => colorKey(state.color, row));
    const colors = new Map([...new Set(this.keys)].map((key) => [key, categoryColor(state.color, key, theme)]));
    this.colors = this.keys.map((key) => colors.get(key));
    // Most cited first under the current filters: the order of sizes, and of placing labels.
    this.order = documents.map((row) => row.index).filter((index) => shown.shown[index] && arrangement.holds(index));
    this.order.sort((one, other) => shown.counts[other] - shown.counts[one] || one - other);
    this.relations = state.relations
      ? relations.filter((ends) => ends.slice(0, 2).every((at) => shown.shown[at] && arrangement.holds(at)))
      : [];
    this.links = this.drawnLinks();
    this.focus = spotlight(state, shown, arrangement.holds);
    if (this.focus && !this.focus.nodes.length) {
      this.focus = null;
    }
    this.labeled = new Map();
    this.groups = { links: null, nodes: null };
  }

  /** Returns the links that are drawn: by time none until a document is chosen, around one document its own. */
  drawnLinks() {
    const { layout, center, holds } = this.arrangement;
    if (layout === "map") {
      return this.shown.drawn;
    }
    return center < 0 ? [] : this.shown.neighbors[center].filter(([other]) => holds(other)).map(([, , k]) => k);
  }

  /** Whether what is highlighted is all there is to see: the document in the middle, with those around it. */
  isAllLit() {
    return this.focus.primary[0] === this.arrangement.center && this.focus.nodes.length === this.order.length;
  }

  /** Returns the relations that are drawn without a selection: in a crowd their lines would cross everything else. */
  overviewRelations() {
    const { layout, center } = this.arrangement;
    if (layout === "center") {
      return this.relations.filter((ends) => ends.includes(center));
    }
    const isFew = layout === "time" ? this.relations.length <= LINEAGE : this.order.length <= OVERVIEW;
    return isFew ? this.relations : [];
  }

  /**
   * Returns the links by color and width, each group to be drawn in one stroke.
   * @returns {{color: string | null, width: number, alpha: number, links: number[]}[]} no color if the ends differ
   */
  batches() {
    this.groups.links ??= this.linkGroups();
    return this.groups.links;
  }

  linkGroups() {
    const places = new Map([...new Set(this.colors)].map((color, at) => [color, at + 1]));
    const colorAt = Uint32Array.from(this.colors, (color) => places.get(color));
    const groups = new Map();
    const { from, to, weight, level } = this.shown.links;
    for (const k of this.links) {
      const isOne = this.keys[from[k]] === this.keys[to[k]];
      const weightClass = classOf(weight[k]);
      const key = ((isOne ? colorAt[from[k]] : 0) * CLASSES.length + weightClass) * OPACITY.length + level[k];
      let group = groups.get(key);
      if (!group) {
        const color = isOne ? this.colors[from[k]] : null;
        const alpha = this.alpha(color, weightClass) * OPACITY[level[k]];
        group = { color, width: widthOf(weight[k]), alpha, links: [] };
        groups.set(key, group);
      }
      group.links.push(k);
    }
    // Wide links are drawn over thin ones, colored over gray ones.
    return [...groups.values()].sort(
      (one, other) => one.width - other.width || Boolean(one.color) - Boolean(other.color),
    );
  }

  /**
   * Returns the documents by color and status, each group to be drawn as one shape.
   * @returns {{color: string, status: string, list: number[]}[]}
   */
  nodeGroups() {
    if (!this.groups.nodes) {
      const groups = new Map();
      for (const index of this.order) {
        const { status } = documents[index];
        const key = this.colors[index] + status;
        let group = groups.get(key);
        if (!group) {
          group = { color: this.colors[index], status, list: [] };
          groups.set(key, group);
        }
        group.list.push(index);
      }
      this.groups.nodes = [...groups.values()];
    }
    return this.groups.nodes;
  }

  /** Returns the opacity of links. The more links, the fainter each is, so that they stay readable together. */
  alpha(color, weightClass) {
    if (this.arrangement.layout === "center") {
      return Math.min(0.85, 0.35 + weightClass * 0.15);
    }
    const crowd = Math.min(1, Math.sqrt(1200 / Math.max(1, this.links.length)));
    return Math.min(0.85, (color ? 0.34 : 0.2) * (0.45 + 0.55 * crowd) + weightClass * 0.1);
  }

  /**
   * @param {number[] | undefined} nodes indices of documents; all by default
   * @param {number} scale
   * @returns {{left: number, top: number, right: number, bottom: number} | null} bounds of circles and labels
   */
  extent(nodes, scale) {
    const bounds = this.bounds(nodes);
    if (!bounds) {
      return null;
    }
    let { left, top, right, bottom } = bounds;
    for (const { x, y, wide, high } of nodes ? [] : guideShapes(this.arrangement)) {
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x + wide);
      bottom = Math.max(bottom, y + high);
    }
    const labels = nodes && nodes !== this.focus?.nodes ? [] : this.labels(scale, { spotlit: Boolean(this.focus) });
    for (const { box } of labels) {
      left = Math.min(left, box[0] / scale);
      top = Math.min(top, box[1] / scale);
      right = Math.max(right, box[2] / scale);
      bottom = Math.max(bottom, box[3] / scale);
    }
    return { left, top, right, bottom };
  }

  /**
   * @param {number[]} [nodes] indices of documents
   * @returns {{left: number, top: number, right: number, bottom: number} | null} bounds of the circles
   */
  bounds(nodes = this.order) {
    let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const index of nodes) {
      const size = this.sizes[index];
      left = Math.min(left, positions.x[index] - size);
      top = Math.min(top, positions.y[index] - size);
      right = Math.max(right, positions.x[index] + size);
      bottom = Math.max(bottom, positions.y[index] + size);
    }
    return left <= right ? { left, top, right, bottom } : null;
  }

  /**
   * @param {number} scale
   * @param {{spotlit?: boolean}} [options] whether to label only what is highlighted
   * @returns {import("./labels.js").Label[]} labels that fit, in px of the scale
   */
  labels(scale, { spotlit = false } = {}) {
    const key = `${scale.toPrecision(4)}${spotlit}`;
    if (!this.labeled.has(key)) {
      if (this.labeled.size > 8) {
        this.labeled.clear();
      }
      this.labeled.set(key, spotlit ? focusLabels(this, scale) : allLabels(this, scale));
    }
    return this.labeled.get(key);
  }

  /** Drops the cached labels, after documents were moved. */
  forgetLabels() {
    this.labeled.clear();
  }
}
