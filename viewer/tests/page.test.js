// The page in a real browser: what it shows, how it is used, and what it never does.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { ARTIFACTS, launch, open, pageOf, settled } from "./browser.js";
import { about, corridor, layer, point, START } from "./data.js";
import { measure } from "./speed.bench.js";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/// Opens a page of data, and holds it to asking nobody and failing nowhere.
async function onPage(name, data, use, options) {
  const opened = await open(browser, typeof data === "string" ? data : await pageOf(name, data), options);
  try {
    await use(opened.page);
    await opened.page.screenshot({ path: `${ARTIFACTS}${name}.png` });
    assert.deepEqual(opened.asked, [], "a request to somebody");
    if (!options?.faulty) assert.deepEqual(opened.faults, []);
  } finally {
    await opened.close();
  }
}

/// What is drawn where a record lies: its style, and the colour of the sign there.
const drawnAt = (page, key) =>
  page.evaluate((wanted) => {
    const { overlay, map, data } = globalThis.safepassage;
    const record = data.layers.flatMap((one) => one.records).find((one) => one.key === wanted);
    const at = map.project(overlay.placeOf(record));
    const found = overlay.rowsAt(at).find((row) => row.record === record);
    const canvas = document.querySelector("canvas.overlay");
    // Left of the middle, where no sign has its mark.
    const dot = canvas.getContext("2d").getImageData(Math.round(at.x) - 6, Math.round(at.y), 1, 1).data;
    return { style: found?.style ?? null, colour: [...dot.slice(0, 3)] };
  }, key);

const near = (colour, wanted) => colour.every((value, at) => Math.abs(value - wanted[at]) < 40);
const GREEN = [0, 122, 90];
const VERMILION = [196, 80, 10];
const YELLOW = [240, 201, 58];
const NORTH = "safe-corridor/north";
const wordOf = (page, key) => page.locator(`#list [data-key="${key}"] .word`).innerText();
const told = (page) => page.locator(".told").innerText();

test("the slider moves by key and by mouse, and the status changes on the map and in the list", async () => {
  await onPage("slider", { about: about(), layers: [corridor()] }, async (page) => {
    assert.equal(await wordOf(page, NORTH), "closed");
    let drawn = await drawnAt(page, NORTH);
    assert.equal(drawn.style, "safe-corridor/does-not-hold");
    assert.ok(near(drawn.colour, VERMILION), `${drawn.colour}`);

    await page.locator("#slider").focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await wordOf(page, NORTH), "reported open");
    drawn = await drawnAt(page, NORTH);
    assert.equal(drawn.style, "safe-corridor/holds");
    assert.ok(near(drawn.colour, GREEN), `${drawn.colour}`);
    const said = await page.locator("#slider").getAttribute("aria-valuetext");
    assert.match(said, /Thu, 8 Jan 2026, 11:00 \(8 Jan, 08:00\sUTC\), change 2 of 3/);
    assert.equal(await page.locator("#now-local").innerText(), "Thu, 8 Jan 2026, 11:00");

    const box = await page.locator("#slider").boundingBox();
    await page.mouse.click(box.x + box.width - 8, box.y + box.height / 2);
    assert.equal(await wordOf(page, NORTH), "unknown");
    drawn = await drawnAt(page, NORTH);
    assert.equal(drawn.style, "safe-corridor/unknown");
    assert.ok(near(drawn.colour, YELLOW), `${drawn.colour}`);

    await page.mouse.move(box.x + box.width - 8, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 4, box.y + box.height / 2, { steps: 6 });
    await page.mouse.up();
    assert.equal(await wordOf(page, NORTH), "closed");
    await page.locator("#later").click();
    assert.equal(await wordOf(page, NORTH), "reported open");
  });
});

test("a click tells the evidence, which follows the time and the language", async () => {
  await onPage("evidence", { about: about(), layers: [corridor()] }, async (page) => {
    const at = await page.evaluate(() => {
      const { map, overlay, data } = globalThis.safepassage;
      const { x, y } = map.project(overlay.placeOf(data.layers[0].records[0]));
      const box = map.getContainer().getBoundingClientRect();
      return { x: x + box.x, y: y + box.y };
    });
    await page.mouse.click(at.x, at.y);
    let text = await told(page);
    for (const part of ["North road", "Announced corridor, closed", "and this is none of them", "the governorate", `${NORTH}@0`, "Thu, 8 Jan 2026, 08:00"]) {
      assert.ok(text.includes(part), `${part}: ${text}`);
    }
    await page.locator("#slider").fill("2");
    text = await told(page);
    assert.ok(text.includes("it is not known at this time"), text);
    await page.locator("#language").click();
    text = await told(page);
    assert.ok(text.includes("طريق الشمال") && text.includes("ممر معلن، الحالة غير معروفة"), text);
    assert.equal(await page.locator(".told").getAttribute("dir"), "rtl");
    assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
    // A click where nothing is takes it away.
    const box = await page.locator("#map").boundingBox();
    await page.mouse.click(box.x + 15, box.y + box.height - 15);
    assert.equal(await page.locator(".told").count(), 0);
  });
});

