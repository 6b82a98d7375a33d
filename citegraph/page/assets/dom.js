// Creates elements. Every string becomes text, never markup.

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  return document.getElementById(id);
}

function build(node, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), value);
    } else {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/**
 * @param {string} tag
 * @param {Object<string, unknown>} [properties] attributes; names with "on" are event listeners; null and false are
 *   left out
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElement}
 */
export function el(tag, properties = {}, ...children) {
  return build(document.createElement(tag), properties, children);
}

/**
 * Like `el`, for SVG.
 * @param {string} tag
 * @param {Object<string, unknown>} [properties]
 * @param {...(Node | string | null | undefined)} children
 * @returns {SVGElement}
 */
export function svg(tag, properties = {}, ...children) {
  return build(document.createElementNS(SVG, tag), properties, children);
}

/**
 * @param {string} name of a symbol in the page
 * @returns {SVGElement}
 */
export function icon(name) {
  return svg("svg", { class: "icon", "aria-hidden": "true" }, svg("use", { href: `#i-${name}` }));
}

/**
 * @param {string | Node} label
 * @param {(event: Event) => void} onclick
 * @param {Object<string, unknown>} [properties]
 * @returns {HTMLElement}
 */
export function button(label, onclick, properties = {}) {
  return el("button", { type: "button", onclick, ...properties }, label);
}

/**
 * Returns a button that shows an icon and has a name for screen readers.
 * @param {string} name of the icon
 * @param {string} label
 * @param {(event: Event) => void} onclick
 * @param {Object<string, unknown>} [properties]
 * @returns {HTMLElement}
 */
export function iconButton(name, label, onclick, properties = {}) {
  return el("button", { type: "button", onclick, "aria-label": label, title: label, ...properties }, icon(name));
}

/**
 * Returns a color sample. A style attribute would violate the policy of the page; a property does not.
 * @param {string} color
 * @param {string} [shape] the status of a document
 * @returns {HTMLElement}
 */
export function swatch(color, shape = "known") {
  const node = el("span", { class: `swatch ${shape}`, "aria-hidden": "true" });
  node.style.setProperty("--swatch", color);
  return node;
}
