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
  let most = 0;
  for (const { cites } of reports) {
    most += (cites.length * (cites.length - 1)) / 2;
  }
  const keys = wholeNumbers(most, size * size * LEVELS);
  const cited = [];
  let length = 0;
  for (const report of reports) {
    if (report.cites.length < 2 || !isOn(report)) {
      continue;
    }
    const counted = keepCounted(report, isShown, least, cited);
    for (let i = 0; i < counted; i += 2) {
      const row = cited[i] * size;
      for (let j = i + 2; j < counted; j += 2) {
        keys[length] = (row + cited[j]) * LEVELS + Math.min(cited[i + 1], cited[j + 1]);
        length += 1;
      }
    }
  }
  return rank(count(keys.subarray(0, length).sort(), size), size);
}

// What follows runs before the first picture: plain loops, because taking lists apart is slow in code not yet warm.

const LEVELS = SURE + 1;

/** Returns a typed array for whole numbers below a limit. */
function wholeNumbers(length, limit) {
  return limit < 2 ** 32 ? new Uint32Array(length) : new Float64Array(length);
}

/** Writes the documents that count, each with its level, to the beginning of a list; returns how many entries these are. */
function keepCounted({ cites, levels }, isShown, least, cited) {
  let counted = 0;
  for (let at = 0; at < cites.length; at += 1) {
    const level = levels?.[at] ?? SURE;
    if (level >= least && isShown(cites[at])) {
      cited[counted] = cites[at];
      cited[counted + 1] = level;
      counted += 2;
    }
  }
  return counted;
}

/** Counts equal pairs; the surest of a pair comes last. */
function count(sorted, size) {
  const [from, to, weight, level] = [[], [], [], []];
  for (let i = 0; i < sorted.length; ) {
    const pair = Math.floor(sorted[i] / LEVELS);
    const next = (pair + 1) * LEVELS;
    const start = i;
    while (sorted[i] < next) {
      i += 1;
    }
    from.push(Math.floor(pair / size));
    to.push(pair % size);
    weight.push(i - start);
    level.push(sorted[i - 1] % LEVELS);
  }
  return { from, to, weight, level, length: from.length };
}

function rank(links, size) {
  const { from, to, weight, length } = links;
  let most = 0;
  for (let k = 0; k < length; k += 1) {
    most = Math.max(most, weight[k]);
  }
  const order = wholeNumbers(length, (most + 1) * length); // the strongest first, and of equals the first
  for (let k = 0; k < length; k += 1) {
    order[k] = (most - weight[k]) * length + k;
  }
  order.sort();
  const seen = new Uint32Array(size);
  const ranks = new Uint32Array(length);
  for (let at = 0; at < length; at += 1) {
    const k = order[at] % length;
    const one = seen[from[k]];
    const other = seen[to[k]];
    ranks[k] = Math.min(one, other);
    seen[from[k]] += 1;
    seen[to[k]] += 1;
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
