// The page of deck.test.js: one layer of a `--client deckgl` folder at a time, drawn by the
// real deck.gl, filtered by its own DataFilterExtension on the graphics card.
import { Deck, MapView, WebMercatorViewport } from "@deck.gl/core";
import { DataFilterExtension } from "@deck.gl/extensions";
import { GeoJsonLayer } from "@deck.gl/layers";

const [width, height] = [800, 600];
let deck;
let drawn = () => {};

/// Opens a map that shows a box of degrees.
globalThis.openMap = async (bounds) => {
  const { longitude, latitude, zoom } = new WebMercatorViewport({ width, height }).fitBounds(bounds, { padding: 40 });
  await new Promise((done, fail) => {
    deck = new Deck({
      canvas: document.getElementById("map"), width, height, useDevicePixels: false,
      views: new MapView({ repeat: false }), initialViewState: { longitude, latitude, zoom }, controller: false,
      onLoad: done, onError: fail, onAfterRender: () => drawn(),
    });
  });
};

/// Draws a layer as it is at a minute, as docs/CLIENTS.md says.
globalThis.drawAt = async ({ name, data, filterRange: [first, last] }, minute) => {
  const layer = new GeoJsonLayer({
    id: name, data, pickable: true, filled: true, stroked: true, getFillColor: [200, 30, 30, 120], getLineColor: [200, 30, 30],
    getPointRadius: 8, pointRadiusUnits: "pixels", getLineWidth: 3, lineWidthUnits: "pixels",
    extensions: [new DataFilterExtension({ filterSize: 2 })],
    getFilterValue: ({ properties }) => [properties.start_min, properties.end_min],
    filterRange: [[first, minute], [minute + 1, last]],
  });
  const done = new Promise((resolve) => (drawn = resolve));
  deck.setProps({ layers: [layer] });
  await done;
};

/// The keys of all that deck.gl finds at a place, and whether any dot is drawn there.
globalThis.lookAt = (degrees) => {
  const [x, y] = deck.getViewports()[0].project(degrees);
  const found = deck.pickMultipleObjects({ x, y, radius: 1, depth: 12 });
  // What was drawn can be read until the task ends.
  deck.redraw("to be read");
  const copy = document.createElement("canvas");
  Object.assign(copy, { width, height });
  const pen = copy.getContext("2d");
  pen.drawImage(document.getElementById("map"), 0, 0);
  return { keys: found.map((one) => one.object.properties.key), ink: pen.getImageData(Math.round(x), Math.round(y), 1, 1).data[3] };
};
