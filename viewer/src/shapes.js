// Shapes on the plane of the map (Web Mercator, the world from 0 to 1), and what
// lies where.

/// How far north the plane goes, in degrees.
const MOST = 85.051129;

export const planeX = (lon) => (lon + 180) / 360;
export function planeY(lat) {
  const held = Math.max(-MOST, Math.min(MOST, lat));
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (held * Math.PI) / 360)) / (2 * Math.PI);
}

const partsOf = ({ type, coordinates }) => {
  if (type === "Point") return [[coordinates]];
  if (type === "LineString") return [coordinates];
  if (type === "MultiPolygon") return coordinates.flat();
  return coordinates;
};

/// A geometry as parts on the plane, x and y in turn, and the box round them.
export function onPlane(geometry) {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  const parts = partsOf(geometry).map((places) => {
    const flat = new Float64Array(places.length * 2);
    places.forEach(([lon, lat], at) => {
      const [x, y] = [planeX(lon), planeY(lat)];
      flat[2 * at] = x;
      flat[2 * at + 1] = y;
      west = Math.min(west, x);
      east = Math.max(east, x);
      north = Math.min(north, y);
      south = Math.max(south, y);
    });
    return flat;
  });
  return { parts, west, north, east, south };
}

/// Whether a place lies in an area: in an odd number of its rings.
export function contains({ parts }, x, y) {
  let odd = false;
  for (const ring of parts) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [yi, yj] = [ring[i + 1], ring[j + 1]];
      if (yi > y !== yj > y && x < ((ring[j] - ring[i]) * (y - yi)) / (yj - yi) + ring[i]) odd = !odd;
    }
  }
  return odd;
}

/// How far a place is from a line, on the plane.
export function distance({ parts }, x, y) {
  let least = Infinity;
  for (const line of parts) {
    if (line.length === 2) least = Math.min(least, Math.hypot(line[0] - x, line[1] - y));
    for (let i = 0; i + 3 < line.length; i += 2) {
      const [dx, dy] = [line[i + 2] - line[i], line[i + 3] - line[i + 1]];
      const share = Math.max(0, Math.min(1, ((x - line[i]) * dx + (y - line[i + 1]) * dy) / (dx * dx + dy * dy || 1)));
      least = Math.min(least, Math.hypot(line[i] + share * dx - x, line[i + 1] + share * dy - y));
    }
  }
  return least;
}

/// A place that stands for a shape: half way along its longest line, in an area,
/// or the point itself.
export function placeIn(shape, geometry) {
  const [first] = shape.parts;
  if (geometry === "point") return [first[0], first[1]];
  const longest = shape.parts.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a));
  if (geometry === "line") return along(longest, lengthOf(longest) / 2);
  const middle = [0, 0];
  const corners = longest.length / 2 - 1;
  for (let i = 0; i < 2 * corners; i += 2) {
    middle[0] += longest[i] / corners;
    middle[1] += longest[i + 1] / corners;
  }
  return contains(shape, ...middle) ? middle : within(shape, middle[1]) ?? [longest[0], longest[1]];
}

/// The middle of the widest stretch of an area at a height.
function within({ parts }, y) {
  const crossings = [];
  for (const ring of parts) {
    for (let i = 0; i + 3 < ring.length; i += 2) {
      const [y1, y2] = [ring[i + 1], ring[i + 3]];
      if (y1 > y !== y2 > y) crossings.push(ring[i] + ((y - y1) / (y2 - y1)) * (ring[i + 2] - ring[i]));
    }
  }
  crossings.sort((a, b) => a - b);
  let best = null;
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    if (!best || crossings[i + 1] - crossings[i] > best[1] - best[0]) best = [crossings[i], crossings[i + 1]];
  }
  return best && [(best[0] + best[1]) / 2, y];
}

const step = (line, i) => Math.hypot(line[i + 2] - line[i], line[i + 3] - line[i + 1]);

export function lengthOf(line) {
  let sum = 0;
  for (let i = 0; i + 3 < line.length; i += 2) sum += step(line, i);
  return sum;
}

/// The place so far along a line, and the way it goes there.
export function along(line, far) {
  let rest = far;
  for (let i = 0; i + 3 < line.length; i += 2) {
    const length = step(line, i);
    if (rest <= length && length > 0) {
      const share = rest / length;
      const [dx, dy] = [line[i + 2] - line[i], line[i + 3] - line[i + 1]];
      return [line[i] + share * dx, line[i + 1] + share * dy, Math.atan2(dy, dx)];
    }
    rest -= length;
  }
  return [line.at(-2), line.at(-1), 0];
}

/// Visits places along a line, about so far apart, with the way it goes there; none on
/// a line shorter than that.
export function everySoFar(line, apart, visit) {
  const length = lengthOf(line);
  const count = Math.floor(length / apart);
  let passed = 0;
  let next = 0;
  for (let i = 0; i + 3 < line.length && next < count; i += 2) {
    const far = step(line, i);
    for (; next < count; next += 1) {
      const rest = ((next + 0.75) * length) / count - passed;
      if (rest > far) break;
      const share = far > 0 ? rest / far : 0;
      const [dx, dy] = [line[i + 2] - line[i], line[i + 3] - line[i + 1]];
      visit(line[i] + share * dx, line[i + 1] + share * dy, Math.atan2(dy, dx));
    }
    passed += far;
  }
}
