// Pages made for tests.

const HOUR = 3_600_000;
export const START = Date.parse("2026-01-08T05:00:00Z");

export const about = (more = {}) => ({
  title: "Made for a test", note: "", disclaimer: "No way is said to be free of danger.", audiences: ["public"],
  knownAt: START, timeZone: "Asia/Damascus", language: "en", at: null, from: START, to: START + 10 * HOUR, ...more,
});

const FIELDS = [["name", "text", ""], ["name_ar", "text", ""], ["source", "text", ""], ["state", "text", ""], ["feature", "text", ""], ["because", "text", ""]];

/// A layer of records; each has rows `[from hour, to hour, state, because]`.
export function layer(name, geometry, subject, records, shapes, more = {}) {
  let id = 0;
  const features = records.flatMap(({ key, name: called, ar, source, rows }, at) =>
    rows.map(([from, to, state, because]) => {
      id += 1;
      const time = (hour) => (hour === null ? null : START + hour * HOUR);
      const values = [called, ar ?? null, source ?? "a test", state, key, because];
      return [id, from === null ? key : `${key}@${from}`, at, `${subject}/${state}`, time(from), time(to), values];
    }),
  );
  return { name, title: name, description: "", geometry, timed: true, labels: ["name"], fields: FIELDS, features, shapes, ...more };
}

export const point = (lon, lat) => ({ type: "Point", coordinates: [lon, lat] });

/// One corridor that is closed, then open, then not known.
export const corridor = () =>
  layer("corridors", "line", "safe-corridor", [
    {
      key: "safe-corridor/north", name: "North road", ar: "طريق الشمال", source: "the governorate",
      rows: [[0, 3, "does-not-hold", "outside-times-stated"], [3, 6, "holds", "window-stated"], [6, 10, "unknown", "said-unknown"]],
    },
  ], [{ type: "LineString", coordinates: [[37.1, 36.2], [37.14, 36.22], [37.18, 36.2]] }]);