test("all of it works by keyboard alone", async () => {
  await onPage("keyboard", { about: about(), layers: [corridor()] }, async (page) => {
    const tabTo = async (match) => {
      for (let pressed = 0; pressed < 40; pressed += 1) {
        await page.keyboard.press("Tab");
        if (await page.evaluate((wanted) => document.activeElement.matches(wanted), match)) return;
      }
      assert.fail(`expected to reach ${match} by Tab`);
    };
    await tabTo(`[data-key="${NORTH}"]`);
    await page.keyboard.press("Enter");
    assert.ok((await told(page)).includes("North road"));
    assert.ok(await page.evaluate(() => document.querySelector(".told").contains(document.activeElement)), "the focus goes to what is told");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".told").count(), 0);
    assert.equal(await page.evaluate(() => document.activeElement.dataset.key), NORTH);
    await tabTo("canvas.maplibregl-canvas");
    await page.keyboard.press("Enter");
    assert.ok((await told(page)).includes("North road"), "what is in the middle of the map");
    await page.keyboard.press("Escape");
    await tabTo("#slider");
    await page.keyboard.press("End");
    assert.equal(await wordOf(page, NORTH), "unknown");
    await page.keyboard.press("Home");
    assert.equal(await wordOf(page, NORTH), "closed");
  });
});

/// How many pieces the ink of the first name is in, and where its highest stroke is.
const ink = (page) =>
  page.evaluate(() => {
    const { overlay } = globalThis.safepassage;
    const [name] = overlay.names;
    const [w, h] = [Math.ceil(name.width) + 6, 26];
    const { data } = overlay.pen.getImageData(Math.round(name.x - w / 2), Math.round(name.y - h / 2), w, h);
    const dark = Array.from({ length: w * h }, (_, at) => data[4 * at + 3] > 128 && data[4 * at] < 150);
    let pieces = 0;
    const seen = new Set();
    dark.forEach((is, from) => {
      if (!is || seen.has(from)) return;
      pieces += 1;
      const open = [from];
      while (open.length) {
        const at = open.pop();
        if (seen.has(at) || !dark[at]) continue;
        seen.add(at);
        const [x, y] = [at % w, Math.floor(at / w)];
        for (let dx = -1; dx <= 1; dx += 1) {
          for (let dy = -1; dy <= 1; dy += 1) {
            if (x + dx >= 0 && x + dx < w && y + dy >= 0 && y + dy < h) open.push((y + dy) * w + x + dx);
          }
        }
      }
    });
    const first = dark.indexOf(true);
    return { text: name.text, pieces, highest: (first % w) / w, width: name.width };
  });

const named = (ar) => [
  layer("shelters", "point", "shelter", [{ key: "shelter/s", name: "Shelter", ar, rows: [[null, null, "holds", "always-there"]] }], [point(37.1, 36.2)]),
];

test("Arabic names are joined and run from right to left", async () => {
  // Letters that join, then the same kept apart by a mark that nobody sees.
  const found = [];
  for (const [at, text] of ["سمسم", [..."سمسم"].join("\u200c"), "اددد"].entries()) {
    await onPage(`arabic-${at}`, { about: about({ language: "ar" }), layers: named(text) }, async (page) => {
      found.push(await ink(page));
    });
  }
  const [joined, apart, alef] = found;
  assert.equal(joined.pieces, 1, JSON.stringify(joined));
  assert.ok(apart.pieces >= 4, JSON.stringify(apart));
  assert.ok(joined.width < apart.width);
  // The alef, the only high letter, is the first, and so stands at the right.
  assert.ok(alef.highest > 0.6, JSON.stringify(alef));
});

const HOSTILE = [
  "</script><script>globalThis.harmed = 1</script>", "<img src=x onerror=\"globalThis.harmed = 1\">",
  "\u0000\u0007\u001b[31m\u202egnp.exe", "\u2028\u2029 & <b>bold</b>", "<svg onload=globalThis.harmed=1>", "javascript:globalThis.harmed=1",
];

