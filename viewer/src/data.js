// What the library put into the page, as records that change over time.

/// Text as it may be shown: without control characters, and without characters
/// that turn the direction of what follows. The same rule as that of the sheet.
export function harmless(text) {
  return String(text)
    .replace(/[\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
}

const FOREVER = Number.MAX_SAFE_INTEGER;

/// Reads the data. A record has its rows in order of time; each row is what the
/// record is in a stretch of time.
export function readData(text) {
  const { about, layers: given } = JSON.parse(text);
  const layers = given.map(readLayer);
  const rows = layers.flatMap((layer) => layer.rows);
  const instants = changes(rows, about.from ?? -FOREVER, about.to ?? FOREVER);
  for (const row of rows) {
    row.firstStep = stepAt(instants, row.start ?? -FOREVER, true);
    row.endStep = row.end === null ? Infinity : firstFrom(instants, row.end);
  }
  return { about, layers, instants };
}

function readLayer(layer) {
  const names = layer.fields.map(([name]) => name);
  const feature = names.indexOf("feature");
  const records = new Map();
  const rows = layer.features.map(([id, key, shape, style, start, end, values], index) => {
    const record = values[feature] ?? key;
    const row = { id, key, shape, style, start, end, values, index };
    if (!records.has(record)) records.set(record, { key: record, rows: [] });
    const owner = records.get(record);
    owner.rows.push(row);
    row.record = owner;
    return row;
  });
  const made = { ...layer, names, rows, records: [...records.values()] };
  for (const record of made.records) {
    record.layer = made;
    record.rows.sort((a, b) => (a.start ?? -FOREVER) - (b.start ?? -FOREVER));
  }
  return made;
}

/// Every instant of the window at which a row starts or ends, and the window's start.
function changes(rows, from, to) {
  const found = new Set();
  for (const row of rows) {
    for (const at of [row.start, row.end]) if (at !== null && at > from && at < to) found.add(at);
  }
  if (from > -FOREVER) found.add(from);
  return [...found].sort((a, b) => a - b);
}

/// The first step at or after an instant.
function firstFrom(instants, at) {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instants[middle] < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/// The step in which an instant lies; the first for what is before all.
export function stepAt(instants, at, next = false) {
  if (next) return firstFrom(instants, at);
  const after = firstFrom(instants, at);
  return instants[after] === at ? after : Math.max(0, after - 1);
}

/// Whether a row is so in a step.
export const isOn = (row, step) => row.firstStep <= step && step < row.endStep;

/// What a record is in a step; nothing where it is not said.
export const rowAt = (record, step) => record.rows.find((row) => isOn(row, step));

/// A value of a row by its column.
export function valueOf(record, row, field) {
  const at = record.layer.names.indexOf(field);
  return at < 0 ? null : (row.values[at] ?? null);
}

/// What a record is called in a language; its identifier where it has no name.
export function labelOf(record, language) {
  const row = record.rows[0];
  const tried = [`name_${language}`, "name", ...record.layer.labels, "id"];
  for (const field of tried) {
    const value = valueOf(record, row, field);
    if (value !== null && harmless(value)) return harmless(value);
  }
  return harmless(record.key);
}

/// What is written on the map beside it; nothing for what has no name of its own.
export function mapLabelOf(record, language) {
  const row = record.rows[0];
  for (const field of [`name_${language}`, ...record.layer.labels]) {
    const value = valueOf(record, row, field);
    if (value !== null && harmless(value)) return harmless(value);
  }
  return "";
}

/// The box round all positions of layers, the short way over the antimeridian.
export function boundsOf(layers) {
  const lons = [];
  const lats = [];
  const visit = (part) => {
    if (typeof part[0] === "number") {
      lons.push(part[0]);
      lats.push(part[1]);
    } else part.forEach(visit);
  };
  for (const layer of layers) for (const shape of layer.shapes) visit(shape.coordinates);
  if (lons.length === 0) return null;
  const span = (values) => values.reduce(([low, high], v) => [Math.min(low, v), Math.max(high, v)], [Infinity, -Infinity]);
  let [west, east] = span(lons);
  if (east - west > 180) {
    const turned = span(lons.map((lon) => (lon < 0 ? lon + 360 : lon)));
    if (turned[1] - turned[0] < east - west) [west, east] = turned;
  }
  // The map's projection has no poles.
  const [south, north] = span(lats).map((lat) => Math.max(-85, Math.min(85, lat)));
  return [[west, south], [east, north]];
}
