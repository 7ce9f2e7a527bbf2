// Builds dist/viewer.html: one file with MapLibre, its worker, our code and our style inside.

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";

const here = (path) => new URL(path, import.meta.url);
const text = (path) => readFile(here(path), "utf8");
const hash = (code) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`;

/// Where the library puts the data; src/io/write/map_page/viewer.rs looks for it.
const PLACE = '"safepassage:data:1"';

const [page, ownStyle, mapStyle, worker, licence] = await Promise.all([
  text("src/page.html"),
  text("src/style.css"),
  text("node_modules/maplibre-gl/dist/maplibre-gl.css"),
  text("node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs"),
  text("node_modules/maplibre-gl/LICENSE.txt"),
]);

const bundled = await build({
  entryPoints: [here("src/main.js").pathname],
  bundle: true,
  write: false,
  format: "iife",
  target: "es2022",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  define: { __WORKER__: JSON.stringify(worker) },
  // MapLibre asks where it lies to find its worker; it is told where that is.
  logOverride: { "empty-import-meta": "silent" },
});
const code = bundled.outputFiles[0].text;
const style = `${mapStyle}\n${ownStyle}`;
for (const [name, part, ends] of [["script", code, /<\/script|<!--/i], ["style", style, /<\/style|<!--/i]]) {
  const found = part.match(ends);
  if (found) throw new Error(`${name}: expected nothing that ends the element, found ${found[0]}`);
}

const parts = {
  POLICY: [
    "default-src 'none'",
    `script-src ${hash(code)}`,
    // A page opened as a file has no origin: its worker starts from a data URL, made of the blob.
    "worker-src blob: data:",
    `style-src ${hash(style)}`,
    "img-src data: blob:",
    "connect-src blob:",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; "),
  LICENCE: licence.replaceAll("--", "- -"),
  STYLE: style,
  DATA: PLACE,
  CODE: code,
};
// Not replace(): there a "$&" in the code would be read as a sign.
const html = page.split(/\{\{([A-Z]+)\}\}/).map((part, at) => (at % 2 ? parts[part] : part)).join("");
if (html.split(PLACE).length !== 2) throw new Error(`expected one place ${PLACE}`);

await mkdir(here("dist"), { recursive: true });
await writeFile(here("dist/viewer.html.part"), html);
await rename(here("dist/viewer.html.part"), here("dist/viewer.html"));
console.log(`dist/viewer.html: ${(html.length / 1e6).toFixed(2)} MB`);