test("hostile names are text and nothing else", async () => {
  const records = HOSTILE.map((name, at) => ({ key: `shelter/${at}${name}`, name, ar: name, source: name, rows: [[0, null, "holds", name]] }));
  const shapes = HOSTILE.map((_, at) => point(37 + at / 100, 36));
  const hostile = HOSTILE.join(" ");
  const layers = [layer("shelters", "point", "shelter", records, shapes, { title: hostile, fields: [[hostile, "text", hostile], ...HOSTILE.slice(1).map((name) => [name, "text", name])] })];
  layers[0].fields[4] = ["feature", "text", ""];
  layers[0].labels = [hostile];
  const data = { about: about({ title: hostile, note: hostile, disclaimer: hostile, audiences: HOSTILE, timeZone: hostile }), layers };
  await onPage("hostile", data, async (page) => {
    const buttons = page.locator("#list button");
    assert.equal(await buttons.count(), HOSTILE.length);
    for (let at = 0; at < HOSTILE.length; at += 1) await buttons.nth(at).click();
    await page.locator("#language").click();
    const seen = await page.evaluate(() => ({
      harmed: globalThis.harmed ?? null,
      scripts: document.scripts.length,
      strange: document.querySelectorAll("img, b, body svg, iframe, object, [onerror], [onload]").length,
      text: document.body.innerText,
    }));
    assert.equal(seen.harmed, null);
    assert.equal(seen.scripts, 2);
    assert.equal(seen.strange, 0);
    assert.ok(seen.text.includes("<img src=x onerror="), "it is shown as it is written");
    assert.doesNotMatch(seen.text, /[\u0000-\u0008\u001b\u202e]/);
  });
});

test("a page may hold nothing, nothing with a time, nothing with a place", async () => {
  await onPage("empty", { about: about({ from: null, to: null }), layers: [] }, async (page) => {
    assert.ok(await page.locator("#time").isHidden());
    assert.ok((await page.locator("#sources").innerText()).includes("none named"));
  });
  await onPage("timeless", { about: about({ from: null, to: null }), layers: named("مأوى") }, async (page) => {
    assert.ok(await page.locator("#time").isHidden());
    assert.equal((await drawnAt(page, "shelter/s")).style, "shelter/holds");
  });
  const placeless = named("مأوى");
  placeless[0].shapes = [];
  placeless[0].features[0][2] = null;
  await onPage("placeless", { about: about(), layers: placeless }, async (page) => {
    await page.locator("#list button").click();
    assert.equal(await page.locator(".told").count(), 0);
  });
});

test("over the antimeridian the map is one, and at the poles it ends", async () => {
  const shapes = [
    { type: "MultiLineString", coordinates: [[[179.5, -17], [180, -17]], [[-180, -17], [-179.5, -17]]] },
    { type: "MultiLineString", coordinates: [[[179.5, -90], [180, 90]]] },
  ];
  const rows = [[0, null, "holds", "window-stated"]];
  const fiji = layer("corridors", "line", "safe-corridor", [{ key: "fiji", name: "Fiji", rows }], shapes.slice(0, 1));
  await onPage("antimeridian", { about: about(), layers: [fiji] }, async (page) => {
    const zoom = await page.evaluate(() => globalThis.safepassage.map.getZoom());
    assert.ok(zoom > 7, `the box is one degree wide, the zoom ${zoom}`);
    const widths = await page.evaluate(() => {
      const { pen, canvas } = globalThis.safepassage.overlay;
      const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
      const columns = new Set();
      for (let at = 0; at < data.length; at += 4) if (data[at + 3] > 200) columns.add((at / 4) % canvas.width);
      return { columns: columns.size, width: canvas.width };
    });
    assert.ok(widths.columns > widths.width / 2, `both halves are drawn: ${JSON.stringify(widths)}`);
  });
  const poles = layer("corridors", "line", "safe-corridor", [{ key: "p", name: "Poles", rows }], shapes.slice(1));
  await onPage("poles", { about: about(), layers: [poles] }, async (page) => {
    assert.equal(await wordOf(page, "p"), "reported open");
  });
});

test("ten thousand properties are told", async () => {
  const wide = named("واسع");
  wide[0].fields = [...wide[0].fields, ...Array.from({ length: 10_000 }, (_, at) => [`p${at}`, "an integer", ""])];
  wide[0].features[0][6] = [...wide[0].features[0][6], ...Array.from({ length: 10_000 }, (_, at) => at)];
  await onPage("wide", { about: about(), layers: wide }, async (page) => {
    await page.locator("#list button").click();
    await page.locator(".told summary").click();
    assert.ok((await told(page)).includes("p9999"));
  });
});

