// Tells how sure citations are, and which of them count.

import { levels as least, reports } from "./data.js";

/** The choices of the filter; each is the least level of the citations that count. */
export const CHOICES = ["all", "likely", "sure"];

/** The highest level. */
export const SURE = CHOICES.length - 1;

/** The least confidence of each level. */
export const LEAST = [0, ...least];

/** The opacity of a link by the level of its surest report. */
export const OPACITY = [0.35, 0.62, 1];

/**
 * @param {number} confidence 0 to 1
 * @returns {number} its level
 */
export function levelOf(confidence) {
  return LEAST.findLastIndex((needed) => confidence >= needed);
}

/**
 * @param {import("./data.js").ReportRow} report
 * @param {string} choice of the filter
 * @returns {number[]} the documents that it cites at least so surely
 */
export function citedIn(report, choice) {
  const least = CHOICES.indexOf(choice);
  return report.levels && least ? report.cites.filter((_, at) => report.levels[at] >= least) : report.cites;
}

/** @returns {number[]} how many citations count by each choice; several of one document in a report are one */
export function citationCounts() {
  const counts = CHOICES.map(() => 0);
  for (const { cites, levels } of reports) {
    for (const at of cites.keys()) {
      for (let level = levels ? levels[at] : SURE; level >= 0; level -= 1) {
        counts[level] += 1;
      }
    }
  }
  return counts;
}
