// Says in one line what the picture means, by its layout.

import { documents } from "./data.js";
import { t } from "./language.js";
import { laneMode } from "./layouts.js";

/** What parts the line. */
export const PART = " · ";

/**
 * @param {import("./state.js").State} state
 * @param {import("./layouts.js").Arrangement} arrangement
 * @returns {string}
 */
export function layoutSummary({ layout, color }, { center }) {
  return t(`sight-${layout}`, {
    color: t(`color-${color}`),
    lanes: t(`color-${laneMode(color)}`),
    label: documents[center]?.label ?? "",
  });
}
