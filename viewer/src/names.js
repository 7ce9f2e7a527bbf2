// Which names are written, and where, so that none covers another or a symbol.
// The browser shapes the letters.

const FONTS = '"Noto Sans", "Noto Sans Arabic", "Noto Naskh Arabic", "Segoe UI", Tahoma, "DejaVu Sans", Arial, sans-serif';
/// Where more have names, none are written until one comes nearer.
export const MOST_NAMES = 400;
const CELL = 5;
const WIDEST = 120;

/// The part of the screen that is taken, in cells.
export class Taken {
  constructor(width, height) {
    this.columns = Math.ceil(width / CELL) + 1;
    this.rows = Math.ceil(height / CELL) + 1;
    this.cells = new Uint8Array(this.columns * this.rows);
  }

  #range(left, top, right, bottom) {
    const hold = (value, most) => Math.max(0, Math.min(most, Math.floor(value / CELL)));
    return [hold(left, this.columns - 1), hold(top, this.rows - 1), hold(right, this.columns - 1), hold(bottom, this.rows - 1)];
  }

  take(...box) {
    const [left, top, right, bottom] = this.#range(...box);
    for (let row = top; row <= bottom; row += 1) this.cells.fill(1, row * this.columns + left, row * this.columns + right + 1);
  }

  isFree(...box) {
    const [left, top, right, bottom] = this.#range(...box);
    for (let row = top; row <= bottom; row += 1) {
      for (let at = row * this.columns + left; at <= row * this.columns + right; at += 1) if (this.cells[at]) return false;
    }
    return true;
  }
}

/// How a name is written.
export function penFor(name, geometry) {
  if (name === "neighbourhoods") return { size: 15, weight: 600, colour: "#5f574a" };
  if (geometry === "area") return { size: 11.5, weight: 400, colour: "#4b3a5c" };
  if (geometry === "line") return { size: 12.5, weight: 600, colour: "#0a4a73" };
  return { size: 12, weight: 400, colour: "#23272d" };
}

const fontOf = ({ weight, size }) => `${weight} ${size}px ${FONTS}`;
const measured = new Map();

/// The lines of a name, at most as wide as a name shall be, and their width.
function lines(pen, text, look) {
  const key = `${look.size}/${look.weight}/${text}`;
  if (measured.has(key)) return measured.get(key);
  pen.font = fontOf(look);
  const found = [];
  for (const word of text.split(" ")) {
    const joined = found.length ? `${found.at(-1)} ${word}` : word;
    if (found.length && pen.measureText(joined).width <= WIDEST) found[found.length - 1] = joined;
    else found.push(word);
  }
  const width = Math.max(...found.map((line) => pen.measureText(line).width));
  const made = { found, width };
  measured.set(key, made);
  return made;
}

/// The way a name runs: that of its first letter that has one.
const wayOf = (text) => (/^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u.test(text) ? "rtl" : "ltr");

/// Writes names, the first first: `{ x, y, text, look, off, holds }`, `off` how far from
/// the place, 0 for in its middle, `holds` whether it may stand somewhere. Gives those
/// that were written.
export function writeNames(pen, wanted, taken, width, height) {
  const written = [];
  if (wanted.length > MOST_NAMES) return written;
  pen.textBaseline = "middle";
  pen.lineJoin = "round";
  for (const name of wanted) {
    const { look, text, off } = name;
    const { found, width: wide } = lines(pen, text, look);
    const lead = look.size * 1.2;
    const [w, h] = [wide / 2 + 2, (found.length * lead) / 2 + 1];
    const round = [[0, off + h], [off + w, 0], [-off - w, 0], [0, -off - h]];
    const inside = [[0, 0], [0, 2 * h], [0, -2 * h], [0.7 * w, 0], [-0.7 * w, 0], [0, 4 * h], [0, -4 * h]];
    const tried = off === 0 ? inside : round;
    const place = tried
      .map(([dx, dy]) => [name.x + dx, name.y + dy])
      .find(([x, y]) => name.holds(x, y) && x > w && y > h && x < width - w && y < height - h && taken.isFree(x - w, y - h, x + w, y + h));
    if (!place) continue;
    const [x, y] = place;
    taken.take(x - w, y - h, x + w, y + h);
    pen.font = fontOf(look);
    pen.textAlign = "center";
    pen.direction = wayOf(text);
    pen.strokeStyle = "rgb(255 255 255 / 90%)";
    pen.lineWidth = 3;
    pen.fillStyle = look.colour;
    found.forEach((line, at) => {
      const down = y + (at - (found.length - 1) / 2) * lead;
      pen.strokeText(line, x, down);
      pen.fillText(line, x, down);
    });
    written.push({ text, x, y, width: wide });
  }
  return written;
}
