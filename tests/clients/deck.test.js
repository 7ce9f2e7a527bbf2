// Draws what `safepassage layers --client deckgl` wrote with the real deck.gl, in a real browser.
//
//   SAFEPASSAGE_LAYERS=FOLDER CHROMIUM=FILE npm run check
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const root = process.env.SAFEPASSAGE_LAYERS;
const browser = process.env.CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-background-networking"];
const json = (...path) => JSON.parse(readFileSync(join(root, ...path), "utf8"));

const flat = (part) => (typeof part[0] === "number" ? [part] : part.flatMap(flat));

function within([x, y], rings) {
  let odd = false;
  for (const ring of rings) ring.forEach(([xa, ya], at) => {
    const [xb, yb] = ring[(at + 1) % ring.length];
    if (ya > y !== yb > y && x < ((xb - xa) * (y - ya)) / (yb - ya) + xa) odd = !odd;
  });
  return odd;
}

/// A place that is drawn if the feature is.
function placeIn({ type, coordinates }) {
  if (type === "Point") return coordinates;
  const middle = (places) => [0, 1].map((axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length);
  if (type.endsWith("LineString")) return middle((type === "LineString" ? coordinates : coordinates[0]).slice(0, 2));
  const rings = type === "Polygon" ? coordinates : coordinates[0];
  const [ring] = rings;
  const corners = ring.slice(1).map((_, at) => middle([ring.at(at - 1), ring[at], ring[at + 1]]));
  return [middle(ring.slice(1)), ...corners].find((place) => within(place, rings));
}

const holds = ({ properties: { start, end } }, at) => (!start || Date.parse(start) <= at) && (!end || at < Date.parse(end));

test("deck.gl draws what holds at each minute of change, and nothing else", { skip: !existsSync(browser) && process.env.CI !== "true" && `no browser at ${browser}` }, async (context) => {
  const page = await build({
    entryPoints: [new URL("deck/page.js", import.meta.url).pathname], bundle: true, write: false, format: "iife", minify: true, logLevel: "error",
  });
  const opened = await chromium.launch({ executablePath: browser, headless: true, args: FLAGS });
  try {
    const tab = await opened.newPage({ viewport: { width: 820, height: 620 } });
    const faults = [];
    tab.on("pageerror", (error) => faults.push(String(error)));
    tab.on("console", (line) => line.type() === "error" && faults.push(line.text()));
    await tab.setContent("<canvas id=map style='width:800px;height:600px'></canvas>");
    await tab.addScriptTag({ content: page.outputFiles[0].text });
    const about = json("deckgl", "layers.json");
    const epoch = Date.parse(about.epoch);
    const all = about.layers.map(({ name, data }) => ({ name, data: json("deckgl", data), plain: json("plain", data).features }));
    const places = all.flatMap(({ plain }) => plain.filter((one) => one.geometry).flatMap((one) => flat(one.geometry.coordinates)));
    const span = (axis) => [Math.min, Math.max].map((end) => end(...places.map((place) => place[axis])));
    const [[west, east], [south, north]] = [span(0), span(1)];
    await tab.evaluate((bounds) => globalThis.openMap(bounds), [[west, south], [east, north]]);
    const counts = { shown: 0, hidden: 0 };
    for (const { name, data, plain } of all) {
      const changes = new Set(data.features.flatMap(({ properties }) => [properties.start_min, properties.end_min]));
      const minutes = [...changes].flatMap((at) => [at - 1, at]).filter((at) => at >= 0 && at < about.filterRange[1]);
      // Streets are there at all times: some of them are enough.
      const looked = plain.filter((one) => one.geometry).slice(0, 12);
      for (const minute of [...new Set(minutes)].slice(0, 24)) {
        await tab.evaluate(([layer, at]) => globalThis.drawAt(layer, at), [{ name, data, filterRange: about.filterRange }, minute]);
        const at = epoch + minute * 60_000;
        const found = await tab.evaluate((spots) => spots.map((spot) => globalThis.lookAt(spot)), looked.map((one) => placeIn(one.geometry)));
        looked.forEach((feature, index) => {
          const { keys, ink } = found[index];
          const { key } = feature.properties;
          const wanted = holds(feature, at);
          assert.equal(keys.includes(key), wanted, `${key} at minute ${minute}: ${keys}`);
          // What else is found there holds then too, and where nothing does nothing is drawn.
          for (const other of keys) assert.ok(holds(plain.find((one) => one.properties.key === other), at), `${other} at minute ${minute}`);
          assert.equal(ink > 0, keys.length > 0, `${key} at minute ${minute}: drawn ${ink}, found ${keys}`);
          counts[wanted ? "shown" : "hidden"] += 1;
        });
      }
    }
    context.diagnostic(`looked at ${counts.shown} that hold and ${counts.hidden} that do not`);
    assert.ok(counts.shown > 50 && counts.hidden > 50, JSON.stringify(counts));
    assert.deepEqual(faults, []);
  } finally {
    await opened.close();
  }
});
