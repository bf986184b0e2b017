/**
 * Product of two float32 matrices, either of which may be transposed, in the imported memory. It
 * follows the scheme of Goto and van de Geijn (Anatomy of High-Performance Matrix Multiplication,
 * ACM TOMS 34(3), 2008): blocks of both factors are copied into panels, in the order of reading,
 * and the innermost loop keeps a tile of 4 × 8 results in registers.
 *
 * Each result is summed over k in ascending order, a block of 256 at a time, for any shape and
 * place, so every machine gives the same numbers. Compiled with relaxed SIMD, a product and sum are
 * rounded once if the machine can. That is faster, but the numbers depend on the machine.
 */

const ROWS: i32 = 4;
const COLUMNS: i32 = 8;
const BLOCK_M: i32 = 64;
const BLOCK_N: i32 = 256;
const BLOCK_K: i32 = 256;
const PANEL_A: usize = 4 * BLOCK_M * BLOCK_K;
const PANEL_B: usize = 4 * BLOCK_N * BLOCK_K;
const TILE: usize = 4 * ROWS * COLUMNS;

/** Counts the bytes that `multiply` needs at `scratch`, which must be a multiple of 16. */
export function scratchBytes(): usize {
  return PANEL_A + PANEL_B + TILE;
}

/**
 * Computes out [m, n] = a [m, k] · b [k, n], all row-major. With `transposeA`, a is stored as [k,
 * m]; with `transposeB`, b is stored as [n, k]. With `accumulate` the product is added to `out`.
 * The pointers count bytes and are multiples of 4; k is at least 1.
 */
