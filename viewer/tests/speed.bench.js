// How long the slider takes: 20,000 features, 100 steps of time.
//
//   node tests/speed.bench.js
//
// Timed from the slider's input event until everything is drawn and a dot of it can
// be read back (so that nothing is left in the pipe), and until the second frame of
// the browser after that has begun, by which time the first was put on the screen.

import { launch, open, pageOf } from "./browser.js";

const FEATURES = 20_000;
const STEPS = 100;
const HOUR = 3_600_000;
const START = Date.parse("2026-01-07T00:00:00Z");

/// The same numbers each time.
function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/// Areas, lines and points of a city, each for a time. `length` of 100 steps.
function city(length) {
  const draw = random(7);
  const layer = (name, geometry, subject, count, shape) => {
    const shapes = [];
    const features = [];
    for (let at = 0; at < count; at += 1) {
      const lon = 37 + draw() * 0.4;
      const lat = 36.1 + draw() * 0.3;
      shapes.push(shape(lon, lat));
      const from = Math.floor(draw() * STEPS);
      const to = from + 1 + Math.floor(draw() * length);
      const state = ["holds", "unknown", "does-not-hold"][at % 3];
      features.push([at + 1, `${subject}/${at}@${from}`, at, `${subject}/${state}`, START + from * HOUR, to < STEPS ? START + to * HOUR : null, [`${name} ${at}`, "drawn by seed"]]);
    }
    return { name, title: name, description: "", geometry, timed: true, labels: ["name"], fields: [["name", "text", ""], ["source", "text", ""]], features, shapes };
  };
  const ring = (lon, lat) => {
    const corners = Array.from({ length: 8 }, (_, at) => [lon + 0.001 * Math.cos((at * Math.PI) / 4), lat + 0.001 * Math.sin((at * Math.PI) / 4)]);
    return { type: "Polygon", coordinates: [[...corners, corners[0]]] };
  };
  const line = (lon, lat) => ({ type: "LineString", coordinates: Array.from({ length: 6 }, (_, at) => [lon + at * 0.0007, lat + (at % 2) * 0.0004]) });
  return [
    layer("hazard-zones", "area", "hazard-zone", FEATURES * 0.25, ring),
    layer("corridors", "line", "safe-corridor", FEATURES * 0.25, line),
    layer("checkpoints", "point", "checkpoint", FEATURES * 0.5, (lon, lat) => ({ type: "Point", coordinates: [lon, lat] })),
  ];
}

const at = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
const told = (values) => `median ${at(values, 0.5).toFixed(1)} ms, 95 % ${at(values, 0.95).toFixed(1)} ms, most ${at(values, 1).toFixed(1)} ms`;

/// Times moves of the slider to steps.
export const timeMoves = (page, steps) =>
  page.evaluate(async (wanted) => {
    const slider = document.getElementById("slider");
    const pen = document.querySelector("canvas.overlay").getContext("2d");
    const frame = () => new Promise((done) => requestAnimationFrame(() => done()));
    const times = { drawn: [], shown: [] };
    for (const step of wanted) {
      await frame();
      slider.value = String(step);
      const begun = performance.now();
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      pen.getImageData(0, 0, 1, 1);
      times.drawn.push(performance.now() - begun);
      await frame();
      await frame();
      times.shown.push(performance.now() - begun);
      await new Promise((done) => setTimeout(done, 20));
    }
    return times;
  }, steps);

const about = (title) => ({ title, note: "", disclaimer: "-", audiences: ["internal"], knownAt: null, timeZone: "Asia/Damascus", language: "en", at: null, from: START, to: START + STEPS * HOUR });

export async function measure(browser, name, length, moves = 60) {
  const file = await pageOf(`speed-${name}`, { about: about(`Speed: ${name}`), layers: city(length) });
  const opened = performance.now();
  const { page, faults, asked, close } = await open(browser, file);
  const loaded = performance.now() - opened;
  const steps = Array.from({ length: moves }, (_, index) => 10 + index);
  const draw = random(3);
  const jumps = Array.from({ length: moves }, () => Math.floor(draw() * STEPS));
  await timeMoves(page, [1, 2, 3]);
  const result = { loaded, steps: await timeMoves(page, steps), jumps: await timeMoves(page, jumps), faults, asked };
  result.instants = await page.evaluate(() => globalThis.safepassage.data.instants.length);
  await page.screenshot({ path: file.replace(".html", ".png") });
  await close();
  return result;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const browser = await launch();
  for (const [name, length] of [["short", 10], ["long", 100]]) {
    const found = await measure(browser, name, length);
    console.log(`${FEATURES} features, ${found.instants} instants, windows of up to ${length} steps; opened and drawn in ${(found.loaded / 1000).toFixed(1)} s`);
    for (const moves of ["steps", "jumps"]) {
      console.log(`  ${moves === "steps" ? "a step on" : "a jump to any step"}:`);
      console.log(`    until all is drawn:         ${told(found[moves].drawn)}`);
      console.log(`    until it is on the screen:  ${told(found[moves].shown)}`);
    }
    if (found.faults.length) console.log("  faults:", found.faults.slice(0, 3));
  }
  await browser.close();
}
