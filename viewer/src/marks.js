// Small pictures laid on the map by the thousand: symbols, signs and arrows. They are
// put together here, dot by dot, and go on the canvas as one picture; the canvas would
// take longer for each than for all of them so.

const FULL = 255;

/// A picture as dots, cut to what is not clear.
function dotsOf(picture) {
  const { width, height } = picture;
  const { data } = picture.getContext("2d").getImageData(0, 0, width, height);
  const dots = new Int32Array(data.buffer);
  // Of each row, where what is not clear begins and ends.
  const ends = new Int32Array(2 * height);
  for (let row = 0; row < height; row += 1) {
    let [first, last] = [0, width];
    while (first < width && dots[row * width + first] >>> 24 === 0) first += 1;
    while (last > first && dots[row * width + last - 1] >>> 24 === 0) last -= 1;
    ends[2 * row] = first;
    ends[2 * row + 1] = last;
  }
  return { width, height, dots, ends };
}

const RED_BLUE = 0x00ff00ff;
const GREEN_ONLY = 0x0000ff00;

/// A dot over another; both not multiplied by their alpha, red in the lowest byte.
function over(upper, lower) {
  const a = upper >>> 24;
  if (lower >>> 24 !== FULL) return overClear(upper, lower, a);
  // Red and blue at once; in 256 parts.
  const most = a + (a >> 7);
  const rest = 256 - most;
  const redBlue = ((Math.imul(upper & RED_BLUE, most) + Math.imul(lower & RED_BLUE, rest)) >>> 8) & RED_BLUE;
  const green = (((upper & GREEN_ONLY) * most + (lower & GREEN_ONLY) * rest) >>> 8) & GREEN_ONLY;
  return (FULL << 24) | redBlue | green;
}

function overClear(upper, lower, a) {
  const below = ((lower >>> 24) * (FULL - a)) / FULL;
  const alpha = a + below;
  const mix = (shift) => Math.round((((upper >>> shift) & FULL) * a + ((lower >>> shift) & FULL) * below) / alpha) << shift;
  return (Math.round(alpha) << 24) | mix(16) | mix(8) | mix(0);
}

export class Marks {
  constructor() {
    this.canvas = document.createElement("canvas");
    this.pen = this.canvas.getContext("2d", { willReadFrequently: true });
    this.cut = new Map();
    this.size(1, 1);
  }

  /// Makes it as large as the map, in dots.
  size(width, height) {
    if (this.canvas.width === width && this.canvas.height === height && this.dots) return;
    Object.assign(this.canvas, { width, height });
    this.picture = new ImageData(width, height);
    this.dots = new Int32Array(this.picture.data.buffer);
  }

  /// Takes all marks away.
  clear() {
    this.dots.fill(0);
    this.any = false;
  }

  /// Lays a picture with its middle on a place, in dots.
  put(picture, x, y) {
    let mark = this.cut.get(picture);
    if (!mark) this.cut.set(picture, (mark = dotsOf(picture)));
    const { width, height } = this.canvas;
    const left = Math.round(x - mark.width / 2);
    const top = Math.round(y - mark.height / 2);
    if (left >= width || top >= height || left + mark.width <= 0 || top + mark.height <= 0) return;
    this.any = true;
    const { dots } = this;
    const { dots: own, ends } = mark;
    const high = Math.min(mark.height, height - top);
    for (let row = Math.max(0, -top); row < high; row += 1) {
      const first = Math.max(ends[2 * row], -left);
      const last = Math.min(ends[2 * row + 1], width - left);
      let to = (top + row) * width + left + first;
      const from = row * mark.width;
      for (let at = from + first; at < from + last; at += 1, to += 1) {
        const dot = own[at];
        const alpha = dot >>> 24;
        if (alpha === FULL || (alpha > 0 && dots[to] === 0)) dots[to] = dot;
        else if (alpha > 0) dots[to] = over(dot, dots[to]);
      }
    }
  }

  /// Draws all of them on a canvas of the same size, whose pen counts in dots.
  drawOn(pen) {
    if (!this.any) return;
    this.pen.putImageData(this.picture, 0, 0);
    pen.drawImage(this.canvas, 0, 0);
  }
}
