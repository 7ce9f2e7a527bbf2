// The map itself: one source a layer; what is on at a time is feature state, so
// that moving in time tells the worker nothing and lays out nothing anew.

import { Map as MapLibre, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import { boundsOf, isOn, mapLabelOf } from "./data.js";
import { arrow, hatch, lineSign, SHARP, symbol } from "./draw.js";
import { HATCHES, areaLook, depthOf, lineLook, signOf } from "./looks.js";

/// Beyond this many named records of a layer, labels come only when zoomed in.
const MANY_LABELS = 2000;
// Letters are drawn by the browser from its own fonts, so that no glyph is fetched.
const FONTS = "'Noto Sans', 'Noto Sans Arabic', 'Noto Naskh Arabic', 'Segoe UI', Tahoma, 'DejaVu Sans', Arial, sans-serif";
/// How far off a click may be, in pixels.
const STRAY = 5;

const ON = ["any", ["get", "always"], ["boolean", ["feature-state", "on"], false]];
const whenOn = (value) => ["case", ON, value, 0];

/// `match` over the style classes of a layer.
function byStyle(styles, value) {
  const cases = styles.flatMap((style) => [style, value(style)]);
  return styles.length ? ["match", ["get", "style"], ...cases, value("other/holds")] : value("other/holds");
}

const stylesOf = (layer) => [...new Set(layer.rows.filter((row) => row.shape !== null).map((row) => row.style))].sort();

/// The map of a page. `words` and `language` may change later.
export function makeMap(container, data, language, words) {
  const worker = URL.createObjectURL(new Blob([__WORKER__], { type: "text/javascript" }));
  setWorkerUrl(worker);
  const shown = data.layers.filter((layer) => layer.shapes.length > 0);
  const apart = shown.filter((layer) => layer.name !== "streets");
  const bounds = boundsOf(apart.length ? apart : shown);
  const map = new MapLibre({
    container,
    style: { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": "#f3f0e8" } }] },
    bounds: bounds ?? [[-180, -60], [180, 75]],
    fitBoundsOptions: { padding: 45, maxZoom: 16 },
    localIdeographFontFamily: FONTS,
    attributionControl: false,
    fadeDuration: 0,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
    renderWorldCopies: false,
    locale: {
      "Map.Title": words.map,
      "NavigationControl.ZoomIn": words.zoomIn,
      "NavigationControl.ZoomOut": words.zoomOut,
      "Popup.Close": words.close,
    },
  });
  map.keyboard.disableRotation();
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ maxWidth: 140 }), "bottom-right");
  return { map, layers: shown, loaded: new Promise((done) => map.once("load", done)) };
}

/// Adds sources, pictures and layers, lowest first.
export function drawLayers(map, layers, language) {
  const add = (name, made) => {
    if (map.hasImage(name)) return;
    const pen = made.getContext("2d");
    map.addImage(name, pen.getImageData(0, 0, made.width, made.height), { pixelRatio: SHARP });
  };
  for (const state of ["holds", "unknown", "does-not-hold"]) add(`sign-${state}`, lineSign(`sign-${state}`));
  for (const name of Object.keys(HATCHES)) {
    add(`hatch-${name}`, hatch(name, false));
    add(`hatch-${name}-sparse`, hatch(name, true));
  }
  const sorted = [...layers].sort((a, b) => depth(a) - depth(b));
  for (const layer of sorted) {
    map.addSource(layer.name, { type: "geojson", data: collection(layer), maxzoom: 18, tolerance: 0.2 });
    const styles = stylesOf(layer);
    if (layer.geometry === "area") areas(map, layer, styles);
    else if (layer.geometry === "line") lines(map, layer, styles, add);
  }
  // What is higher is placed first: names give way to symbols and signs.
  const toName = (layer) => (layer.name === "neighbourhoods" ? Infinity : depth(layer));
  for (const layer of [...sorted].sort((a, b) => toName(a) - toName(b))) labels(map, layer, language);
  for (const layer of sorted) {
    const styles = stylesOf(layer);
    if (layer.geometry === "line") signs(map, layer, styles);
    else if (layer.geometry === "point") points(map, layer, styles, add);
  }
}

const depth = (layer) => Math.max(...stylesOf(layer).map(depthOf), 0);

function collection(layer) {
  const features = layer.rows
    .filter((row) => row.shape !== null)
    .map((row) => ({
      type: "Feature",
      id: row.id,
      geometry: layer.shapes[row.shape],
      properties: {
        key: row.key,
        row: row.index,
        style: row.style,
        always: row.start === null && row.end === null,
      },
    }));
  return { type: "FeatureCollection", features };
}

