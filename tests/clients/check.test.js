// Opens what `safepassage layers --client …` wrote with what the clients use themselves.
//
//   SAFEPASSAGE_LAYERS=FOLDER npm run check
//
// FOLDER holds a folder for each client: maplibre, kepler, leaflet-time, deckgl, umap.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { createExpression, validateStyleMin } from "@maplibre/maplibre-gl-style-spec";
import { JSDOM } from "jsdom";
import { Analyzer } from "type-analyzer";

const require = createRequire(import.meta.url);
const root = process.env.SAFEPASSAGE_LAYERS;
assert.ok(root, "expected a folder in SAFEPASSAGE_LAYERS");

const json = (...path) => JSON.parse(readFileSync(join(root, ...path), "utf8"));
const layersOf = (client) =>
  readdirSync(join(root, client))
    .filter((name) => name.endsWith(".geojson"))
    .map((name) => ({ name: name.replace(".geojson", ""), ...json(client, name) }));

function holds(feature, at) {
  const { start, end } = feature.properties;
  return (!start || Date.parse(start) <= at) && (!end || at < Date.parse(end));
}

// The plain layers, which say when each record holds.
const plain = new Map(layersOf("plain").map((layer) => [layer.name, layer]));

test("MapLibre's validator takes the style, and every expression of it gives a value", () => {
  const style = json("maplibre", "style.json");
  // The fragment names no glyphs: those are the host's.
  const whole = { ...style, glyphs: "https://example.org/{fontstack}/{range}.pbf" };
  assert.deepEqual(validateStyleMin(whole).map((error) => error.message), []);
  const layers = layersOf("maplibre");
  assert.deepEqual(Object.keys(style.sources).sort(), layers.map((layer) => layer.name).sort());
  let labels = 0;
  for (const look of style.layers.filter((look) => look.type === "symbol")) {
    const made = createExpression(look.layout["text-field"], { type: "string" });
    assert.equal(made.result, "success");
    for (const feature of layers.find((layer) => layer.name === look.source).features) {
      const text = made.value.evaluate({ zoom: 12 }, { properties: feature.properties });
      const { name_ar: arabic, name_en: english, name } = feature.properties;
      const expected = [arabic, english ?? name].filter(Boolean).filter((one, at, all) => all.indexOf(one) === at);
      assert.equal(text, expected.join("\n"));
      // Logical order, no presentation forms.
      assert.doesNotMatch(text, /[\ufb50-\ufdff\ufe70-\ufeff]/u);
      labels += /[\u0600-\u06ff]/u.test(text) ? 1 : 0;
    }
  }
  assert.ok(labels > 0, "expected some Arabic labels");
  for (const feature of layers.flatMap((layer) => layer.features)) {
    assert.ok(Number.isSafeInteger(feature.id));
    assert.ok(Object.values(feature.properties).every((value) => value === null || typeof value !== "object"));
  }
});

test("kepler.gl's analyser finds one time a feature, with its hours", () => {
  let timed = 0;
  for (const layer of layersOf("kepler")) {
    if (!plain.get(layer.name).features.some((one) => one.properties.start || one.properties.end)) continue;
    timed += 1;
    const rows = layer.features.map((feature) => feature.properties);
    const found = Analyzer.computeColMeta(rows);
    const times = found.filter((column) => /TIME|DATE/.test(column.type)).map((column) => column.key);
    assert.ok(times.includes("timestamp"), `${layer.name}: ${JSON.stringify(times)}`);
    assert.equal(found.find((column) => column.key === "timestamp").type, "DATETIME");
    assert.ok(!times.includes("start") && !times.includes("end"));
    // A text with a date in it would be taken for a time.
    assert.ok(!times.includes("key") && !times.includes("of"), `${layer.name}: ${JSON.stringify(times)}`);
  }
  assert.ok(timed > 1);
});

test("TimeDimension shows what holds at each instant, whole", () => {
  const page = new JSDOM("<div id=map style='width:400px;height:400px'></div>");
  global.window = page.window;
  global.document = page.window.document;
  Object.defineProperty(global, "navigator", { value: page.window.navigator, configurable: true });
  const L = require("leaflet");
  global.L = L;
  window.L = L;
  window.iso8601 = {};
  require("leaflet-timedimension/dist/leaflet.timedimension.src.js");
  let shown = 0;
  for (const layer of layersOf("leaflet-time")) {
    const source = plain.get(layer.name);
    if (!source.features.some((one) => one.properties.start || one.properties.end)) continue;
    const map = L.map("map", { timeDimension: true }).setView([36.2, 37.1], 12);
    const options = { updateTimeDimension: true, updateTimeDimensionMode: "replace", duration: "PT1S" };
    const base = L.geoJson(layer, { pointToLayer: (_, at) => L.circleMarker(at) });
    const times = L.timeDimension.layer.geoJson(base, options).addTo(map);
    for (const at of map.timeDimension.getAvailableTimes()) {
      map.timeDimension.setCurrentTime(at);
      times._update();
      const now = new Map();
      times._currentLayer?.eachLayer((one) => now.set(one.feature.properties.of, one.feature));
      const expected = source.features.filter((one) => holds(one, at));
      assert.deepEqual([...now.keys()].sort(), expected.map((one) => one.properties.key).sort());
      for (const feature of expected) {
        assert.deepEqual(now.get(feature.properties.key).geometry, feature.geometry);
        shown += 1;
      }
    }
    map.remove();
    document.body.innerHTML = "<div id=map></div>";
  }
  assert.ok(shown > 10, `${shown}`);
});

test("deck.gl's filter, in 32 bits, shows what holds at each minute", () => {
  const about = json("deckgl", "layers.json");
  const epoch = Date.parse(about.epoch);
  let held = 0;
  for (const layer of layersOf("deckgl")) {
    if (!about.layers.find((one) => one.name === layer.name).timed) continue;
    const last = about.filterRange[1];
    for (let minute = 0; minute < last; minute += 1) {
      for (const [place, feature] of layer.features.entries()) {
        const { start_min: start, end_min: end } = feature.properties;
        const now = Math.fround(minute);
        const shown = Math.fround(start) <= now && now < Math.fround(end);
        assert.equal(shown, holds(plain.get(layer.name).features[place], epoch + minute * 60_000));
        held += shown ? 1 : 0;
      }
    }
  }
  assert.ok(held > 100);
});

test("each feature of a uMap says its own name and look", () => {
  const map = json("umap", "map.umap");
  assert.equal(map.type, "umap");
  const found = map.layers.flatMap((layer) => layer.features);
  const located = [...plain.values()].flatMap((layer) => layer.features).filter((one) => one.geometry);
  assert.equal(found.length, located.length);
  for (const { properties } of found) {
    assert.ok(properties.name && properties.description && properties._umap_options.color);
    assert.ok(Number.isFinite(properties._umap_options.weight ?? 1));
  }
});
