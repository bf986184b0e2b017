/**
 * Convolutions of float32 images with channels last, without a matrix of patches, in the imported
 * memory. The images are first copied into rows with their padding. Then each result is a sum over
 * runs of adjacent numbers: a row of the window holds its positions and channels side by side.
 *
 * Every sum has a fixed order, so that plain code and every machine give the same numbers. Compiled
 * with relaxed SIMD, a product and sum are rounded once if the machine can. Tables hold the byte offsets of positions, so the loops know nothing of strides, lines and images.
 */

/** Number of results that are computed at once: 4 positions × 8 channels. */
const STRIP: i32 = 8;

/**
 * Copies rows of images with their padding. Rows are counted through all images, each of which has
 * `paddedHeight` of them. The padding before each line and image may be negative, which crops.
 */
export function copyRows(
  x: usize, to: usize, from: i32, end: i32, height: i32, width: i32, channels: i32,
  paddedHeight: i32, paddedWidth: i32, above: i32, left: i32,
): void {
  const line = <usize>(paddedWidth * channels) << 2;
  const start = max(0, left);
  const first = max(0, -left);
  const count = max(0, min(width - first, paddedWidth - start));
  const before = <usize>(start * channels) << 2;
  const middle = <usize>(count * channels) << 2;
  const after = line - before - middle;
  for (let row = from; row < end; row++, to += line) {
    const image = row / paddedHeight;
    const y = row % paddedHeight - above;
    if (y < 0 || y >= height) {
      clear(to, line);
      continue;
    }
    const source = x + (<usize>((image * height + y) * width + first) * <usize>channels << 2);
    clear(to, before);
    copy(to + before, source, middle);
    clear(to + before + middle, after);
  }
}

/** Lines are too short for the bulk instructions, which cost a call. */
function copy(to: usize, from: usize, bytes: usize): void {
  const end = to + bytes;
  for (; to + 16 <= end; to += 16, from += 16) v128.store(to, v128.load(from));
  for (; to < end; to += 4, from += 4) store<f32>(to, load<f32>(from));
}

function clear(to: usize, bytes: usize): void {
  const end = to + bytes;
  for (; to + 16 <= end; to += 16) v128.store(to, f32x4.splat(0));
  for (; to < end; to += 4) store<f32>(to, 0);
}

/**
 * Writes the byte offsets of the positions on lines `from` to `end`, which are counted through all
 * images of `height` lines each. An image has `rows` rows, and the lines are `rowStep` rows apart.
 * The offsets start at the first row of the first line.
 */
export function placePositions(
  to: usize, from: i32, end: i32, lineLength: i32, height: i32, rows: i32, rowStep: i32, rowBytes: i32, columnBytes: i32,
): void {
  const start = (from / height) * rows + (from % height) * rowStep;
  for (let line = from; line < end; line++) {
    let offset = ((line / height) * rows + (line % height) * rowStep - start) * rowBytes;
    for (let column = 0; column < lineLength; column++, to += 4, offset += columnBytes) store<i32>(to, offset);
  }
}

/**
 * Packs matrices [rows, columns] into strips of eight columns; missing columns count as zero. The
 * matrices follow each other in the order of `offsets`, the byte offset of each. With `transposed`,
 * they are stored as [columns, rows].
 */
export function packStrips(
  from: usize, to: usize, offsets: usize, matrices: i32, rows: i32, columns: i32, transposed: bool,
): void {
  const rowStep = <usize>(transposed ? 1 : columns) << 2;
  const columnStep = <usize>(transposed ? rows : 1) << 2;
  for (let strip = 0; strip < columns; strip += STRIP) {
    const count = min(STRIP, columns - strip);
    for (let m = 0; m < matrices; m++) {
      let source = from + <usize>load<i32>(offsets + (<usize>m << 2)) + <usize>strip * columnStep;
      for (let row = 0; row < rows; row++, source += rowStep, to += STRIP << 2) {
        for (let i = 0; i < STRIP; i++) {
          const value: f32 = i < count ? load<f32>(source + <usize>i * columnStep) : 0;
          store<f32>(to + (<usize>i << 2), value);
        }
      }
    }
  }
}