function areas(map, layer, styles) {
  const source = layer.name;
  const hatched = styles.filter((style) => areaLook(style).hatch);
  map.addLayer({
    id: `${source}/fill`, type: "fill", source,
    paint: {
      "fill-color": byStyle(styles, (style) => areaLook(style).fill),
      "fill-opacity": whenOn(byStyle(styles, (style) => areaLook(style).opacity)),
      "fill-antialias": false,
    },
  });
  if (hatched.length) {
    const picture = (style) => {
      const { hatch: name, sparse } = areaLook(style);
      return name ? `hatch-${name}${sparse ? "-sparse" : ""}` : "hatch-control";
    };
    map.addLayer({
      id: `${source}/hatch`, type: "fill", source,
      filter: ["in", ["get", "style"], ["literal", hatched]],
      paint: { "fill-pattern": byStyle(hatched, picture), "fill-opacity": whenOn(1) },
    });
  }
  strokes(map, source, "edge", styles, (style) => {
    const { stroke, width, dash } = areaLook(style);
    return { stroke, width, dash };
  });
}

function lines(map, layer, styles, add) {
  const source = layer.name;
  const cased = styles.filter((style) => lineLook(style).casing);
  if (cased.length) {
    map.addLayer({
      id: `${source}/casing`, type: "line", source,
      filter: ["in", ["get", "style"], ["literal", cased]],
      layout: { "line-join": "round", "line-cap": "round" },
      paint: {
        "line-color": byStyle(cased, (style) => lineLook(style).casing ?? "#ffffff"),
        "line-width": byStyle(cased, (style) => lineLook(style).width + lineLook(style).more),
        "line-opacity": whenOn(0.9),
      },
    });
  }
  strokes(map, source, "line", styles, lineLook);
  const along = styles.filter((style) => lineLook(style).arrow);
  for (const style of along) {
    const colour = lineLook(style).stroke;
    add(`arrow-${colour}`, arrow(colour));
  }
  if (along.length) {
    map.addLayer({
      id: `${source}/arrows`, type: "symbol", source,
      filter: ["in", ["get", "style"], ["literal", along]],
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 90,
        "icon-image": byStyle(along, (style) => `arrow-${lineLook(style).stroke}`),
        "icon-rotation-alignment": "map",
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
      },
      paint: { "icon-opacity": whenOn(1) },
    });
  }
}

function signs(map, layer, styles) {
  const source = layer.name;
  const signed = styles.filter(signOf);
  if (signed.length) {
    map.addLayer({
      id: `${source}/signs`, type: "symbol", source,
      filter: ["in", ["get", "style"], ["literal", signed]],
      layout: {
        "symbol-placement": "line-center",
        "icon-image": byStyle(signed, (style) => signOf(style) ?? ""),
        "icon-rotation-alignment": "viewport",
        "icon-allow-overlap": true,
      },
      paint: { "icon-opacity": whenOn(1) },
    });
  }
}

/// Lines of one dash are one layer of the map.
function strokes(map, source, part, styles, look) {
  const dashes = new Map();
  for (const style of styles) {
    const { dash, width } = look(style);
    const key = dash[1] ? dash.map((pixels) => +(pixels / width).toFixed(3)).join(" ") : "";
    dashes.set(key, [...(dashes.get(key) ?? []), style]);
  }
  [...dashes].forEach(([key, same], at) => {
    map.addLayer({
      id: `${source}/${part}-${at}`, type: "line", source,
      filter: ["in", ["get", "style"], ["literal", same]],
      layout: { "line-join": "round", "line-cap": "butt" },
      paint: {
        "line-color": byStyle(same, (style) => look(style).stroke),
        "line-width": byStyle(same, (style) => look(style).width),
        "line-opacity": whenOn(1),
        ...(key ? { "line-dasharray": key.split(" ").map(Number) } : {}),
      },
    });
  });
}

function points(map, layer, styles, add) {
  for (const style of [...styles, "other/holds"]) add(`symbol-${style}`, symbol(style));
  map.addLayer({
    id: `${layer.name}/symbol`, type: "symbol", source: layer.name,
    layout: {
      "icon-image": byStyle(styles, (style) => `symbol-${style}`),
      "icon-allow-overlap": true,
    },
    paint: { "icon-opacity": whenOn(1) },
  });
}

const labelField = (language) => ["get", `label_${language}`];
const UNLABELLED = new Set(["streets", "reached"]);

const labelSource = (layer) => `${layer.name}~names`;

