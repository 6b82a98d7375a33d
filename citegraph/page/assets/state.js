// Holds the state of the page in one frozen object, and keeps it in the address so that a link restores the view.

/** @typedef {Readonly<Object<string, any>>} State the fields of FIELDS */

// How a value is written to and read from the address. It may have several texts; `read` gets the first and all.
const text = { write: (value) => value, read: (value) => value };
const whole = { write: String, read: (value) => Math.max(0, Math.trunc(Number(value)) || 0) };
const list = { write: (value) => value, read: (_, all) => all };
const spot = {
  write: ([kind, first, ...ids]) => [`${kind}:${first}`, ...ids],
  read: (value, [, ...ids]) => (value ? [value.slice(0, 1), value.slice(2), ...ids] : []),
};
const oneOf = (...values) => ({
  write: (value) => value,
  read: (value) => (values.includes(value) ? value : values[0]),
});
const flag = { write: (value) => (value ? "1" : "0"), read: (value) => value !== "0" };
const numbers = (length) => ({
  write: (value) => value.join(","),
  read: (value) => {
    const parts = value.split(",").map(Number);
    return parts.length === length && parts.every(Number.isFinite) ? parts : null;
  },
});
// Positions of dragged nodes: {id: [x, y]}.
const places = {
  write: (value) => Object.entries(value).map(([id, [x, y]]) => `${x},${y},${id}`),
  read: (_, all) => {
    const found = all.map((part) => /^(-?[\d.]+),(-?[\d.]+),(.+)$/s.exec(part));
    return Object.fromEntries(found.filter(Boolean).map(([, x, y, id]) => [id, [Number(x), Number(y)]]));
  },
};

// By field: [name in the address, default value, how it is written and read].
const FIELDS = {
  view: ["v", "graph", oneOf("graph", "table", "checks")],
  focus: ["f", [], spot], // "d" and a document, "e" and the two of a link, "r" and a report, "p" and the ends of a path
  layout: ["p", "map", oneOf("map", "time", "center")],
  center: ["g", "", text], // the document in the middle of the layout "center"; if none, the most cited
  color: ["c", "community", oneOf("community", "kind", "term", "year")],
  hidden: ["h", [], list], // categories switched off in the legend
  kinds: ["k", [], list], // kinds, terms, scopes and statuses switched off
  terms: ["t", [], list],
  scopes: ["s", [], list],
  statuses: ["u", [], list],
  issuer: ["i", "", text],
  documentYears: ["y", null, numbers(2)],
  reportYears: ["r", null, numbers(2)],
  confidence: ["e", "all", oneOf("all", "likely", "sure")], // the least of the citations that count
  undated: ["q", false, flag], // whether undated reports stay when years are selected
  leastReports: ["n", 0, whole],
  leastWeight: ["w", 1, whole],
  strongest: ["b", null, whole], // links drawn per document; 0: all; null: as many as are readable
  drawn: ["d", null, whole], // the most documents drawn
  relations: ["x", true, flag],
  sort: ["o", "reports", text],
  moved: ["m", {}, places],
  camera: ["z", null, numbers(3)], // x and y of the center, and scale
  theme: ["a", "", oneOf("", "light", "dark")],
  language: ["l", "", oneOf("", "vi", "en")],
};

/** The fields that are filters, besides `hidden`. */
export const FILTERS = [
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
];

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * @param {string} field
 * @returns {unknown} its default value
 */
export function initial(field) {
  return FIELDS[field][1];
}

/**
 * @param {State} state
 * @param {string} field
 * @returns {boolean} whether it differs from the default
 */
export function isSet(state, field) {
  return !same(state[field], FIELDS[field][1]);
}

/**
 * @param {State} state
 * @returns {string} the state as the fragment of an address
 */
export function write(state) {
  const query = new URLSearchParams();
  for (const [field, [name, , form]] of Object.entries(FIELDS)) {
    if (isSet(state, field)) {
      for (const value of [form.write(state[field])].flat()) {
        query.append(name, value);
      }
    }
  }
  return query.toString();
}

/**
 * @param {string} hash the fragment of an address
 * @returns {State}
 */
export function read(hash) {
  const query = new URLSearchParams(hash.replace(/^#/, ""));
  const state = {};
  for (const [field, [name, fallback, form]] of Object.entries(FIELDS)) {
    state[field] = query.has(name) ? form.read(query.get(name), query.getAll(name)) : fallback;
  }
  return Object.freeze(state);
}

let state = read(location.hash);
let steps = history.state?.steps ?? 0; // how many steps Back can undo
const listeners = [];

/** @returns {State} */
export function current() {
  return state;
}

/** @returns {boolean} */
export function canUndo() {
  return steps > 0;
}

/**
 * @param {(state: State, changed: Set<string>, restored: boolean) => void} listener called after each change with the
 *   changed fields; `restored` if Back, Forward or an address caused it
 */
export function subscribe(listener) {
  listeners.push(listener);
}

function become(next, restored = false) {
  const changed = new Set(Object.keys(FIELDS).filter((field) => !same(state[field], next[field])));
  if (changed.size) {
    state = Object.freeze(next);
    for (const listener of listeners) {
      listener(state, changed, restored);
    }
  }
  return changed.size > 0;
}

function remember(method) {
  try {
    history[method]({ steps }, "", `#${write(state)}`);
  } catch {
    // Some browsers limit how often the address may change; the state itself is correct.
  }
}

/**
 * Makes a change that Back undoes.
 * @param {Partial<State>} patch
 */
export function go(patch) {
  const before = steps;
  steps += 1;
  if (become({ ...state, ...patch })) {
    remember("pushState");
  } else {
    steps = before;
  }
}

/**
 * Makes a change that belongs to the current step: while dragging, playing or moving the view.
 * @param {Partial<State>} patch
 */
export function adjust(patch) {
  if (become({ ...state, ...patch })) {
    remember("replaceState");
  }
}

addEventListener("popstate", (event) => {
  steps = event.state?.steps ?? 0;
  become(read(location.hash), true);
});

/**
 * @param {string} kind as in the field `focus`; "" for nothing
 * @param {...string} ids
 */
export function focusOn(kind, ...ids) {
  const middle = kind === "d" && state.layout === "center" ? { center: ids[0] } : {};
  go({ focus: kind ? [kind, ...ids] : [], ...middle });
}

/**
 * @param {string[]} [value] of the field `focus`
 * @returns {{kind: string, ids: string[]}}
 */
export function focused(value = state.focus) {
  const [kind = "", ...ids] = value;
  return { kind, ids };
}
