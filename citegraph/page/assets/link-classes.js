// Sorts links into classes by the reports that cite both ends: of widths, and of rings around one document.

// Width of a link in px, by its class. Up to 1 px, drawing is ten times faster.
const WIDTHS = [0.6, 1, 1.9, 3.1, 4.6];

/** The least weight of each class. */
export const CLASSES = [1, 2, 4, 10, 30];

/**
 * @param {number} weight reports that cite both documents
 * @returns {number} its class
 */
export function classOf(weight) {
  let at = CLASSES.length - 1;
  while (at > 0 && weight < CLASSES[at]) {
    at -= 1;
  }
  return at;
}

/**
 * @param {number} weight reports that cite both documents
 * @returns {number} px
 */
export function widthOf(weight) {
  return WIDTHS[classOf(weight)];
}