/**
 * Computes out[position][channel] as the sum over runs of x · weights. `positions` and `targets`
 * hold the byte offsets of each position in x and out, `offsets` those of each run from a position.
 * The runs have `length` numbers each. The weights are packed in strips. If `apart`, each run is
 * summed by itself and then added. If `bias` is not 0, it points to packed numbers that are added
 * to each sum, or with which each begins if `biasFirst`. With `relu`, results below 0 become 0.
 */
export function correlate(
  x: usize, out: usize, positions: usize, targets: usize, count: i32, offsets: usize, runs: i32, length: i32,
  weights: usize, channels: i32, apart: bool, bias: usize, biasFirst: bool, relu: bool,
): void {
  const stripBytes = <usize>(runs * length * STRIP) << 2;
  for (let strip = 0; strip < channels; strip += STRIP, weights += stripBytes) {
    const to = out + (<usize>strip << 2);
    const width = min(STRIP, channels - strip);
    for (let position = 0; position < count; position += 4) {
      tile(x, to, positions, targets, position, count - 1, offsets, runs, length, weights, width, bias, biasFirst, relu, apart);
    }
    if (bias != 0) bias += STRIP << 2;
  }
}

// @ts-ignore: decorator
@inline
function offsetOf(table: usize, index: i32): usize {
  return <usize>load<i32>(table + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
function multiplyAdd(sum: v128, x: v128, y: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(x, y, sum);
  return f32x4.add(sum, f32x4.mul(x, y));
}

/** Stores up to eight results of one position. */
// @ts-ignore: decorator
@inline
function put(to: usize, left: v128, right: v128, width: i32): void {
  if (width == STRIP) {
    v128.store(to, left);
    v128.store(to, right, 16);
    return;
  }
  putPart(to, left, min(width, 4));
  if (width > 4) putPart(to + 16, right, width - 4);
}

function putPart(to: usize, values: v128, width: i32): void {
  if (width == 4) {
    v128.store(to, values);
    return;
  }
  store<f32>(to, f32x4.extract_lane(values, 0));
  if (width > 1) store<f32>(to, f32x4.extract_lane(values, 1), 4);
  if (width > 2) store<f32>(to, f32x4.extract_lane(values, 2), 8);
}

/**
 * Computes four positions of a strip. Positions after the last are the last again, which writes the
 * same numbers twice.
 */
function tile(
  x: usize, out: usize, positions: usize, targets: usize, position: i32, last: i32, offsets: usize, runs: i32,
  length: i32, weights: usize, width: i32, bias: usize, biasFirst: bool,
  relu: bool, apart: bool,
): void {
  const i1 = min(position + 1, last), i2 = min(position + 2, last), i3 = min(position + 3, last);
  const x0 = x + offsetOf(positions, position), x1 = x + offsetOf(positions, i1);
  const x2 = x + offsetOf(positions, i2), x3 = x + offsetOf(positions, i3);
  const zero = f32x4.splat(0);
  let left0 = zero, left1 = zero, left2 = zero, left3 = zero;
  let right0 = zero, right1 = zero, right2 = zero, right3 = zero;
  let total0 = zero, total1 = zero, total2 = zero, total3 = zero;
  let total4 = zero, total5 = zero, total6 = zero, total7 = zero;
  if (biasFirst) {
    left0 = v128.load(bias), left1 = left0, left2 = left0, left3 = left0;
    right0 = v128.load(bias, 16), right1 = right0, right2 = right0, right3 = right0;
  }
  for (let run = 0; run < runs; run++) {
    const offset = offsetOf(offsets, run);
    let p0 = x0 + offset, p1 = x1 + offset, p2 = x2 + offset, p3 = x3 + offset;
    let rest = length;
    for (; rest >= 2; rest -= 2) {
      let left = v128.load(weights);
      let right = v128.load(weights, 16);
      let value = v128.load32_splat(p0);
      left0 = multiplyAdd(left0, value, left);
      right0 = multiplyAdd(right0, value, right);
      value = v128.load32_splat(p1);
      left1 = multiplyAdd(left1, value, left);
      right1 = multiplyAdd(right1, value, right);
      value = v128.load32_splat(p2);
      left2 = multiplyAdd(left2, value, left);
      right2 = multiplyAdd(right2, value, right);
      value = v128.load32_splat(p3);
      left3 = multiplyAdd(left3, value, left);
      right3 = multiplyAdd(right3, value, right);
      left = v128.load(weights, 32);
      right = v128.load(weights, 48);
      value = v128.load32_splat(p0, 4);
      left0 = multiplyAdd(left0, value, left);
      right0 = multiplyAdd(right0, value, right);
      value = v128.load32_splat(p1, 4);
      left1 = multiplyAdd(left1, value, left);
      right1 = multiplyAdd(right1, value, right);
      value = v128.load32_splat(p2, 4);
      left2 = multiplyAdd(left2, value, left);
      right2 = multiplyAdd(right2, value, right);
      value = v128.load32_splat(p3, 4);
      left3 = multiplyAdd(left3, value, left);
      right3 = multiplyAdd(right3, value, right);
      p0 += 8;
      p1 += 8;
      p2 += 8;
      p3 += 8;
      weights += STRIP << 3;
    }
    if (rest > 0) {
      const left = v128.load(weights);
      const right = v128.load(weights, 16);
      let value = v128.load32_splat(p0);
      left0 = multiplyAdd(left0, value, left);
      right0 = multiplyAdd(right0, value, right);
      value = v128.load32_splat(p1);
      left1 = multiplyAdd(left1, value, left);
      right1 = multiplyAdd(right1, value, right);
      value = v128.load32_splat(p2);
      left2 = multiplyAdd(left2, value, left);
      right2 = multiplyAdd(right2, value, right);
      value = v128.load32_splat(p3);
      left3 = multiplyAdd(left3, value, left);
      right3 = multiplyAdd(right3, value, right);
      weights += STRIP << 2;
    }
    if (apart) {
      total0 = f32x4.add(total0, left0), total1 = f32x4.add(total1, right0);
      total2 = f32x4.add(total2, left1), total3 = f32x4.add(total3, right1);
      total4 = f32x4.add(total4, left2), total5 = f32x4.add(total5, right2);
      total6 = f32x4.add(total6, left3), total7 = f32x4.add(total7, right3);
      left0 = zero, left1 = zero, left2 = zero, left3 = zero;
      right0 = zero, right1 = zero, right2 = zero, right3 = zero;
    }
  }
  if (apart) {
    left0 = total0, right0 = total1, left1 = total2, right1 = total3;
    left2 = total4, right2 = total5, left3 = total6, right3 = total7;
  }
  if (bias != 0 && !biasFirst) {
    const left = v128.load(bias);
    const right = v128.load(bias, 16);
    left0 = f32x4.add(left0, left), left1 = f32x4.add(left1, left);
    left2 = f32x4.add(left2, left), left3 = f32x4.add(left3, left);
    right0 = f32x4.add(right0, right), right1 = f32x4.add(right1, right);
    right2 = f32x4.add(right2, right), right3 = f32x4.add(right3, right);
  }
  if (relu) {
    left0 = f32x4.max(left0, zero), left1 = f32x4.max(left1, zero);
    left2 = f32x4.max(left2, zero), left3 = f32x4.max(left3, zero);
    right0 = f32x4.max(right0, zero), right1 = f32x4.max(right1, zero);
    right2 = f32x4.max(right2, zero), right3 = f32x4.max(right3, zero);
  }
  put(out + offsetOf(targets, position), left0, right0, width);
  put(out + offsetOf(targets, i1), left1, right1, width);
  put(out + offsetOf(targets, i2), left2, right2, width);
  put(out + offsetOf(targets, i3), left3, right3, width);
}

/**
 * Computes out[run][k][channel], the sum over positions of x[position + offset of the run + k] ·
 * dy[position][channel], for k from 0 to `length`. dy has a row of `channels` numbers for each
 * position. With `accumulate` the sums are added to `out`. It may read up to 12 bytes after a run.
 */
export function correlateOver(
  x: usize, dy: usize, out: usize, positions: usize, count: i32, offsets: usize, runs: i32, length: i32,
  channels: i32, accumulate: bool,
): void {
  const row = <usize>channels << 2;
  for (let run = 0; run < runs; run++) {
    const source = x + offsetOf(offsets, run);
    for (let k = 0; k < length; k += 4) {
      const rows = min(4, length - k);
      const to = out + <usize>(run * length + k) * row;
      for (let strip = 0; strip < channels; strip += STRIP) {
        const at = <usize>strip << 2;
        const width = min(STRIP, channels - strip);
        if (width > 4) tileOver(source + (<usize>k << 2), dy + at, to + at, positions, count, row, rows, width, accumulate);
        else narrowTileOver(source + (<usize>k << 2), dy + at, to + at, positions, count, row, rows, width, accumulate);
      }
    }
  }
}

/** Computes 4 × 8 sums over positions. The last row of dy must not be read past its end. */
function tileOver(
  x: usize, dy: usize, out: usize, positions: usize, count: i32, row: usize, rows: i32, width: i32, accumulate: bool,
): void {
  const zero = f32x4.splat(0);
  let left0 = zero, left1 = zero, left2 = zero, left3 = zero;
  let right0 = zero, right1 = zero, right2 = zero, right3 = zero;
  // A strip that is not full ends with the four channels before its end.
  const second = <usize>(width - 4) << 2;
  const end = positions + (<usize>count << 2);
  for (let table = positions; table < end; table += 4, dy += row) {
    const p = x + <usize>load<i32>(table);
    const left = v128.load(dy);
    const right = v128.load(dy + second);
    let value = v128.load32_splat(p);
    left0 = multiplyAdd(left0, value, left);
    right0 = multiplyAdd(right0, value, right);
    value = v128.load32_splat(p, 4);
    left1 = multiplyAdd(left1, value, left);
    right1 = multiplyAdd(right1, value, right);
    value = v128.load32_splat(p, 8);
    left2 = multiplyAdd(left2, value, left);
    right2 = multiplyAdd(right2, value, right);
    value = v128.load32_splat(p, 12);
    left3 = multiplyAdd(left3, value, left);
    right3 = multiplyAdd(right3, value, right);
  }
  addRow(out, left0, right0, second, accumulate);
  if (rows > 1) addRow(out + row, left1, right1, second, accumulate);
  if (rows > 2) addRow(out + 2 * row, left2, right2, second, accumulate);
  if (rows > 3) addRow(out + 3 * row, left3, right3, second, accumulate);
}

/** Both halves are read before they are written, because they may overlap. */
// @ts-ignore: decorator
@inline
function addRow(to: usize, left: v128, right: v128, second: usize, accumulate: bool): void {
  if (accumulate) {
    left = f32x4.add(v128.load(to), left);
    right = f32x4.add(v128.load(to + second), right);
  }
  v128.store(to, left);
  v128.store(to + second, right);
}

/** Computes sums for up to four channels. */
function narrowTileOver(
  x: usize, dy: usize, out: usize, positions: usize, count: i32, row: usize, rows: i32, width: i32, accumulate: bool,
): void {
  for (let channel = 0; channel < width; channel++, dy += 4, out += 4) {
    let sums = f32x4.splat(0);
    let from = dy;
    const end = positions + (<usize>count << 2);
    for (let table = positions; table < end; table += 4, from += row) {
      sums = multiplyAdd(sums, v128.load(x + <usize>load<i32>(table)), v128.load32_splat(from));
    }
    addTo(out, f32x4.extract_lane(sums, 0), accumulate);
    if (rows > 1) addTo(out + row, f32x4.extract_lane(sums, 1), accumulate);
    if (rows > 2) addTo(out + 2 * row, f32x4.extract_lane(sums, 2), accumulate);
    if (rows > 3) addTo(out + 3 * row, f32x4.extract_lane(sums, 3), accumulate);
  }
}

// @ts-ignore: decorator
@inline
function addTo(to: usize, value: f32, accumulate: bool): void {
  store<f32>(to, accumulate ? load<f32>(to) + value : value);
}