/// Names have a source of their own, a point a record: its rows lie in one place.
function labels(map, layer, language) {
  const features = layer.records.map((record, id) => labelled(layer, record, id)).filter(Boolean);
  if (UNLABELLED.has(layer.name) || features.length === 0) return;
  map.addSource(labelSource(layer), { type: "geojson", data: { type: "FeatureCollection", features }, maxzoom: 18 });
  const point = layer.geometry === "point";
  const colour = { line: "#0a4a73", area: "#5a4a68", point: "#23272d" }[layer.geometry];
  map.addLayer({
    id: `${layer.name}/label`, type: "symbol", source: labelSource(layer),
    ...(layer.rows.length > MANY_LABELS ? { minzoom: 14 } : {}),
    layout: {
      "text-field": labelField(language),
      "text-font": ["Noto Sans Regular"],
      "text-size": layer.name === "neighbourhoods" ? 15 : 12,
      "text-max-width": 9,
      "text-variable-anchor": point ? ["top", "left", "right", "bottom"] : ["center", "top", "bottom", "left", "right"],
      "text-radial-offset": point ? 1.25 : 0.6,
      "text-justify": "auto",
      "text-padding": 2,
    },
    paint: {
      "text-color": layer.name === "neighbourhoods" ? "#5f574a" : colour,
      "text-halo-color": "#ffffff",
      "text-halo-width": 1.6,
      "text-opacity": whenOn(1),
    },
  });
}

function labelled(layer, record, id) {
  const row = record.rows.find((one) => one.shape !== null);
  const [label_en, label_ar] = ["en", "ar"].map((language) => mapLabelOf(record, language));
  if (!row || !(label_en || label_ar)) return null;
  const always = record.rows.some((one) => one.start === null && one.end === null);
  return {
    type: "Feature",
    id,
    geometry: { type: "Point", coordinates: anchorOf(layer, row) },
    properties: { always, label_en, label_ar },
  };
}

/// Shows labels in another language.
export function relabel(map, layers, language) {
  for (const layer of layers) {
    const id = `${layer.name}/label`;
    if (map.getLayer(id)) map.setLayoutProperty(id, "text-field", labelField(language));
  }
}

/// Moves the map in time: tells only what changes.
export class Clock {
  constructor(map, layers, instants) {
    this.map = map;
    this.step = null;
    const timed = (row) => row.start !== null || row.end !== null;
    const named = layers.filter((layer) => map.getSource(labelSource(layer)));
    this.timed = [
      ...layers.flatMap((layer) =>
        layer.rows
          .filter((row) => row.shape !== null && timed(row))
          .map((row) => ({ source: layer.name, id: row.id, rows: [row] })),
      ),
      ...named.flatMap((layer) =>
        layer.records.map(({ rows }, id) => ({ source: labelSource(layer), id, rows })).filter(({ rows }) => rows.some(timed)),
      ),
    ];
    this.on = new Uint8Array(this.timed.length);
    /// What may change at each step.
    this.changing = Array.from({ length: instants.length + 1 }, () => []);
    this.timed.forEach(({ rows }, at) => {
      for (const step of new Set(rows.flatMap((row) => [row.firstStep, row.endStep]))) this.changing[step]?.push(at);
    });
  }

  goTo(step) {
    const from = this.step;
    if (from === step) return;
    if (from === null) this.timed.forEach((_, at) => this.#set(at, step));
    else {
      const [low, high] = from < step ? [from + 1, step] : [step + 1, from];
      for (let at = low; at <= high; at += 1) for (const one of this.changing[at]) this.#set(one, step);
    }
    this.step = step;
  }

  #set(at, step) {
    const { rows, source, id } = this.timed[at];
    const on = rows.some((row) => isOn(row, step));
    if (Boolean(this.on[at]) === on) return;
    this.on[at] = on ? 1 : 0;
    this.map.setFeatureState({ source, id }, { on });
  }
}

/// Turns a layer of the data on or off.
export function showLayer(map, layer, visible) {
  for (const { id } of map.getStyle().layers) {
    if (id.startsWith(`${layer.name}/`)) map.setLayoutProperty(id, "visibility", visible ? "visible" : "none");
  }
}

/// The rows at a place of the screen that are on, the topmost first, each record once.
export function rowsAt(map, layers, point, step) {
  const box = [[point.x - STRAY, point.y - STRAY], [point.x + STRAY, point.y + STRAY]];
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const found = new Map();
  for (const feature of map.queryRenderedFeatures(box)) {
    const row = byName.get(feature.source)?.rows[feature.properties.row];
    if (row && isOn(row, step) && !found.has(row.record)) found.set(row.record, row);
  }
  const rank = { point: 0, line: 1, area: 2 };
  return [...found.values()].sort((a, b) => rank[a.record.layer.geometry] - rank[b.record.layer.geometry]);
}

/// A place to hang a popup on: on the shape, where possible in its middle.
export function anchorOf(layer, row) {
  const { type, coordinates } = layer.shapes[row.shape];
  if (type === "Point") return coordinates;
  if (type === "LineString") return coordinates[coordinates.length >> 1];
  if (type === "MultiLineString") return coordinates[0][coordinates[0].length >> 1];
  const ring = type === "Polygon" ? coordinates[0] : coordinates[0][0];
  const middle = [0, 1].map((axis) => ring.slice(0, -1).reduce((sum, place) => sum + place[axis], 0) / (ring.length - 1));
  return inside(ring, middle) ? middle : ring[0];
}

function inside(ring, [x, y]) {
  let odd = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd;
  }
  return odd;
}
