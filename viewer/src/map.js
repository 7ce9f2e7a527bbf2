// The map: MapLibre moves it and draws the ground (what has no time: streets,
// neighbourhoods); what changes with time, and every symbol and name, lies on a
// canvas over it (overlay.js), so that a move in time draws only what there is then
// and needs no graphics card.

import { Map as MapLibre, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import { boundsOf } from "./data.js";
import { hatch, SHARP } from "./draw.js";
import { HATCHES, areaLook, depthOf, lineLook } from "./looks.js";

/// Whether a row is drawn once, as ground.
export const isGround = (layer, row) =>
  row.shape !== null && row.start === null && row.end === null && layer.geometry !== "point" &&
  !(layer.geometry === "line" && lineLook(row.style).arrow);

/// `match` over style classes.
const byStyle = (styles, value) =>
  styles.length > 1 ? ["match", ["get", "style"], ...styles.slice(1).flatMap((style) => [style, value(style)]), value(styles[0])] : value(styles[0]);

/// The map of a page, empty.
export function makeMap(container, data, words) {
  const code = new Blob([__WORKER__], { type: "text/javascript" });
  setWorkerUrl(URL.createObjectURL(code));
  const shown = data.layers.filter((layer) => layer.shapes.length > 0);
  const apart = shown.filter((layer) => layer.name !== "streets");
  const bounds = boundsOf(apart.length ? apart : shown);
  const map = new MapLibre({
    container,
    style: { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": "#f3f0e8" } }] },
    bounds: bounds ?? [[-180, -60], [180, 75]],
    fitBoundsOptions: { padding: 45, maxZoom: 16 },
    attributionControl: false,
    fadeDuration: 0,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 0,
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
  return { map, loaded: new Promise((done) => map.once("load", () => done())) };
}

/// Adds the ground, lowest first.
export function drawGround(map, layers) {
  for (const name of Object.keys(HATCHES)) {
    for (const sparse of [false, true]) {
      const made = hatch(name, sparse);
      const dots = made.getContext("2d").getImageData(0, 0, made.width, made.height);
      map.addImage(`${name}${sparse ? "-sparse" : ""}`, dots, { pixelRatio: SHARP });
    }
  }
  const ground = layers.map((layer) => ({ layer, rows: layer.rows.filter((row) => isGround(layer, row)) })).filter(({ rows }) => rows.length);
  const depth = ({ rows }) => Math.max(...new Set(rows.map((row) => depthOf(row.style))));
  for (const { layer, rows } of ground.sort((a, b) => depth(a) - depth(b))) {
    const features = rows.map((row) => ({
      type: "Feature",
      id: row.id,
      geometry: layer.shapes[row.shape],
      properties: { key: row.key, style: row.style },
    }));
    map.addSource(layer.name, { type: "geojson", data: { type: "FeatureCollection", features }, maxzoom: 18, tolerance: 0.2 });
    const styles = [...new Set(rows.map((row) => row.style))].sort();
    if (layer.geometry === "area") areas(map, layer.name, styles);
    else lines(map, layer.name, styles);
  }
}

const only = (styles) => ({ filter: ["in", ["get", "style"], ["literal", styles]] });

function areas(map, source, styles) {
  map.addLayer({
    id: `${source}/fill`, type: "fill", source,
    paint: {
      "fill-color": byStyle(styles, (style) => areaLook(style).fill),
      "fill-opacity": byStyle(styles, (style) => areaLook(style).opacity),
      "fill-antialias": false,
    },
  });
  const hatched = styles.filter((style) => areaLook(style).hatch);
  if (hatched.length) {
    const picture = (style) => areaLook(style).hatch + (areaLook(style).sparse ? "-sparse" : "");
    map.addLayer({ id: `${source}/hatch`, type: "fill", source, ...only(hatched), paint: { "fill-pattern": byStyle(hatched, picture) } });
  }
  strokes(map, source, styles, areaLook);
}

function lines(map, source, styles) {
  const cased = styles.filter((style) => lineLook(style).casing);
  if (cased.length) {
    map.addLayer({
      id: `${source}/casing`, type: "line", source, ...only(cased),
      layout: { "line-join": "round", "line-cap": "round" },
      paint: {
        "line-color": byStyle(cased, (style) => lineLook(style).casing),
        "line-width": byStyle(cased, (style) => lineLook(style).width + lineLook(style).more),
      },
    });
  }
  strokes(map, source, styles, lineLook);
}

/// Lines of one dash are one layer of the map.
function strokes(map, source, styles, look) {
  const dashes = new Map();
  for (const style of styles) {
    const { dash, width } = look(style);
    const key = dash[1] ? dash.map((pixels) => +(pixels / width).toFixed(3)).join(" ") : "";
    dashes.set(key, [...(dashes.get(key) ?? []), style]);
  }
  [...dashes].forEach(([key, same], at) => {
    map.addLayer({
      id: `${source}/line-${at}`, type: "line", source, ...only(same),
      layout: { "line-join": "round", "line-cap": "butt" },
      paint: {
        "line-color": byStyle(same, (style) => look(style).stroke),
        "line-width": byStyle(same, (style) => look(style).width),
        ...(key ? { "line-dasharray": key.split(" ").map(Number) } : {}),
      },
    });
  });
}

/// Turns the ground of a layer on or off.
export function showGround(map, layer, visible) {
  for (const { id } of map.getStyle().layers) {
    if (id.startsWith(`${layer.name}/`)) map.setLayoutProperty(id, "visibility", visible ? "visible" : "none");
  }
}
