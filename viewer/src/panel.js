// Beside the map: layers with their legend, and the records as a list.

import { harmless, labelOf, rowAt } from "./data.js";
import { swatch } from "./draw.js";
import { depthOf } from "./looks.js";
import { make, own } from "./popup.js";
import { classWord, stateWord } from "./words.js";

/// How many records stand in the list at once.
const LISTED = 200;
const STATES = ["holds", "unknown", "does-not-hold"];

const classesOf = (layer) => [...new Set(layer.rows.map((row) => row.style))].sort((a, b) => {
  const [one, other] = [a, b].map((style) => style.split("/"));
  return depthOf(b) - depthOf(a) || one[0].localeCompare(other[0]) || STATES.indexOf(one[1]) - STATES.indexOf(other[1]);
});

const topFirst = (layers) => [...layers].sort((a, b) => {
  const depth = (layer) => Math.max(-1, ...layer.rows.map((row) => depthOf(row.style)));
  return depth(b) - depth(a);
});

const titleOf = (page, layer) => page.words.layers[layer.name] ?? harmless(layer.title);

/// Draws the legend; each layer can be turned off.
export function drawLegend(page, container, hidden, onToggle) {
  const groups = topFirst(page.data.layers.filter((layer) => layer.rows.length)).map((layer) => {
    const box = make("input", { type: "checkbox" });
    box.checked = !hidden.has(layer.name);
    box.addEventListener("change", () => onToggle(layer, box.checked));
    const entries = classesOf(layer).map((style) => {
      const picture = swatch(style, layer.geometry);
      picture.setAttribute("aria-hidden", "true");
      return make("li", {}, picture, make("span", {}, classWord(page.words, style)));
    });
    const title = make("label", {}, box, make("span", {}, own(titleOf(page, layer))));
    return make("div", { class: "layer" }, title, make("ul", {}, ...entries));
  });
  container.replaceChildren(...groups);
}

function copy(from, to) {
  if (to.width !== from.width) to.width = from.width;
  if (to.height !== from.height) to.height = from.height;
  const pen = to.getContext("2d", { willReadFrequently: true });
  pen.clearRect(0, 0, to.width, to.height);
  pen.drawImage(from, 0, 0);
}

/// The list of records, each a button.
export class List {
  constructor(page, container, count, search, onChoose) {
    Object.assign(this, { page, container, count, search, onChoose });
    this.records = topFirst(page.data.layers).flatMap((layer) => layer.records);
    this.shown = [];
    this.swatches = new Map();
    search.addEventListener("input", () => this.draw());
    // Up and down go from record to record.
    container.addEventListener("keydown", (event) => {
      const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!move) return;
      const at = this.shown.findIndex(({ button }) => button === document.activeElement);
      const next = this.shown[at + move];
      if (at < 0 || !next) return;
      event.preventDefault();
      next.button.focus();
    });
  }

  /// Draws it anew, in the page's language and for the words searched.
  draw() {
    const { page } = this;
    const words = this.search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (record) => {
      if (words.length === 0) return true;
      const text = `${labelOf(record, "en")} ${labelOf(record, "ar")} ${record.key} ${titleOf(page, record.layer)}`.toLowerCase();
      return words.every((word) => text.includes(word));
    };
    const found = this.records.filter(fits);
    this.shown = [];
    const groups = [];
    let group = null;
    for (const record of found.slice(0, LISTED)) {
      if (group?.layer !== record.layer) {
        const items = make("ul");
        group = { layer: record.layer, items };
        groups.push(make("h3", {}, own(titleOf(page, record.layer))), items);
      }
      const picture = make("canvas");
      const place = make("span", { class: "picture", "aria-hidden": "true" }, picture);
      const state = make("span", { class: "word" });
      const button = make("button", { type: "button" }, place, make("span", { class: "name" }, own(labelOf(record, page.language))), state);
      button.addEventListener("click", () => this.onChoose(record, button));
      button.dataset.key = record.key;
      group.items.append(make("li", {}, button));
      this.shown.push({ record, button, picture, state, style: undefined });
    }
    this.container.replaceChildren(...groups);
    this.count.textContent = found.length ? page.words.shownOf(this.shown.length, found.length) : page.words.none;
    this.goTo();
  }

  /// Drawn once, copied to each record that is so.
  #swatch(style, geometry) {
    const key = `${geometry} ${style}`;
    if (!this.swatches.has(key)) this.swatches.set(key, swatch(style, geometry));
    return this.swatches.get(key);
  }

  /// Says each record's state now; touches only what changed.
  goTo() {
    const { page } = this;
    for (const item of this.shown) {
      const row = rowAt(item.record, page.step);
      const style = row?.style ?? null;
      if (item.style === style) continue;
      item.style = style;
      const geometry = item.record.layer.geometry;
      const drawn = style && this.#swatch(style, geometry);
      item.picture.hidden = !drawn;
      if (drawn) copy(drawn, item.picture);
      item.state.textContent = style ? stateWord(page.words, style) : page.words.notNow;
      item.button.dataset.style = style ?? "";
    }
  }
}