export function multiply(
  a: usize, b: usize, out: usize, m: i32, k: i32, n: i32,
  transposeA: bool, transposeB: bool, accumulate: bool, scratch: usize,
): void {
  const panelA = scratch;
  const panelB = scratch + PANEL_A;
  const tile = panelB + PANEL_B;
  for (let j = 0; j < n; j += BLOCK_N) {
    const columns = min(BLOCK_N, n - j);
    for (let p = 0; p < k; p += BLOCK_K) {
      const depth = min(BLOCK_K, k - p);
      const add = accumulate || p > 0;
      if (transposeB) packLines(panelB, at(b, j, p, k), columns, depth, k, COLUMNS);
      else packStrips(panelB, at(b, p, j, n), columns, depth, n, COLUMNS);
      for (let i = 0; i < m; i += BLOCK_M) {
        const rows = min(BLOCK_M, m - i);
        if (transposeA) packStrips(panelA, at(a, p, i, m), rows, depth, m, ROWS);
        else packLines(panelA, at(a, i, p, k), rows, depth, k, ROWS);
        block(panelA, panelB, at(out, i, j, n), tile, rows, depth, columns, n, add);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function at(matrix: usize, row: i32, column: i32, width: i32): usize {
  return matrix + ((<usize>row * <usize>width + <usize>column) << 2);
}

/**
 * Packs `count` lines of `depth` adjacent numbers, with `size` lines per panel: number p of each
 * line in turn. Missing lines count as zero.
 */
function packLines(panel: usize, from: usize, count: i32, depth: i32, stride: i32, size: i32): void {
  const step = <usize>size << 2;
  for (let line = 0; line < count; line += size) {
    for (let within = 0; within < size; within += 4) {
      const left = count - line - within;
      const source = at(from, line + within, 0, stride);
      const to = panel + (<usize>within << 2);
      if (left >= 4) packFour(to, source, depth, <usize>stride << 2, step);
      else packFew(to, source, max(0, left), depth, stride, step);
    }
    panel += (<usize>size * <usize>depth) << 2;
  }
}

/** Packs four lines; `line` and `step` count the bytes between lines and between packed rows. */
function packFour(to: usize, first: usize, depth: i32, line: usize, step: usize): void {
  let second = first + line, third = second + line, fourth = third + line;
  let p = 0;
  for (; p + 4 <= depth; p += 4) {
    const a = v128.load(first), b = v128.load(second), c = v128.load(third), d = v128.load(fourth);
    const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
    v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
    v128.store(to + step, v128.shuffle<i64>(ab, cd, 1, 3));
    const ab2 = v128.shuffle<i32>(a, b, 2, 6, 3, 7), cd2 = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    v128.store(to + 2 * step, v128.shuffle<i64>(ab2, cd2, 0, 2));
    v128.store(to + 3 * step, v128.shuffle<i64>(ab2, cd2, 1, 3));
    first += 16, second += 16, third += 16, fourth += 16;
    to += 4 * step;
  }
  for (; p < depth; p++, to += step) {
    store<f32>(to, load<f32>(first));
    store<f32>(to, load<f32>(second), 4);
    store<f32>(to, load<f32>(third), 8);
    store<f32>(to, load<f32>(fourth), 12);
    first += 4, second += 4, third += 4, fourth += 4;
  }
}

/** Packs up to three lines, and fills the missing ones with zeros. */
function packFew(panel: usize, from: usize, count: i32, depth: i32, stride: i32, step: usize): void {
  for (let within = 0; within < 4; within++) {
    let to = panel + (<usize>within << 2);
    let source = at(from, within, 0, stride);
    for (let p = 0; p < depth; p++, to += step, source += 4) store<f32>(to, within < count ? load<f32>(source) : 0);
  }
}

/** Packs lines whose numbers p are adjacent in memory; `size` is 4 or 8. */
function packStrips(panel: usize, from: usize, count: i32, depth: i32, stride: i32, size: i32): void {
  for (let line = 0; line < count; line += size) {
    const whole = line + size <= count;
    for (let p = 0; p < depth; p++) {
      const source = at(from, p, line, stride);
      if (whole) {
        v128.store(panel, v128.load(source));
        if (size == 8) v128.store(panel, v128.load(source, 16), 16);
      } else {
        for (let within = 0; within < size; within++) {
          const value = line + within < count ? load<f32>(source + (<usize>within << 2)) : 0;
          store<f32>(panel + (<usize>within << 2), value);
        }
      }
      panel += <usize>size << 2;
    }
  }
}

/**
 * Computes all tiles of one block of the result. A tile that extends beyond the result is computed
 * in the scratch memory, and the part inside is copied.
 */
function block(
  panelA: usize, panelB: usize, out: usize, tile: usize, rows: i32, depth: i32, columns: i32, stride: i32, add: bool,
): void {
  for (let j = 0; j < columns; j += COLUMNS) {
    const b = panelB + ((<usize>j * <usize>depth) << 2);
    for (let i = 0; i < rows; i += ROWS) {
      const a = panelA + ((<usize>i * <usize>depth) << 2);
      const to = at(out, i, j, stride);
      if (i + ROWS <= rows && j + COLUMNS <= columns) {
        kernel(a, b, to, depth, <usize>stride << 2, add);
      } else {
        kernel(a, b, tile, depth, COLUMNS << 2, false);
        copyTile(tile, to, min(ROWS, rows - i), min(COLUMNS, columns - j), stride, add);
      }
    }
  }
}

function copyTile(tile: usize, out: usize, rows: i32, columns: i32, stride: i32, add: bool): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const to = at(out, i, j, stride);
      const value = load<f32>(at(tile, i, j, COLUMNS));
      store<f32>(to, add ? load<f32>(to) + value : value);
    }
  }
}

// @ts-ignore: decorator
@inline
function multiplyAdd(sum: v128, x: v128, y: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(x, y, sum);
  return f32x4.add(sum, f32x4.mul(x, y));
}

// @ts-ignore: decorator
@inline
function put(to: usize, left: v128, right: v128, add: bool): void {
  v128.store(to, add ? f32x4.add(v128.load(to), left) : left);
  v128.store(to, add ? f32x4.add(v128.load(to, 16), right) : right, 16);
}

/** Computes one tile of 4 × 8; `stride` is the number of bytes from one row to the next. */
function kernel(a: usize, b: usize, to: usize, depth: i32, stride: usize, add: bool): void {
  let left0 = f32x4.splat(0), left1 = left0, left2 = left0, left3 = left0;
  let right0 = left0, right1 = left0, right2 = left0, right3 = left0;
  for (let p = 0; p < depth; p++) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    let x = v128.load32_splat(a);
    left0 = multiplyAdd(left0, x, left);
    right0 = multiplyAdd(right0, x, right);
    x = v128.load32_splat(a, 4);
    left1 = multiplyAdd(left1, x, left);
    right1 = multiplyAdd(right1, x, right);
    x = v128.load32_splat(a, 8);
    left2 = multiplyAdd(left2, x, left);
    right2 = multiplyAdd(right2, x, right);
    x = v128.load32_splat(a, 12);
    left3 = multiplyAdd(left3, x, left);
    right3 = multiplyAdd(right3, x, right);
    a += 16;
    b += 32;
  }
  put(to, left0, right0, add);
  put(to + stride, left1, right1, add);
  put(to + 2 * stride, left2, right2, add);
  put(to + 3 * stride, left3, right3, add);
}
