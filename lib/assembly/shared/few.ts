/** Loads four numbers, or the fewer that are left of a row. */
// @ts-ignore: decorator
@inline
export function load4(from: usize, left: i32): v128 {
  return left >= 4 ? v128.load(from) : loadFew(from, left);
}

/** Stores four numbers, or the fewer that are left of a row. */
// @ts-ignore: decorator
@inline
export function store4(to: usize, values: v128, left: i32): void {
  if (left >= 4) v128.store(to, values);
  else storeFew(to, values, left);
}

function loadFew(from: usize, count: i32): v128 {
  let values = v128.load32_zero(from);
  if (count > 1) values = v128.load32_lane(from, values, 1, 4);
  if (count > 2) values = v128.load32_lane(from, values, 2, 8);
  return values;
}

function storeFew(to: usize, values: v128, count: i32): void {
  v128.store32_lane(to, values, 0);
  if (count > 1) v128.store32_lane(to, values, 1, 4);
  if (count > 2) v128.store32_lane(to, values, 2, 8);
}
