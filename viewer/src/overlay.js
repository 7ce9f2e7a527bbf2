// What changes with time, every symbol and every name, on a canvas over the map.

import { isOn, mapLabelOf } from "./data.js";
import { arrow, hatch, lineSign, scaled, SHARP, symbol } from "./draw.js";
import { areaLook, depthOf, lineLook, signOf } from "./looks.js";
import { isGround } from "./map.js";
import { Marks } from "./marks.js";
import { MOST_NAMES, penFor, Taken, writeNames } from "./names.js";
import { indexOf, seenIn } from "./seen.js";
import { contains, distance, everySoFar, onPlane, placeIn, planeX, planeY } from "./shapes.js";

/// Beyond this many lines and areas in view they are drawn thinly: lines without the
/// white beside them, and positions closer than a dot are left out. What tells their
/// states (dashes, hatching, signs, arrows) is drawn however many there are.
const MANY = 1000;
const THIN = 2;
/// Pixels from arrow to arrow, and the turns that an arrow is drawn in.
const ARROWS = 90;
const TURNS = 64;
/// A line that is no longer than this, in pixels, lies all under its sign; an area no
/// wider has no room for a stroke of its hatching.
const UNDER_SIGN = 6;
const HATCHED = 4;
const UNNAMED = new Set(["streets", "reached"]);
/// Which names are written first where not all can be.
const FIRST_NAMED = ["neighbourhoods", "checkpoints", "corridors", "shelters", "assembly-points", "hazard-zones", "incidents"];

export class Overlay {
  constructor(map, layers, page) {
    Object.assign(this, { map, page });
    this.canvas = document.createElement("canvas");
    this.canvas.className = "overlay";
    this.canvas.setAttribute("aria-hidden", "true");
    // Drawn without the graphics card: it may be missing, and reading back is free.
    this.pen = this.canvas.getContext("2d", { willReadFrequently: true });
    map.getCanvasContainer().append(this.canvas);
    this.leftOut = document.createElement("p");
    Object.assign(this.leftOut, { className: "left-out", hidden: true });
    this.leftOut.setAttribute("role", "status");
    map.getContainer().append(this.leftOut);
    this.marks = new Marks();
    this.pictures = new Map();
    this.names = [];
    this.#read(layers);
    map.on("render", () => this.draw());
  }

