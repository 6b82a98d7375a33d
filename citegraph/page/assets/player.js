// Plays the growth of the graph year by year.

import { byId } from "./dom.js";
import { reportYears } from "./data.js";
import { adjust, current, go, subscribe } from "./state.js";

const YEAR_TIME = 900; // ms per year
const yearSign = byId("year");
let timer = 0;
let year = 0;
let onStop = () => {};

/** @returns {boolean} */
export function isPlaying() {
  return timer !== 0;
}

function stop() {
  clearInterval(timer);
  timer = 0;
  yearSign.hidden = true;
  onStop();
}

function step() {
  const [first, last] = reportYears;
  year += 1;
  if (year > last) {
    stop();
    return;
  }
  yearSign.textContent = String(year);
  adjust({ reportYears: year === last ? null : [first, year] });
}

/** Starts or stops the animation. */
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
  yearSign.hidden = false;
  yearSign.textContent = String(year);
  timer = setInterval(step, YEAR_TIME);
  go({ reportYears: [first, year], view: "graph" });
  onStop();
}

/** @param {() => void} onEnd called when the animation starts or stops */
export function startPlayer(onEnd) {
  onStop = onEnd;
  // Changing the years, or the view, stops the animation.
  subscribe((state, changed) => {
    const playing = state.reportYears ? state.reportYears[1] : reportYears?.[1];
    if (isPlaying() && ((changed.has("reportYears") && playing !== year) || state.view !== "graph")) {
      stop();
    }
  });
}
