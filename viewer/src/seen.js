// Which things are on and in view, found fast: a move of the slider goes through all.

import { placeIn } from "./shapes.js";

/// What the items of a group are drawn by, in one row of numbers each: when they are on
/// (from one step to before another), their boxes and how long these are from corner to
/// corner, and where the mark of a point or a line stands.
export function indexOf({ items, geometry }) {
  const steps = new Float64Array(2 * items.length);
  const boxes = new Float64Array(4 * items.length);
  const sizes = new Float64Array(items.length);
  const places = new Float64Array(geometry === "area" ? 0 : 2 * items.length);
  items.forEach(({ row, shape }, at) => {
    steps.set([row.firstStep, row.endStep], 2 * at);
    boxes.set([shape.west, shape.north, shape.east, shape.south], 4 * at);
    sizes[at] = Math.hypot(shape.east - shape.west, shape.south - shape.north);
    if (geometry !== "area") places.set(placeIn(shape, geometry).slice(0, 2), 2 * at);
  });
  return { steps, boxes, sizes, places };
}

/// Which items are on and in view, by their place in the group, and how far each is
/// moved for the turn of the world that it is seen in.
export function seenIn({ items, index: { steps, boxes } }, view, step) {
  const { world, left, top, width, height, turns } = view;
  const stray = 20;
  const [low, high] = [(top - stray) / world, (top + height + stray) / world];
  const seen = [];
  const shifts = [];
  for (let at = 0; at < items.length; at += 1) {
    if (steps[2 * at] > step || steps[2 * at + 1] <= step) continue;
    if (boxes[4 * at + 3] < low || boxes[4 * at + 1] > high) continue;
    for (const turn of turns) {
      const shift = turn * world - left;
      if (boxes[4 * at + 2] * world + shift > -stray && boxes[4 * at] * world + shift < width + stray) {
        seen.push(at);
        shifts.push(shift);
      }
    }
  }
  return { seen, shifts };
}