  #read(layers) {
    const groups = new Map();
    this.all = [];
    this.records = [];
    for (const layer of layers) {
      const shapes = layer.shapes.map(onPlane);
      for (const row of layer.rows) {
        if (row.shape === null) continue;
        const item = { row, layer, shape: shapes[row.shape] };
        this.all.push(item);
        if (isGround(layer, row)) continue;
        const key = `${layer.geometry} ${row.style} ${layer.name}`;
        if (!groups.has(key)) groups.set(key, { layer, style: row.style, geometry: layer.geometry, items: [] });
        groups.get(key).items.push(item);
      }
      if (UNNAMED.has(layer.name)) continue;
      const first = FIRST_NAMED.indexOf(layer.name);
      for (const record of layer.records) {
        const row = record.rows.find((one) => one.shape !== null);
        if (!row) continue;
        const shape = shapes[row.shape];
        const [x, y] = placeIn(shape, layer.geometry);
        this.records.push({ record, layer, shape, x, y, rank: first < 0 ? FIRST_NAMED.length : first });
      }
    }
    this.records.sort((a, b) => a.rank - b.rank);
    // From north to south, so that what is drawn one after another lies close together.
    for (const group of groups.values()) {
      group.items.sort((a, b) => a.shape.north - b.shape.north);
      group.index = indexOf(group);
    }
    const order = { area: 0, line: 1, point: 2 };
    this.groups = [...groups.values()].sort((a, b) => order[a.geometry] - order[b.geometry] || depthOf(a.style) - depthOf(b.style));
  }

  /// Where the map is: the world's size in pixels, and what lies at the corner.
  #view() {
    const box = this.map.getContainer();
    const [width, height] = [box.clientWidth, box.clientHeight];
    const world = 512 * 2 ** this.map.getZoom();
    const centre = this.map.getCenter();
    const left = planeX(centre.lng) * world - width / 2;
    const top = planeY(centre.lat) * world - height / 2;
    // The world comes round again beyond the antimeridian.
    const turns = [-1, 0, 1].filter((turn) => turn * world < left + width && (turn + 1) * world > left);
    return { width, height, world, left, top, turns };
  }

  /// Draws what there is at the page's time.
  draw() {
    const { pen, page, canvas } = this;
    const view = this.#view();
    const dots = Math.min(2, globalThis.devicePixelRatio || 1);
    this.dots = dots;
    if (canvas.width !== Math.round(view.width * dots) || canvas.height !== Math.round(view.height * dots)) {
      canvas.width = Math.round(view.width * dots);
      canvas.height = Math.round(view.height * dots);
    }
    this.marks.size(canvas.width, canvas.height);
    this.marks.clear();
    pen.setTransform(dots, 0, 0, dots, 0, 0);
    pen.clearRect(0, 0, view.width, view.height);
    const taken = new Taken(view.width, view.height);
    const shown = this.groups.filter(({ layer }) => !page.hidden.has(layer.name)).map((group) => ({ ...group, ...seenIn(group, view, page.step) }));
    const lines = shown.filter(({ geometry }) => geometry === "line");
    const few = shown.reduce((sum, { geometry, seen }) => sum + (geometry === "point" ? 0 : seen.length), 0) <= MANY;
    this.least = few ? 0 : 1.5;
    for (const group of shown) {
      if (group.seen.length === 0) continue;
      if (group.geometry === "area") this.#areas(group, view, few);
      else if (group.geometry === "line") this.#lines(group, view, few);
      else this.#points(group, view, taken);
    }
    for (const group of lines) this.#signs(group, view, taken);
    pen.setTransform(1, 0, 0, 1, 0, 0);
    this.marks.drawOn(pen);
    pen.setTransform(dots, 0, 0, dots, 0, 0);
    this.#names(view, taken);
  }

  #trace({ shape }, shift, { world, top }, closed) {
    const { pen, least } = this;
    pen.beginPath();
    for (const part of shape.parts) {
      let x = part[0] * world + shift;
      let y = part[1] * world - top;
      pen.moveTo(x, y);
      const last = part.length - 2;
      for (let at = 2; at <= last; at += 2) {
        const nextX = part[at] * world + shift;
        const nextY = part[at + 1] * world - top;
        if (at < last && Math.abs(nextX - x) < least && Math.abs(nextY - y) < least) continue;
        x = nextX;
        y = nextY;
        pen.lineTo(x, y);
      }
      if (closed) pen.closePath();
    }
  }

  // Each area and line by itself: the canvas takes several times as long for one path
  // of all of them.
  #areas({ style, items, index: { sizes }, seen, shifts }, view, few) {
    const { pen } = this;
    const look = areaLook(style);
    const hatching = look.hatch ? this.#pattern(look, view) : null;
    this.#strokesAre(look.stroke, few ? look.width : 1, look.dash);
    seen.forEach((at, index) => {
      this.#trace(items[at], shifts[index], view, true);
      if (look.opacity > 0) {
        pen.globalAlpha = look.opacity;
        pen.fillStyle = look.fill;
        pen.fill();
        pen.globalAlpha = 1;
      }
      if (hatching && sizes[at] * view.world > HATCHED) {
        pen.fillStyle = hatching;
        pen.fill();
      }
      pen.stroke();
    });
    pen.setLineDash([]);
  }

  /// The hatching, held to the ground.
  #pattern({ hatch: name, sparse }, view) {
    const tile = this.#picture(`hatch ${name} ${sparse}`, () => hatch(name, sparse));
    const pattern = this.pen.createPattern(tile, "repeat");
    const size = tile.width / SHARP;
    pattern.setTransform(new DOMMatrix([1 / SHARP, 0, 0, 1 / SHARP, -(view.left % size), -(view.top % size)]));
    return pattern;
  }

  #strokesAre(colour, width, dash) {
    const { pen } = this;
    pen.lineJoin = "round";
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.setLineDash(dash[1] ? dash : []);
  }

  #lines(group, view, few) {
    const { style, items, index: { sizes }, seen, shifts } = group;
    const { pen } = this;
    const look = lineLook(style);
    const hidden = few || !signOf(style) ? 0 : UNDER_SIGN / view.world;
    const strokes = () => {
      seen.forEach((at, index) => {
        if (sizes[at] < hidden) return;
        this.#trace(items[at], shifts[index], view, false);
        pen.stroke();
      });
      pen.setLineDash([]);
    };
    if (look.casing && few) {
      this.#strokesAre(look.casing, look.width + look.more, [1, 0]);
      strokes();
    }
    this.#strokesAre(look.stroke, few ? look.width : Math.min(THIN, look.width), look.dash);
    strokes();
    if (look.arrow) this.#arrows(look.stroke, group, view);
  }

  #arrows(colour, { items, index: { sizes }, seen, shifts }, { world, top }) {
    const { dots, marks } = this;
    seen.forEach((at, index) => {
      const shift = shifts[index];
      for (const line of items[at].shape.parts) {
        everySoFar(line, ARROWS / world, (x, y, way) => {
          const turn = Math.round((way * TURNS) / (2 * Math.PI));
          const picture = this.#picture(`arrow ${colour} ${turn} ${dots}`, () => scaled(arrow(colour), dots / SHARP, (turn * 2 * Math.PI) / TURNS));
          marks.put(picture, (x * world + shift) * dots, (y * world - top) * dots);
        });
      }
    });
  }

  #signs(group, view, taken) {
    const name = signOf(group.style);
    if (name) this.#marks(`${name} ${this.dots}`, () => lineSign(name), group, view, taken);
  }

  #points(group, view, taken) {
    this.#marks(`symbol ${group.style} ${this.dots}`, () => symbol(group.style), group, view, taken);
  }

  /// A picture on each place.
  #marks(key, make, { index: { places }, seen, shifts }, { world, top }, taken) {
    const { dots, marks } = this;
    const picture = this.#picture(key, () => scaled(make(), dots / SHARP));
    seen.forEach((at, index) => {
      const x = places[2 * at] * world + shifts[index];
      const y = places[2 * at + 1] * world - top;
      marks.put(picture, x * dots, y * dots);
      taken.take(x - 9, y - 9, x + 9, y + 9);
    });
  }

  #names(view, taken) {
    const { page } = this;
    const wanted = [];
    for (const { record, layer, shape, x, y } of this.records) {
      if (wanted.length > MOST_NAMES) break;
      if (page.hidden.has(layer.name)) continue;
      const down = y * view.world - view.top;
      if (down < 0 || down > view.height) continue;
      const turn = view.turns.find((one) => {
        const across = (x + one) * view.world - view.left;
        return across >= 0 && across <= view.width;
      });
      if (turn === undefined || !record.rows.some((row) => isOn(row, page.step))) continue;
      const text = mapLabelOf(record, page.language);
      if (!text) continue;
      const across = (x + turn) * view.world - view.left;
      const area = layer.geometry === "area";
      // The name of an area stands in it, or it would be taken for that of another.
      const holds = area ? (px, py) => contains(shape, (px + view.left) / view.world - turn, (py + view.top) / view.world) : () => true;
      wanted.push({ x: across, y: down, text, look: penFor(layer.name, layer.geometry), off: area ? 0 : 14, holds });
    }
    this.names = writeNames(this.pen, wanted, taken, view.width, view.height);
    this.#say(wanted.length > MOST_NAMES ? page.words.namesLeftOut : "");
  }

  /// Says what is not drawn; touches the page only where that changes.
  #say(text) {
    if (this.leftOut.textContent === text) return;
    this.leftOut.textContent = text;
    this.leftOut.hidden = !text;
  }

  #picture(key, make) {
    if (!this.pictures.has(key)) this.pictures.set(key, make());
    return this.pictures.get(key);
  }

  /// The rows at a place of the screen that are on, points before lines before areas,
  /// what lies on top first, each record once.
  rowsAt({ x, y }) {
    const view = this.#view();
    const { step, hidden } = this.page;
    const found = new Map();
    const rank = { point: 0, line: 1, area: 2 };
    for (const { row, layer, shape } of this.all) {
      if (hidden.has(layer.name) || !isOn(row, step)) continue;
      const stray = { point: 12, line: 7, area: 0 }[layer.geometry] / view.world;
      for (const turn of view.turns) {
        const px = (x + view.left) / view.world - turn;
        const py = (y + view.top) / view.world;
        if (px < shape.west - stray || px > shape.east + stray || py < shape.north - stray || py > shape.south + stray) continue;
        const hit = layer.geometry === "area" ? contains(shape, px, py) : distance(shape, px, py) <= stray;
        if (hit) found.set(row.record, row);
      }
    }
    const sort = (row) => rank[row.record.layer.geometry] * 100 - depthOf(row.style);
    return [...found.values()].sort((a, b) => sort(a) - sort(b));
  }

  /// Where a record lies, for a popup.
  placeOf(record) {
    const { x, y } = this.records.find((one) => one.record === record) ?? this.#find(record);
    return [x * 360 - 180, (360 / Math.PI) * Math.atan(Math.exp((0.5 - y) * 2 * Math.PI)) - 90];
  }

  #find(record) {
    const { shape, layer } = this.all.find(({ row }) => row.record === record);
    const [x, y] = placeIn(shape, layer.geometry);
    return { x, y };
  }
}
