// A press of the play button in, the graph growing year by year of its reports out.

import { byId } from "./dom.js";
import { reportYears } from "./data.js";
import { adjust, current, go, subscribe } from "./state.js";

const PACE = 900; // ms a year
const sign = byId("year");
let timer = 0;
let year = 0;
let ended = () => {};

export function isPlaying() {
  return timer !== 0;
}

function stop() {
  clearInterval(timer);
  timer = 0;
  sign.hidden = true;
  ended();
}

function step() {
  const [first, last] = reportYears;
  year += 1;
  if (year > last) {
    stop();
    return;
  }
  sign.textContent = String(year);
  adjust({ reportYears: year === last ? null : [first, year] });
}

export function togglePlay() {
  if (isPlaying()) {
    stop();
    return;
  }
  if (!reportYears) {
    return;
  }
  const [first, last] = reportYears;
  const span = current().reportYears;
  year = span && span[0] === first && span[1] < last ? span[1] : first;
  sign.hidden = false;
  sign.textContent = String(year);
  timer = setInterval(step, PACE);
  go({ reportYears: [first, year], view: "graph" });
  ended();
}

export function startPlayer(onEnd) {
  ended = onEnd;
  // Another hand on the years, or another view, ends the play.
  subscribe((state, changed) => {
    const playing = state.reportYears ? state.reportYears[1] : reportYears?.[1];
    if (isPlaying() && ((changed.has("reportYears") && playing !== year) || state.view !== "graph")) {
      stop();
    }
  });
}
