// A page in a real browser without a window, which may ask nobody for anything.

import { chromium } from "playwright-core";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

export const BROWSER = process.env.CHROMIUM ?? "/usr/bin/chromium";
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
/// Pages and screenshots are kept here.
export const ARTIFACTS = here("../artifacts/");

const FLAGS = [
  "--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export const launch = () => chromium.launch({ executablePath: BROWSER, headless: true, args: FLAGS });

/// Puts data into the built viewer, as the library does, and gives the file.
export async function pageOf(name, data) {
  const viewer = await readFile(here("../dist/viewer.html"), "utf8");
  const json = JSON.stringify(data).replace(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`);
  const [before, after] = viewer.split('"safepassage:data:1"');
  await mkdir(ARTIFACTS, { recursive: true });
  const file = `${ARTIFACTS}${name}.html`;
  await writeFile(file, before + json + after);
  return file;
}

/// Opens a file by double click, so to say, and waits until all of it is drawn.
/// Whatever it asks for besides itself is noted in `asked`, what goes wrong in `faults`.
export async function open(browser, file, { locale = "en-GB", expectMap = true } = {}) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, locale, timezoneId: "America/New_York" });
  const page = await context.newPage();
  const asked = [];
  const faults = [];
  const itself = pathToFileURL(file).href;
  await page.route("**", (route) => {
    const url = route.request().url();
    if (url === itself) return route.continue();
    asked.push(url);
    return route.abort();
  });
  // The worker's own code, made by the page, is no request to anybody.
  page.on("request", (request) => {
    const url = request.url();
    if (url !== itself && !url.startsWith("blob:null/") && !url.startsWith("data:")) asked.push(url);
  });
  page.on("websocket", (socket) => asked.push(socket.url()));
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (line) => {
    // What the machine's own drawing of WebGL is slow at is no fault of the page.
    if (["error", "warning"].includes(line.type()) && !/GPU stall|GL Driver Message/.test(line.text())) faults.push(line.text());
  });
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  await page.goto(itself);
  const drawn = await page.evaluate(() => globalThis.safepassage.ready);
  if (drawn !== expectMap) throw new Error(`expected the map ${expectMap ? "" : "not "}to be drawn; ${faults.join("; ")}`);
  if (drawn) await settled(page);
  return { page, asked, faults, close: () => context.close() };
}

/// Waits until nothing is left to draw.
export const settled = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        const { map } = globalThis.safepassage;
        map.once("idle", () => done());
        map.triggerRepaint();
      }),
  );
