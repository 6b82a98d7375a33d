// Derives what a state shows: documents, their counts, and the links between them.

import { documentAt, documents, drawnAtFirst, reports } from "./data.js";
import { category } from "./colors.js";
import { CHOICES, citedIn } from "./confidence.js";
import { cocitation, neighbors } from "./cocitation.js";
import { focused } from "./state.js";

/**
 * @typedef {object} Shown what a state shows; lists have one entry per document
 * @property {Uint32Array} counts reports that cite it
 * @property {Uint32Array} degree its links
 * @property {[number, number, number][][]} neighbors document, weight and link
 * @property {boolean[]} lasting whether it passes the filters on documents, whichever reports count
 * @property {boolean[]} passing whether it passes all filters
 * @property {boolean[]} shown whether it is drawn
 * @property {import("./cocitation.js").Links} links
 * @property {number[]} drawn the links that are drawn
 * @property {number} strongest links drawn per document; 0: all
 * @property {{reports: number, passing: number, shown: number}} totals
 */

const MAX_READABLE = 1500; // the most links that are readable; above, each document shows its strongest
const STRONGEST = 5;

/** Fields whose change requires a new derivation. */
export const SHAPING = new Set([
  "color",
  "hidden",
  "kinds",
  "terms",
  "scopes",
  "statuses",
  "issuer",
  "documentYears",
  "reportYears",
  "undated",
  "confidence",
  "leastReports",
  "leastWeight",
  "strongest",
  "drawn",
]);

const within = (year, span) => !span || (year !== null && year >= span[0] && year <= span[1]);

/**
 * @param {import("./state.js").State} state
 * @param {import("./data.js").ReportRow} report
 * @returns {boolean} whether the report is in the selected years, or undated and kept
 */
export function reportIsOn(state, report) {
  return (report.year === null && state.undated) || within(report.year, state.reportYears);
}

function lasts(state, row) {
  return (
    !state.kinds.includes(row.kind) &&
    !state.terms.includes(row.term || "") &&
    !state.scopes.includes(row.scope) &&
    !state.statuses.includes(row.status) &&
    (!state.issuer || row.issuer === state.issuer) &&
    within(row.year, state.documentYears) &&
    !(state.hidden.length && state.hidden.includes(category(state.color, row)))
  );
}

/** Counts the reports of each document, and all that have a citation that counts. */
function countReports(state, isOn) {
  const counts = new Uint32Array(documents.length);
  let citing = 0;
  for (const report of reports.filter(isOn)) {
    const counted = citedIn(report, state.confidence);
    citing += counted.length || !report.cites.length ? 1 : 0;
    for (const cited of counted) {
      counts[cited] += 1;
    }
  }
  return { counts, citing };
}

/**
 * @param {import("./state.js").State} state
 * @returns {Shown}
 */
export function derive(state) {
  const isOn = (report) => reportIsOn(state, report);
  const { counts, citing } = countReports(state, isOn);
  const most = state.drawn ?? drawnAtFirst;
  const least = Math.max(state.leastReports, state.reportYears || state.confidence !== CHOICES[0] ? 1 : 0);
  const lasting = documents.map((row) => lasts(state, row));
  const passing = lasting.map((lasted, index) => lasted && counts[index] >= least);
  const { kind, ids } = focused(state.focus);
  const wanted = new Set("dep".includes(kind) && kind ? ids.map(documentAt) : []);
  let left = most;
  const shown = passing.map((passed, index) => passed && (left-- > 0 || wanted.has(index)));
  const isShown = (index) => shown[index];
  const links = cocitation(reports, isOn, isShown, documents.length, CHOICES.indexOf(state.confidence));
  const strongest = state.strongest ?? (links.length > MAX_READABLE ? STRONGEST : 0);
  const drawn = [];
  for (let k = 0; k < links.length; k += 1) {
    if (links.weight[k] >= state.leastWeight && (!strongest || links.rank[k] < strongest)) {
      drawn.push(k);
    }
  }
  const degree = new Uint32Array(documents.length);
  for (let k = 0; k < links.length; k += 1) {
    degree[links.from[k]] += 1;
    degree[links.to[k]] += 1;
  }
  let lists = null;
  return {
    counts,
    degree,
    // Computed on first use, when the reader selects something.
    get neighbors() {
      lists ??= neighbors(links, documents.length);
      return lists;
    },
    lasting,
    passing,
    shown,
    links,
    drawn,
    strongest,
    totals: {
      reports: citing,
      passing: passing.filter(Boolean).length,
      shown: shown.filter(Boolean).length,
    },
  };
}
