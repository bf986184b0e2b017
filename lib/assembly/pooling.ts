/**
 * Max pooling of float32 images with channels last and its gradient, in the imported memory.
 * Positions outside of the image do not count.
 */

/** Computes the largest input under each window. Every window holds a position of the image. */
export function maxPool(
  x: usize, out: usize, images: i32, height: i32, width: i32, channels: i32, outHeight: i32, outWidth: i32,
  rows: i32, columns: i32, rowStep: i32, columnStep: i32, above: i32, left: i32,
): void {
  const pixel = <usize>channels << 2;
  for (let line = 0; line < images * outHeight; line++) {
    const image = line / outHeight;
    const y = line % outHeight * rowStep - above;
    for (let column = 0; column < outWidth; column++, out += pixel) {
      const z = column * columnStep - left;
      const firstRow = max(0, y), lastRow = min(height, y + rows);
      const firstColumn = max(0, z), lastColumn = min(width, z + columns);
      const source = x + <usize>((image * height + firstRow) * width + firstColumn) * pixel;
      const lineStep = <usize>width * pixel;
      for (let channel: usize = 0; channel < pixel;) {
        const wide = channel + 16 <= pixel;
        let from = source + channel;
        if (wide) {
          let largest = v128.load(from);
          for (let i = firstRow; i < lastRow; i++, from += lineStep) {
            let at = from;
            for (let j = firstColumn; j < lastColumn; j++, at += pixel) largest = f32x4.max(largest, v128.load(at));
          }
          v128.store(out + channel, largest);
        } else {
          let largest = load<f32>(from);
          for (let i = firstRow; i < lastRow; i++, from += lineStep) {
            let at = from;
            for (let j = firstColumn; j < lastColumn; j++, at += pixel) largest = max<f32>(largest, load<f32>(at));
          }
          store<f32>(out + channel, largest);
        }
        channel += wide ? 16 : 4;
      }
    }
  }
}

/**
 * Adds each gradient to the first input under its window that equals the window's result, in the
 * order of the windows, and clears dx before.
 */
export function maxPoolGradient(
  x: usize, result: usize, dy: usize, dx: usize, images: i32, height: i32, width: i32, channels: i32,
  outHeight: i32, outWidth: i32, rows: i32, columns: i32, rowStep: i32, columnStep: i32, above: i32, left: i32,
): void {
  const pixel = <usize>channels << 2;
  const lineStep = <usize>width * pixel;
  memory.fill(dx, 0, <usize>(images * height) * lineStep);
  for (let line = 0; line < images * outHeight; line++) {
    const image = line / outHeight;
    const y = line % outHeight * rowStep - above;
    for (let column = 0; column < outWidth; column++, result += pixel, dy += pixel) {
      const z = column * columnStep - left;
      const firstRow = max(0, y), lastRow = min(height, y + rows);
      const firstColumn = max(0, z), lastColumn = min(width, z + columns);
      const offset = <usize>((image * height + firstRow) * width + firstColumn) * pixel;
      let channel: usize = 0;
      for (; channel + 16 <= pixel; channel += 16) {
        const wanted = v128.load(result + channel);
        let gradient = v128.load(dy + channel);
        let from = offset + channel;
        for (let i = firstRow; i < lastRow; i++, from += lineStep) {
          let at = from;
          for (let j = firstColumn; j < lastColumn; j++, at += pixel) {
            const here = f32x4.eq(v128.load(x + at), wanted);
            v128.store(dx + at, f32x4.add(v128.load(dx + at), v128.and(gradient, here)));
            gradient = v128.andnot(gradient, here);
          }
        }
      }
      for (; channel < pixel; channel += 4) giveFirst(
        x, load<f32>(result + channel), load<f32>(dy + channel), dx, offset + channel,
        lastRow - firstRow, lastColumn - firstColumn, lineStep, pixel,
      );
    }
  }
}

function giveFirst(
  x: usize, wanted: f32, gradient: f32, dx: usize, from: usize, rows: i32, columns: i32, lineStep: usize, pixel: usize,
): void {
  for (let i = 0; i < rows; i++, from += lineStep) {
    let at = from;
    for (let j = 0; j < columns; j++, at += pixel) {
      if (load<f32>(x + at) != wanted) continue;
      store<f32>(dx + at, load<f32>(dx + at) + gradient);
      return;
    }
  }
}
