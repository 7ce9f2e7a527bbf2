// How each style class is drawn: the looks of the sheet (src/io/write/svg/style.rs).
//
// Colours are those of Okabe and Ito; and no two states differ by colour alone:
// areas differ in hatching and border, lines in dashes and in the sign on them,
// points in shape.

export const INK = "#2b2f36";
export const BLUE = "#0072b2";
export const GREEN = "#007a5a";
export const VERMILION = "#c4500a";
const PURPLE = "#7b4b94";
export const YELLOW = "#f0c93a";
export const GREY = "#6f747b";

const AREA = { fill: "#ffffff", opacity: 0.35, hatch: null, stroke: GREY, width: 1, dash: [1, 0] };
const AREAS = {
  neighbourhood: { fill: "#dcd6c8", opacity: 0.75, stroke: "#a39b8b", width: 1.1 },
  "curfew-zone": { fill: PURPLE, opacity: 0.09, hatch: "curfew", stroke: PURPLE, width: 1.8 },
  "restricted-zone": { fill: INK, opacity: 0.04, hatch: "restricted", stroke: INK, width: 1.8 },
  "hazard-zone": { fill: VERMILION, opacity: 0.16, hatch: "hazard", stroke: VERMILION, width: 1.8 },
  "area-of-control": { fill: "#c9d3db", opacity: 0.35, hatch: "control", width: 1.2, dash: [1, 3] },
  catchment: { fill: GREEN, opacity: 0.1, stroke: GREEN, width: 1.4 },
  unserved: { fill: VERMILION, opacity: 0.1, hatch: "unserved", stroke: VERMILION, width: 2 },
  cut: { fill: VERMILION, opacity: 0.1, hatch: "unserved", stroke: VERMILION, width: 2 },
  "finding-error": { fill: VERMILION, opacity: 0.1, hatch: "unserved", stroke: VERMILION, width: 2 },
  "finding-warning": { fill: YELLOW, opacity: 0.3, stroke: "#8a6d00" },
};

/// How an area is drawn.
export function areaLook(style) {
  const [subject, state] = style.split("/");
  const look = { ...AREA, ...AREAS[subject] };
  if (state === "unknown") return { ...look, dash: [6, 4], opacity: 0.04, sparse: true };
  if (state === "does-not-hold") return { ...look, fill: "#ffffff", opacity: 0, hatch: null, width: 1, dash: [2, 3], stroke: GREY };
  return look;
}

/// The hatchings: colour, angle in degrees, gap in pixels.
export const HATCHES = {
  curfew: [PURPLE, 45, 8],
  restricted: [INK, 0, 6],
  hazard: [VERMILION, -45, 8],
  control: [GREY, 90, 11],
  unserved: [VERMILION, 0, 4],
};

const LINE = { stroke: GREY, width: 1.6, dash: [1, 0], casing: null, arrow: false };
const LINES = {
  street: { stroke: "#ffffff", width: 1.6, casing: "#cfc9bc", more: 1.4 },
  "safe-corridor": { stroke: BLUE, width: 4, casing: "#ffffff", more: 3, arrow: true },
  "front-line": { stroke: "#8c1d18", width: 3, dash: [12, 3, 2, 3], casing: "#ffffff", more: 2.6 },
  route: { stroke: GREEN, width: 3, dash: [14, 3], casing: "#ffffff", more: 2.6, arrow: true },
  flow: { stroke: "#9a1a5f", width: 2, casing: "#ffffff", more: 0.9, arrow: true },
  catchment: { stroke: INK, width: 1.2, dash: [1, 3] },
  bottleneck: { stroke: VERMILION, width: 4, casing: "#ffffff", more: 2.6 },
  reached: { stroke: "#3f8f86", width: 1.9, dash: [2, 2.5] },
  cut: { stroke: VERMILION, width: 5, dash: [3, 2], casing: "#ffffff", more: 2.6 },
  unserved: { stroke: VERMILION, width: 5, dash: [3, 2], casing: "#ffffff", more: 2.6 },
  "finding-error": { stroke: VERMILION, width: 5, dash: [3, 2], casing: "#ffffff", more: 2.6 },
  "finding-warning": { stroke: "#8a6d00", width: 4, dash: [5, 3] },
  "finding-info": { stroke: BLUE, width: 2, dash: [1, 3] },
};

/// How a line is drawn; dashes in pixels.
export function lineLook(style) {
  const [subject, state] = style.split("/");
  const look = { more: 0, ...LINE, ...LINES[subject] };
  if (subject === "street" || state === "holds") return look;
  if (state === "unknown") return { ...look, dash: [9, 6] };
  return { ...look, stroke: GREY, dash: [2.5, 4.5], width: look.width * 0.85, arrow: false };
}

/// The sign on a line that says its state, for lines that are open or not.
export function signOf(style) {
  const [subject, state] = style.split("/");
  return subject === "safe-corridor" ? `sign-${state}` : null;
}

const ORDER = [
  "area-of-control", "neighbourhood", "street", "curfew-zone", "restricted-zone", "hazard-zone", "unserved",
  "front-line", "reached", "safe-corridor", "route", "flow", "catchment", "cut", "finding-info", "finding-warning",
  "finding-error", "incident", "assembly-point", "shelter", "checkpoint", "bottleneck",
];

/// Where in the pile it lies, lowest first.
export function depthOf(style) {
  const at = ORDER.indexOf(style.split("/")[0]);
  return at < 0 ? ORDER.length : at;
}
