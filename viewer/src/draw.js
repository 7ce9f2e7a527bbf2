// Symbols, signs, hatchings and swatches, drawn on canvas: nothing is fetched.

import { BLUE, GREEN, GREY, HATCHES, INK, VERMILION, YELLOW, areaLook, lineLook, signOf } from "./looks.js";

/// Dots a pixel.
export const SHARP = 2;
const SIZE = 22;

function canvas(width, height) {
  const made = document.createElement("canvas");
  made.width = width * SHARP;
  made.height = height * SHARP;
  const pen = made.getContext("2d", { willReadFrequently: true });
  pen.scale(SHARP, SHARP);
  return [made, pen];
}

function path(pen, corners, fill, stroke = "#ffffff") {
  pen.beginPath();
  corners.forEach(([x, y], at) => (at ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = stroke;
  pen.lineWidth = 1.4;
  pen.lineJoin = "round";
  pen.stroke();
}

function disc(pen, radius, fill, stroke = "#ffffff") {
  pen.beginPath();
  pen.arc(0, 0, radius, 0, 2 * Math.PI);
  pen.fillStyle = fill;
  pen.fill();
  pen.strokeStyle = stroke;
  pen.lineWidth = 1.4;
  pen.stroke();
}

function sign(pen, text, colour, down = 0.5) {
  pen.font = "700 12px sans-serif";
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = colour;
  pen.fillText(text, 0, down);
}

function tick(pen) {
  pen.beginPath();
  pen.moveTo(-3.6, 0.2);
  pen.lineTo(-1, 2.8);
  pen.lineTo(3.8, -2.8);
  pen.strokeStyle = "#ffffff";
  pen.lineWidth = 2;
  pen.stroke();
}

/// The three shapes of open, unknown and closed: disc, diamond, octagon.
function openUnknownClosed(pen, state) {
  if (state === "holds") {
    disc(pen, 7.4, GREEN);
    tick(pen);
  } else if (state === "unknown") {
    path(pen, [[0, -9.4], [9.4, 0], [0, 9.4], [-9.4, 0]], YELLOW, INK);
    sign(pen, "?", INK);
  } else {
    const [near, far] = [3.1, 7.4];
    const corners = [
      [-near, -far], [near, -far], [far, -near], [far, near], [near, far], [-near, far], [-far, near], [-far, -near],
    ];
    path(pen, corners, VERMILION);
    pen.fillStyle = "#ffffff";
    pen.fillRect(-4.6, -1.5, 9.2, 3);
  }
}

function burst() {
  return Array.from({ length: 16 }, (_, corner) => {
    const radius = corner % 2 ? 3.6 : 8;
    const turn = (corner * Math.PI) / 8;
    return [radius * Math.sin(turn), -radius * Math.cos(turn)];
  });
}

const TRIANGLE = [[0, -8.6], [8.6, 6.8], [-8.6, 6.8]];
const HOUSE = [[0, -8.4], [8, -1.2], [6, -1.2], [6, 7], [-6, 7], [-6, -1.2], [-8, -1.2]];

function point(pen, style) {
  const [subject, state] = style.split("/");
  switch (subject) {
    case "checkpoint":
      return openUnknownClosed(pen, state);
    case "shelter":
      path(pen, HOUSE, state === "holds" ? BLUE : state === "unknown" ? "#ffffff" : GREY, state === "unknown" ? BLUE : "#ffffff");
      pen.fillStyle = state === "unknown" ? BLUE : "#ffffff";
      if (state === "unknown") return sign(pen, "?", BLUE, 1.5);
      return pen.fillRect(-1.8, 1.6, 3.6, 5.4);
    case "assembly-point":
      disc(pen, 6.5, state === "does-not-hold" ? GREY : GREEN);
      return disc(pen, 2.6, "#ffffff");
    case "incident": {
      if (state === "holds") return path(pen, burst(), VERMILION);
      return path(pen, burst(), "#ffffff", state === "unknown" ? VERMILION : GREY);
    }
    case "finding-error":
    case "cut":
    case "unserved":
      path(pen, TRIANGLE, VERMILION);
      return sign(pen, "!", "#ffffff", 2);
    case "finding-warning":
      path(pen, TRIANGLE, YELLOW);
      return sign(pen, "!", INK, 2);
    case "finding-info":
      disc(pen, 7, BLUE);
      return sign(pen, "i", "#ffffff");
    default:
      return disc(pen, 4, GREY);
  }
}

/// The symbol of a point, as a canvas.
export function symbol(style) {
  const [made, pen] = canvas(SIZE, SIZE);
  pen.translate(SIZE / 2, SIZE / 2);
  point(pen, style);
  return made;
}

/// The sign on a line: `sign-holds`, `sign-unknown`, `sign-does-not-hold`.
export function lineSign(name) {
  const [made, pen] = canvas(SIZE, SIZE);
  pen.translate(SIZE / 2, SIZE / 2);
  openUnknownClosed(pen, name.slice("sign-".length));
  return made;
}

/// An arrow head along a line.
export function arrow(colour) {
  const [made, pen] = canvas(20, 20);
  pen.translate(10, 10);
  path(pen, [[-6, -6.5], [8, 0], [-6, 6.5], [-2.5, 0]], colour);
  return made;
}

/// A hatching that joins itself on all sides. `sparse` for what is not known.
export function hatch(name, sparse) {
  const [colour, angle, gap] = HATCHES[name];
  const size = (sparse ? 3 : 2) * gap;
  const [made, pen] = canvas(size, size);
  pen.strokeStyle = colour;
  pen.globalAlpha = name === "control" ? 0.22 : 0.5;
  pen.lineWidth = 1.1;
  const step = sparse ? size : gap;
  const stroke = (x1, y1, x2, y2) => {
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
    pen.stroke();
  };
  for (let at = -size; at <= 2 * size; at += step) {
    if (angle === 90) stroke(0, at + gap / 2, size, at + gap / 2);
    else if (angle === 0) stroke(at + gap / 2, 0, at + gap / 2, size);
    else if (angle > 0) stroke(at, size, at + size, 0);
    else stroke(at, 0, at + size, size);
  }
  return made;
}

/// What stands in the legend and in the list for a style class.
export function swatch(style, geometry) {
  if (geometry === "point") return symbol(style);
  const [made, pen] = canvas(34, SIZE);
  if (geometry === "area") {
    const look = areaLook(style);
    pen.beginPath();
    pen.rect(3, 3, 28, 16);
    pen.globalAlpha = Math.min(1, look.opacity + 0.04);
    pen.fillStyle = look.fill;
    pen.fill();
    pen.globalAlpha = 1;
    if (look.hatch) {
      const tile = hatch(look.hatch, look.sparse);
      const pattern = pen.createPattern(tile, "repeat");
      pattern.setTransform(new DOMMatrix().scale(1 / SHARP));
      pen.fillStyle = pattern;
      pen.fill();
    }
    pen.setLineDash(look.dash[1] ? look.dash : []);
    pen.strokeStyle = look.stroke;
    pen.lineWidth = Math.max(1.2, look.width);
    pen.stroke();
    return made;
  }
  const look = lineLook(style);
  const stroke = (colour, width, dash) => {
    pen.beginPath();
    pen.moveTo(1, SIZE / 2);
    pen.lineTo(33, SIZE / 2);
    pen.setLineDash(dash);
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.stroke();
  };
  if (look.casing) stroke(look.casing, look.width + look.more, []);
  stroke(look.stroke, look.width, look.dash[1] ? look.dash : []);
  const name = signOf(style);
  if (name) {
    pen.setLineDash([]);
    pen.translate(17, SIZE / 2);
    openUnknownClosed(pen, name.slice("sign-".length));
  }
  return made;
}

/// The same picture at another size, turned.
export function scaled(picture, by, turn = 0) {
  if (by === 1 && turn === 0) return picture;
  const made = document.createElement("canvas");
  made.width = Math.round(picture.width * by);
  made.height = Math.round(picture.height * by);
  const pen = made.getContext("2d", { willReadFrequently: true });
  pen.imageSmoothingQuality = "high";
  pen.translate(made.width / 2, made.height / 2);
  pen.rotate(turn);
  pen.drawImage(picture, -made.width / 2, -made.height / 2, made.width, made.height);
  return made;
}