test("layers can be turned off, and records searched", async () => {
  await onPage("layers", { about: about(), layers: [corridor(), ...named("مأوى")] }, async (page) => {
    await page.locator("#legend input").nth(1).uncheck();
    assert.equal((await drawnAt(page, NORTH)).style, null);
    await page.locator("#legend input").nth(1).check();
    assert.equal((await drawnAt(page, NORTH)).style, "safe-corridor/does-not-hold");
    await page.locator("#search").fill("شمال");
    assert.deepEqual(await page.locator("#list .name").allInnerTexts(), ["North road"]);
    await page.locator("#search").fill("nothing like it");
    assert.match(await page.locator("#list-count").innerText(), /No record/);
  });
});

test("without WebGL the list still tells the states", async () => {
  const { chromium } = await import("playwright-core");
  const { BROWSER } = await import("./browser.js");
  const plain = await chromium.launch({ executablePath: BROWSER, args: ["--no-sandbox", "--disable-gpu", "--disable-3d-apis"] });
  try {
    const file = await pageOf("no-webgl", { about: about(), layers: [corridor()] });
    const { page } = await open(plain, file, { expectMap: false });
    assert.match(await page.locator("#map").innerText(), /no WebGL/);
    await page.locator("#slider").focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await wordOf(page, NORTH), "reported open");
  } finally {
    await plain.close();
  }
});

test("twenty thousand features over a hundred instants can be moved through", async (context) => {
  const found = await measure(browser, "crowded", 10, 12);
  assert.equal(found.instants, 100);
  assert.deepEqual([found.asked, found.faults], [[], []]);
  const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1].toFixed(1);
  context.diagnostic(`a step: drawn in ${median(found.steps.drawn)} ms, on the screen in ${median(found.steps.shown)} ms (medians)`);
});

/// More corridors than are drawn with everything, in rows; one long one in the south, and
/// in the north an area in force and one that is not.
function crowd() {
  const STATES = ["holds", "unknown", "does-not-hold"];
  const [columns, rows] = [40, 28];
  const records = Array.from({ length: columns * rows }, (_, at) => ({ key: `c${at}`, name: `C${at}`, rows: [[0, null, STATES[at % 3], "window-stated"]] }));
  // Every other one is so short that it lies all under its sign.
  const shapes = records.map((_, at) => {
    const [lon, lat] = [37 + (at % columns) * 0.012, 36 + Math.floor(at / columns) * 0.008];
    const half = Math.floor(at / 3) % 2 ? 0.004 : 0.001;
    return { type: "LineString", coordinates: [[lon - half, lat], [lon + half, lat]] };
  });
  records.push({ key: "long", name: "Long", rows: [[0, null, "holds", "window-stated"]] });
  shapes.push({ type: "LineString", coordinates: [[37, 35.98], [37.4, 35.98]] });
  const box = (west) => ({ type: "Polygon", coordinates: [[[west, 36.24], [west + 0.1, 36.24], [west + 0.1, 36.29], [west, 36.29], [west, 36.24]]] });
  const area = (state) => ({ key: `area-${state}`, name: null, rows: [[0, null, state, "window-stated"]] });
  return [
    layer("corridors", "line", "safe-corridor", records, shapes),
    layer("hazard-zones", "area", "hazard-zone", [area("holds"), area("does-not-hold")], [box(37), box(37.2)]),
  ];
}

test("however many lines there are, their states are told by shape too", async () => {
  await onPage("crowd", { about: about(), layers: crowd() }, async (page) => {
    const signs = { holds: GREEN, unknown: YELLOW, "does-not-hold": VERMILION };
    for (const at of [205, 206, 207, 208, 209, 210]) {
      const { style, colour } = await drawnAt(page, `c${at}`);
      assert.ok(near(colour, signs[style.split("/")[1]]), `c${at}, ${style}: ${colour}`);
    }
    const found = await page.evaluate(() => {
      const { map, overlay } = globalThis.safepassage;
      const dots = (lon, lat, right, up, width, height) => {
        const { x, y } = map.project([lon, lat]);
        const { data } = overlay.pen.getImageData(Math.round(x) + right, Math.round(y) - up, width, height);
        return Array.from({ length: width * height }, (_, at) => data[4 * at + 3]);
      };
      const project = (lon) => map.project([lon, 36]).x;
      return {
        // Four pixels above the long line, which is drawn two wide: what stands out of it.
        arrows: dots(37.05, 35.98, 0, 4, Math.round(project(37.15) - project(37.05)), 1).filter((alpha) => alpha > 200).length,
        inForce: new Set(dots(37.02, 36.28, 0, 0, 30, 30)).size,
        notInForce: new Set(dots(37.22, 36.28, 0, 0, 30, 30)).size,
      };
    });
    assert.ok(found.arrows > 2, `arrows: ${JSON.stringify(found)}`);
    assert.ok(found.inForce > 2, `hatching: ${JSON.stringify(found)}`);
    assert.equal(found.notInForce, 1, `no hatching where it is not in force: ${JSON.stringify(found)}`);
  });
});

