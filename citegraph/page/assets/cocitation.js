// Computes the links between documents from the reports that cite them.

import { SURE } from "./confidence.js";

/**
 * @typedef {object} Links columns of equal length
 * @property {number[]} from document
 * @property {number[]} to document
 * @property {number[]} weight reports that cite both
 * @property {number[]} level how sure the citations of its surest report are
 * @property {Uint32Array} rank of the link among those of its ends; 0 if it is the strongest of one of them
 * @property {number} length
 */

/**
 * Returns every pair of visible documents that at least one report cites together.
 * @param {import("./data.js").ReportRow[]} reports
 * @param {(report: import("./data.js").ReportRow) => boolean} isOn which reports count
 * @param {(index: number) => boolean} isShown which documents count
 * @param {number} size number of documents
 * @param {number} [least] the least level of the citations that count
 * @returns {Links}
 */
export function cocitation(reports, isOn, isShown, size, least = 0) {
  const keys = [];
  for (const report of reports) {
    if (!isOn(report)) {
      continue;
    }
    const { cites, levels } = report;
    const counts = (document, at) => isShown(document) && !(levels?.[at] < least);
    const cited = cites.filter(counts);
    const sureness = levels ? levels.filter((_, at) => counts(cites[at], at)) : null;
    for (let i = 0; i < cited.length; i += 1) {
      for (let j = i + 1; j < cited.length; j += 1) {
        const level = sureness ? Math.min(sureness[i], sureness[j]) : SURE;
        keys.push((cited[i] * size + cited[j]) * LEVELS + level);
      }
    }
  }
  return rank(count(Float64Array.from(keys).sort(), size), size);
}

const LEVELS = SURE + 1;

/** Counts equal pairs; the surest of a pair comes last. */
function count(sorted, size) {
  const [from, to, weight, level] = [[], [], [], []];
  for (let i = 0; i < sorted.length; ) {
    const pair = Math.floor(sorted[i] / LEVELS);
    let end = i + 1;
    while (end < sorted.length && Math.floor(sorted[end] / LEVELS) === pair) {
      end += 1;
    }
    from.push(Math.floor(pair / size));
    to.push(pair % size);
    weight.push(end - i);
    level.push(sorted[end - 1] % LEVELS);
    i = end;
  }
  return { from, to, weight, level, length: from.length };
}

function rank(links, size) {
  const order = Uint32Array.from({ length: links.length }, (_, k) => k);
  order.sort((one, other) => links.weight[other] - links.weight[one] || one - other);
  const seen = new Uint32Array(size);
  const ranks = new Uint32Array(links.length);
  for (const k of order) {
    const from = links.from[k];
    const to = links.to[k];
    ranks[k] = Math.min(seen[from], seen[to]);
    seen[from] += 1;
    seen[to] += 1;
  }
  return { ...links, rank: ranks };
}

/**
 * @param {Links} links
 * @param {number} size number of documents
 * @returns {[number, number, number][][]} for each document: [other, weight, link], strongest first
 */
export function neighbors(links, size) {
  const lists = Array.from({ length: size }, () => []);
  for (let k = 0; k < links.length; k += 1) {
    lists[links.from[k]].push([links.to[k], links.weight[k], k]);
    lists[links.to[k]].push([links.from[k], links.weight[k], k]);
  }
  for (const list of lists) {
    list.sort((one, other) => other[1] - one[1] || one[0] - other[0]);
  }
  return lists;
}

/**
 * Finds the path with the fewest links; of several, the one with the strongest links.
 * @param {[number, number, number][][]} lists as `neighbors` returns them
 * @param {number} start document
 * @param {number} goal document
 * @returns {number[] | null} the documents on the path, or null
 */
export function shortestPath(lists, start, goal) {
  const via = new Map([[start, -1]]);
  let edge = [start];
  while (edge.length && !via.has(goal)) {
    const reached = new Map();
    for (const here of edge) {
      for (const [other, weight] of lists[here]) {
        if (!via.has(other) && weight > (reached.get(other)?.weight ?? 0)) {
          reached.set(other, { here, weight });
        }
      }
    }
    for (const [other, { here }] of reached) {
      via.set(other, here);
    }
    edge = [...reached.keys()];
  }
  if (!via.has(goal)) {
    return null;
  }
  const path = [];
  for (let at = goal; at >= 0; at = via.get(at)) {
    path.unshift(at);
  }
  return path;
}
