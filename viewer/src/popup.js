// What is known of a record, and why it is in its state. All of it is put in as
// text, never as HTML.

import { Popup } from "maplibre-gl";
import { harmless, labelOf, rowAt, valueOf } from "./data.js";
import { swatch } from "./draw.js";
import { classWord, stateWord } from "./words.js";

/// An element with text and attributes.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.map((child) => (typeof child === "string" ? document.createTextNode(child) : child)));
  return element;
}

/// Text of the data, in its own direction.
export const own = (text) => make("bdi", {}, harmless(text));

const FIRST = ["source", "source_url", "said_at", "recorded_at", "method", "confidence"];
const HIDDEN = new Set(["state", "feature", "because", "name", "sensitivity", "publish_after", "publish_after_end"]);

/// What is told of a row.
function tell(page, record, row) {
  const { words, language } = page;
  const { layer } = record;
  const label = labelOf(record, language);
  const box = make("div", { class: "told" });
  const type = layer.geometry;
  box.append(make("h3", { tabindex: "-1" }, own(label)));
  const state = make("p", { class: "state" }, swatch(row.style, type), make("span", {}, classWord(words, row.style)));
  state.dataset.style = row.style;
  box.append(state);
  const facts = make("dl");
  const fact = (name, ...value) => facts.append(make("dt", {}, name), make("dd", {}, ...value));
  const word = stateWord(words, row.style);
  if (word) fact(words.state, word);
  const because = valueOf(record, row, "because");
  if (because !== null) fact(words.because, words.reasons[because] ?? own(because));
  if (row.start === null && row.end === null) {
    if (layer.timed) fact(words.since, words.always);
  } else {
    fact(words.since, row.start === null ? "…" : page.times.both(row.start));
    fact(words.until, row.end === null ? words.open : page.times.both(row.end));
  }
  box.append(facts);
  box.append(make("h4", {}, words.evidence));
  const evidence = make("dl");
  const rest = make("dl");
  layer.fields.forEach(([name, type_], at) => {
    const value = row.values[at];
    if (value === null || value === undefined || HIDDEN.has(name)) return;
    const first = FIRST.includes(name);
    const shown = type_ === "a time" ? page.times.both(Date.parse(value)) : plain(words, value);
    (first ? evidence : rest).append(make("dt", {}, words.fields[name] ?? own(name)), make("dd", {}, shown));
  });
  evidence.append(make("dt", {}, words.key), make("dd", {}, make("code", {}, own(row.key))));
  box.append(evidence);
  if (rest.childElementCount) {
    box.append(make("details", {}, make("summary", {}, words.others), rest));
  }
  return box;
}

function plain(words, value) {
  if (value === true) return words.yes;
  if (value === false) return words.no;
  return own(value);
}

/// The one popup of a page.
export class Told {
  constructor(page) {
    this.page = page;
    this.popup = null;
    this.record = null;
    this.back = null;
  }

  /// Tells of records at a place; `back` gets the focus when it is closed.
  open(place, records, back) {
    this.close();
    const [record] = records;
    this.back = back ?? null;
    this.place = place;
    this.records = records;
    this.popup = new Popup({ maxWidth: "340px", closeOnClick: false, focusAfterOpen: false, anchor: "bottom", offset: 12, className: "evidence" })
      .setLngLat(place)
      .setDOMContent(make("div"))
      .addTo(this.page.map);
    this.popup.on("close", () => this.#closed());
    this.#show(record);
    this.#intoView();
    this.popup.getElement().querySelector("h3")?.focus({ preventScroll: true });
  }

  /// Moves the map so that all of the popup is seen.
  #intoView() {
    const { map } = this.page;
    const room = map.getContainer().getBoundingClientRect();
    const box = this.popup.getElement().getBoundingClientRect();
    const past = (low, high, least, most) => (low < least ? low - least : Math.max(0, high - most));
    const by = [past(box.left, box.right, room.left + 8, room.right - 50), past(box.top, box.bottom, room.top + 8, room.bottom - 8)];
    if (by[0] || by[1]) map.panBy(by, { animate: false });
  }

  #show(record) {
    this.record = record;
    const { page } = this;
    const row = rowAt(record, page.step);
    const box = row
      ? tell(page, record, row)
      : make("div", { class: "told" }, make("h3", { tabindex: "-1" }, own(labelOf(record, page.language))), make("p", {}, page.words.notNow));
    if (this.records.length > 1) {
      const others = make("div", { class: "others" }, make("p", {}, page.words.here(this.records.length)));
      for (const other of this.records) {
        const button = make("button", { type: "button", "aria-pressed": String(other === record) }, own(labelOf(other, page.language)));
        button.addEventListener("click", () => {
          this.#show(other);
          this.popup.getElement().querySelector("h3")?.focus({ preventScroll: true });
        });
        others.append(button);
      }
      box.prepend(others);
    }
    box.setAttribute("dir", page.words.languageTag === "ar" ? "ltr" : "rtl");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", labelOf(record, page.language));
    this.popup.setDOMContent(box);
    const close = this.popup.getElement().querySelector(".maplibregl-popup-close-button");
    close?.setAttribute("aria-label", page.words.close);
  }

  /// Tells anew, after the time or the language changed.
  refresh() {
    if (!this.popup) return;
    const focused = this.popup.getElement().contains(document.activeElement);
    this.#show(this.record);
    if (focused) this.popup.getElement().querySelector("h3")?.focus({ preventScroll: true });
  }

  close() {
    this.popup?.remove();
  }

  #closed() {
    this.popup = null;
    this.record = null;
    const { back } = this;
    this.back = null;
    if (back?.isConnected && !document.activeElement?.matches("input, button")) back.focus({ preventScroll: true });
  }
}