test("names that are left out are said to be", async () => {
  await onPage("crowd-names", { about: about(), layers: crowd() }, async (page) => {
    const said = page.locator(".left-out");
    assert.ok(await said.isVisible());
    assert.match(await said.innerText(), /Too many names/);
    await page.locator("#language").click();
    assert.match(await said.innerText(), /الأسماء/);
    await page.evaluate(() => globalThis.safepassage.map.jumpTo({ center: [37.2, 36.1], zoom: 14 }));
    await settled(page);
    assert.ok(await said.isHidden());
    assert.ok(await page.evaluate(() => globalThis.safepassage.overlay.names.length) > 3);
  });
});

test("a page that asks somebody is found out, and ours cannot ask", async () => {
  const asks = `${ARTIFACTS}asks.html`;
  await writeFile(asks, "<script>globalThis.safepassage = { ready: Promise.resolve(false) }</script><img src='http://tiles.invalid/1.png'>");
  const found = await open(browser, asks, { expectMap: false });
  assert.deepEqual([...new Set(found.asked)], ["http://tiles.invalid/1.png"]);
  await found.close();
  const file = await pageOf("cannot-ask", { about: about(), layers: [corridor()] });
  const ours = await open(browser, file);
  const outcome = await ours.page.evaluate(async () => {
    const pictured = new Promise((done) => {
      const picture = new Image();
      picture.onload = () => done("loaded");
      picture.onerror = () => done("refused");
      picture.src = "http://tiles.invalid/2.png";
    });
    const fetched = fetch("http://tiles.invalid/3").then(() => "loaded", () => "refused");
    const run = document.createElement("script");
    run.textContent = "globalThis.harmed = 1";
    document.body.append(run);
    return [await pictured, await fetched, globalThis.harmed ?? "not run"];
  });
  assert.deepEqual(outcome, ["refused", "refused", "not run"]);
  assert.deepEqual(ours.asked.filter((url) => !url.includes("tiles.invalid")), []);
  assert.ok(ours.faults.every((fault) => fault.includes("Content Security Policy")), ours.faults.join("; "));
  await ours.close();
});

// Pages of the embedded place, made by the command itself: see ci.sh.
for (const language of ["en", "ar"]) {
  const file = `${ARTIFACTS}example-${language}.html`;
  test(`the embedded place in ${language}`, { skip: !existsSync(file) && process.env.CI !== "true" && "no page: see ci.sh" }, async () => {
    await onPage(`example-${language}-shot`, file, async (page) => {
      assert.equal(await page.locator("html").getAttribute("dir"), language === "ar" ? "rtl" : "ltr");
      const before = await page.locator("#list .word").allInnerTexts();
      await page.locator("#slider").focus();
      await page.keyboard.press("Home");
      assert.notDeepEqual(await page.locator("#list .word").allInnerTexts(), before);
      await settled(page);
      const ground = await page.evaluate(() => globalThis.safepassage.map.queryRenderedFeatures().map((one) => one.properties.key));
      assert.ok(ground.some((key) => key.startsWith("street/")) && ground.some((key) => key.startsWith("neighbourhood/")));
      const names = await page.evaluate(() => globalThis.safepassage.overlay.names.map((one) => one.text));
      assert.ok(names.some((name) => /[\u0600-\u06ff]/.test(name)) === (language === "ar"), names.join());
      await page.locator("#list button").first().click();
      const text = await told(page);
      assert.ok(text.includes(language === "ar" ? "الأدلة" : "Evidence"), text);
    });
  });
}
test("times are those of the place, whatever the reader's clock", async () => {
  await onPage("clock", { about: about({ timeZone: null }), layers: [corridor()] }, async (page) => {
    assert.equal(await page.locator("#now-local").innerText(), "Thu, 8 Jan 2026, 05:00");
    assert.equal(await page.locator("#now-utc").innerText(), "UTC");
    assert.equal(await page.evaluate(() => globalThis.safepassage.data.instants[0]), START);
  });
});
