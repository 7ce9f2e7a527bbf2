// What changes with time, every symbol and every name, on a canvas over the map.

import { isOn, mapLabelOf } from "./data.js";
import { arrow, hatch, lineSign, SHARP, symbol } from "./draw.js";
import { areaLook, depthOf, lineLook, signOf } from "./looks.js";
import { isGround } from "./map.js";
import { MOST_NAMES, penFor, Taken, writeNames } from "./names.js";
import { along, contains, distance, lengthOf, onPlane, placeIn, planeX, planeY } from "./shapes.js";

/// Beyond this many lines and areas in view they are drawn plainly, as they would
/// not be told apart: no hatching, casing, arrows or signs, thin lines (dashes and
/// colours stay), and positions closer than a dot are left out.
const MANY = 1000;
const THIN = 2;
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
    pen.setTransform(dots, 0, 0, dots, 0, 0);
    pen.clearRect(0, 0, view.width, view.height);
    const taken = new Taken(view.width, view.height);
    const shown = this.groups.filter(({ layer }) => !page.hidden.has(layer.name)).map((group) => ({ ...group, seen: this.#seen(group.items, view) }));
    const lines = shown.filter(({ geometry }) => geometry === "line");
    const few = shown.reduce((sum, { geometry, seen }) => sum + (geometry === "point" ? 0 : seen.length), 0) <= MANY;
    this.least = few ? 0 : 1.5;
    for (const group of shown) {
      if (group.seen.length === 0) continue;
      if (group.geometry === "area") this.#areas(group, view, few);
      else if (group.geometry === "line") this.#lines(group, view, few);
      else this.#points(group, view, taken);
    }
    if (few) for (const group of lines) this.#signs(group, view, taken);
    this.#names(view, taken);
  }

  /// The items that are on and in view, each with the turn of the world it is seen in.
  #seen(items, view) {
    const { step } = this.page;
    const { world, left, top, width, height } = view;
    const stray = 20;
    const found = [];
    for (const item of items) {
      if (!isOn(item.row, step)) continue;
      const { shape } = item;
      if (shape.south * world < top - stray || shape.north * world > top + height + stray) continue;
      for (const turn of view.turns) {
        const shift = turn * world - left;
        if (shape.east * world + shift > -stray && shape.west * world + shift < width + stray) found.push({ item, shift });
      }
    }
    return found;
  }

  #trace(seen, view, closed) {
    const { pen } = this;
    const { world, top } = view;
    const { least } = this;
    pen.beginPath();
    for (const { item, shift } of seen) {
      for (const part of item.shape.parts) {
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
  }

  #areas({ style, seen }, view, few) {
    const { pen } = this;
    const look = areaLook(style);
    this.#trace(seen, view, true);
    if (look.opacity > 0) {
      pen.globalAlpha = look.opacity;
      pen.fillStyle = look.fill;
      pen.fill();
      pen.globalAlpha = 1;
    }
    if (look.hatch && few) {
      pen.fillStyle = this.#pattern(look, view);
      pen.fill();
    }
    this.#stroke(look.stroke, few ? look.width : 1, look.dash);
  }

  /// The hatching, held to the ground.
  #pattern({ hatch: name, sparse }, view) {
    const tile = this.#picture(`hatch ${name} ${sparse}`, () => hatch(name, sparse));
    const pattern = this.pen.createPattern(tile, "repeat");
    const size = tile.width / SHARP;
    pattern.setTransform(new DOMMatrix([1 / SHARP, 0, 0, 1 / SHARP, -(view.left % size), -(view.top % size)]));
    return pattern;
  }

  #stroke(colour, width, dash) {
    const { pen } = this;
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.setLineDash(dash[1] ? dash : []);
    pen.stroke();
    pen.setLineDash([]);
  }

  #lines({ style, seen }, view, few) {
    const { pen } = this;
    const look = lineLook(style);
    pen.lineJoin = "round";
    this.#trace(seen, view, false);
    if (look.casing && few) this.#stroke(look.casing, look.width + look.more, [1, 0]);
    this.#stroke(look.stroke, few ? look.width : Math.min(THIN, look.width), look.dash);
    if (!look.arrow || !few) return;
    const picture = this.#picture(`arrow ${look.stroke}`, () => arrow(look.stroke));
    for (const { item, shift } of seen) {
      for (const line of item.shape.parts) {
        const length = lengthOf(line) * view.world;
        const count = Math.floor(length / 90);
        for (let at = 0; at < count; at += 1) {
          const [x, y, turn] = along(line, ((at + 0.75) * length) / count / view.world);
          this.#put(picture, x * view.world + shift, y * view.world - view.top, turn);
        }
      }
    }
  }

  #signs({ style, seen }, view, taken) {
    const name = signOf(style);
    if (!name) return;
    const picture = this.#picture(name, () => lineSign(name));
    for (const { item, shift } of seen) {
      const [x, y] = placeIn(item.shape, "line");
      this.#mark(picture, x * view.world + shift, y * view.world - view.top, taken);
    }
  }

  #points({ style, seen }, view, taken) {
    const { pen, dots } = this;
    // In dots of the screen, so that no picture is scaled on the way.
    const picture = this.#picture(`symbol ${style} ${dots}`, () => scaled(symbol(style), dots / SHARP));
    const half = picture.width / 2;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    for (const { item, shift } of seen) {
      const [place] = item.shape.parts;
      const [x, y] = [place[0] * view.world + shift, place[1] * view.world - view.top];
      pen.drawImage(picture, Math.round(x * dots - half), Math.round(y * dots - half));
      taken.take(x - 9, y - 9, x + 9, y + 9);
    }
    pen.setTransform(dots, 0, 0, dots, 0, 0);
  }

  #mark(picture, x, y, taken) {
    this.#put(picture, x, y, 0);
    taken.take(x - 9, y - 9, x + 9, y + 9);
  }

  #put(picture, x, y, turn) {
    const { pen } = this;
    const [width, height] = [picture.width / SHARP, picture.height / SHARP];
    if (turn === 0) {
      pen.drawImage(picture, x - width / 2, y - height / 2, width, height);
      return;
    }
    pen.save();
    pen.translate(x, y);
    pen.rotate(turn);
    pen.drawImage(picture, -width / 2, -height / 2, width, height);
    pen.restore();
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

/// The same picture at another size.
function scaled(picture, by) {
  if (by === 1) return picture;
  const made = document.createElement("canvas");
  made.width = Math.round(picture.width * by);
  made.height = Math.round(picture.height * by);
  const pen = made.getContext("2d", { willReadFrequently: true });
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, made.width, made.height);
  return made;
}
