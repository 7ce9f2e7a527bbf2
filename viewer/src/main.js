// The page: reads the data, draws the map, and keeps map, list, legend and popup
// at one time and in one language.

import { harmless, readData, stepAt, valueOf } from "./data.js";
import { drawGround, makeMap, showGround } from "./map.js";
import { Overlay } from "./overlay.js";
import { drawLegend, List } from "./panel.js";
import { own, Told } from "./popup.js";
import { Times } from "./times.js";
import { firstLanguage, wordsOf } from "./words.js";

const at = (id) => document.getElementById(id);

function fail(text) {
  at("title").textContent = text;
}

class MapOf {
  constructor(data) {
    this.data = data;
    this.hidden = new Set();
    this.step = data.about.at == null ? 0 : stepAt(data.instants, data.about.at);
    this.setWords(firstLanguage(data.about.language, navigator.languages));
    this.slider = at("slider");
    this.slider.max = String(Math.max(0, data.instants.length - 1));
    this.slider.value = String(this.step);
    at("time").hidden = data.instants.length === 0;
    this.told = new Told(this);
    this.list = new List(this, at("list"), at("list-count"), at("search"), (record, button) => this.choose(record, button));
    this.write();
    this.listen();
  }

  async draw() {
    const { map, loaded } = makeMap(at("map"), this.data, this.words);
    this.map = map;
    await loaded;
    drawGround(map, this.data.layers);
    this.overlay = new Overlay(map, this.data.layers, this);
    map.on("click", (event) => this.tellAt(event.point, event.lngLat));
    const canvas = map.getCanvas();
    canvas.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      const centre = map.getCenter();
      this.tellAt(map.project(centre), centre);
    });
    this.write();
    for (const layer of this.data.layers) if (this.hidden.has(layer.name)) showGround(map, layer, false);
  }

  setWords(language) {
    this.language = language;
    this.words = wordsOf(language);
    this.times = new Times(this.data.about.timeZone, language);
  }

  listen() {
    this.slider.addEventListener("input", () => this.goTo(Number(this.slider.value)));
    // In a right-to-left page the browser turns the slider; its arrows go with it.
    at("earlier").addEventListener("click", () => this.goTo(this.step - 1));
    at("later").addEventListener("click", () => this.goTo(this.step + 1));
    at("language").addEventListener("click", () => this.speak(this.words.languageTag));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.told.popup) {
        const back = this.told.back;
        this.told.close();
        back?.focus({ preventScroll: true });
      }
    });
  }

  /// Goes to a step of the slider.
  goTo(step) {
    const last = Math.max(0, this.data.instants.length - 1);
    this.step = Math.min(last, Math.max(0, step));
    this.slider.value = String(this.step);
    this.overlay?.draw();
    this.writeTime();
    this.list.goTo();
    this.told.refresh();
  }

  /// Speaks another language.
  speak(language) {
    this.setWords(language);
    this.write();
    this.overlay?.draw();
    this.told.refresh();
  }

  choose(record, button) {
    if (!this.overlay || record.rows.every((row) => row.shape === null)) return;
    const place = this.overlay.placeOf(record);
    this.map.jumpTo({ center: place });
    this.told.open(place, [record], button);
  }

  tellAt(point, place) {
    const found = this.overlay.rowsAt(point).map((row) => row.record);
    if (found.length === 0) return this.told.close();
    const [first] = found;
    const where = first.layer.geometry === "point" ? this.overlay.placeOf(first) : place;
    this.told.open(where, found, this.map.getCanvas());
  }

  /// Writes every word of the page in its language.
  write() {
    const { words, data: { about } } = this;
    document.documentElement.lang = this.language;
    document.documentElement.dir = this.language === "ar" ? "rtl" : "ltr";
    document.title = harmless(about.title);
    const put = (id, text) => {
      at(id).textContent = text;
    };
    // Text of the data and of times stands in its own direction beside ours.
    const putAll = (id, ...parts) => at(id).replaceChildren(...parts.map((part) => own(part)));
    putAll("title", about.title);
    const audience = about.audiences.map((name) => words.audiences[name] ?? harmless(name)).join(", ");
    const known = about.knownAt == null ? "" : `${words.knownAt} ${this.times.both(about.knownAt)}`;
    put("subtitle", [audience && `${words.audience} ${audience}`, known].filter(Boolean).join(" · "));
    at("subtitle").hidden = !(audience || known);
    put("language", words.language);
    at("language").lang = words.languageTag;
    put("legend-head", words.legend);
    put("list-head", words.records);
    at("search").placeholder = words.search;
    at("search").setAttribute("aria-label", words.search);
    put("time-head", words.time);
    put("now-word", words.asReported);
    const name = (id, sign, text) => {
      put(id, sign);
      at(id).setAttribute("aria-label", text);
      at(id).title = text;
    };
    name("earlier", this.language === "ar" ? "▶" : "◀", words.earlier);
    name("later", this.language === "ar" ? "◀" : "▶", words.later);
    this.slider.setAttribute("aria-label", words.time);
    putAll("note", about.note);
    at("note").hidden = !about.note;
    const sources = this.sources();
    const named = sources.flatMap((source, index) => (index ? ["; ", own(source)] : [own(source)]));
    at("sources").replaceChildren(`${words.sources}: `, ...(named.length ? named : [words.noSources]), ".");
    put("disclaimer", words.disclaimer ?? about.disclaimer);
    if (this.map) {
      this.map.getCanvas().setAttribute("aria-label", words.map);
      const zoom = (kind, text) => {
        const button = this.map.getContainer().querySelector(`.maplibregl-ctrl-zoom-${kind}`);
        button?.setAttribute("aria-label", text);
        button?.setAttribute("title", text);
      };
      zoom("in", words.zoomIn);
      zoom("out", words.zoomOut);
    }
    drawLegend(this, at("legend"), this.hidden, (layer, visible) => {
      if (visible) this.hidden.delete(layer.name);
      else this.hidden.add(layer.name);
      if (!this.map) return;
      showGround(this.map, layer, visible);
      this.overlay?.draw();
    });
    this.list.draw();
    this.writeTime();
  }

  writeTime() {
    const { instants } = this.data;
    const now = instants[this.step];
    if (now === undefined) return;
    const local = this.times.local(now);
    const utc = this.times.inUtc(now);
    const zone = this.times.zone;
    at("now-local").textContent = local;
    at("now-utc").replaceChildren(...(zone === "UTC" ? ["UTC"] : [own(zone), " · ", own(utc)]));
    const next = instants[this.step + 1] ?? this.data.about.to;
    at("now-until").textContent = next ? this.words.unchanged(this.times.local(next)) : "";
    const step = this.words.step(this.step + 1, instants.length);
    this.slider.setAttribute("aria-valuetext", `${local} (${zone === "UTC" ? "UTC" : utc}), ${step}`);
    at("step").textContent = step;
    at("first").textContent = this.times.local(instants[0]);
    at("last").textContent = this.times.local(instants.at(-1));
    at("earlier").disabled = this.step === 0;
    at("later").disabled = this.step === instants.length - 1;
  }

  sources() {
    const found = new Set();
    for (const layer of this.data.layers) {
      for (const record of layer.records) {
        const source = valueOf(record, record.rows[0], "source");
        if (source) found.add(harmless(source));
      }
    }
    return [...found].sort();
  }
}

try {
  const page = new MapOf(readData(at("data").textContent));
  globalThis.safepassage = page;
  page.ready = page.draw().then(
    () => true,
    (error) => {
      const place = at("map");
      place.textContent = page.words.notDrawn;
      place.classList.add("failed");
      console.error(error);
      return false;
    },
  );
} catch (error) {
  fail(wordsOf(firstLanguage(null, navigator.languages)).unreadable);
  console.error(error);
}
