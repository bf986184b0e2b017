/**
 * Steps of optimizers in one pass over the weights, in the imported memory. Every operation is
 * rounded to float32 in the order of the optimizers of tfjs, so the numbers are the same. The new
 * weights go to `out`; the moving averages change in place.
 */

/** Computes w + c · g, where c is minus the learning rate. */
export function sgd(w: usize, g: usize, out: usize, count: i32, c: f32): void {
  const end = w + (<usize>count << 2);
  const rates = f32x4.splat(c);
  for (; w + 16 <= end; w += 16, out += 16, g += 16) {
    v128.store(out, f32x4.add(f32x4.mul(rates, v128.load(g)), v128.load(w)));
  }
  for (; w < end; w += 4, out += 4, g += 4) store<f32>(out, c * load<f32>(g) + load<f32>(w));
}

/**
 * Computes a = m · a + g and w + c · a, or, with Nesterov's rule, w + c · (g + m · a), where c is
 * minus the learning rate.
 */
export function momentum(w: usize, g: usize, out: usize, a: usize, count: i32, c: f32, m: f32, nesterov: bool): void {
  const end = w + (<usize>count << 2);
  const rates = f32x4.splat(c), shares = f32x4.splat(m);
  for (; w + 16 <= end; w += 16, out += 16, g += 16, a += 16) {
    const gradient = v128.load(g);
    const sum = f32x4.add(f32x4.mul(shares, v128.load(a)), gradient);
    v128.store(a, sum);
    const step = nesterov ? f32x4.add(gradient, f32x4.mul(sum, shares)) : sum;
    v128.store(out, f32x4.add(f32x4.mul(rates, step), v128.load(w)));
  }
  for (; w < end; w += 4, out += 4, g += 4, a += 4) {
    const gradient = load<f32>(g);
    const sum = m * load<f32>(a) + gradient;
    store<f32>(a, sum);
    store<f32>(out, c * (nesterov ? gradient + sum * m : sum) + load<f32>(w));
  }
}

/**
 * Computes the moving averages m of g and v of g², and w + c · m / correction1 / (√(v / correction2) + ε),
 * where c is minus the learning rate. `rest1` and `rest2` are 1 − β.
 */
export function adam(
  w: usize, g: usize, out: usize, m: usize, v: usize, count: i32, c: f32, beta1: f32, beta2: f32, rest1: f32, rest2: f32,
  correction1: f32, correction2: f32, epsilon: f32,
): void {
  const end = w + (<usize>count << 2);
  const rates = f32x4.splat(c), betas1 = f32x4.splat(beta1), betas2 = f32x4.splat(beta2);
  const rests1 = f32x4.splat(rest1), rests2 = f32x4.splat(rest2), epsilons = f32x4.splat(epsilon);
  const corrections1 = f32x4.splat(correction1), corrections2 = f32x4.splat(correction2);
  for (; w + 16 <= end; w += 16, out += 16, g += 16, m += 16, v += 16) {
    const gradient = v128.load(g);
    const first = f32x4.add(f32x4.mul(v128.load(m), betas1), f32x4.mul(gradient, rests1));
    const square = f32x4.mul(gradient, gradient);
    const second = f32x4.add(f32x4.mul(v128.load(v), betas2), f32x4.mul(square, rests2));
    v128.store(m, first);
    v128.store(v, second);
    const size = f32x4.add(f32x4.sqrt(f32x4.div(second, corrections2)), epsilons);
    const step = f32x4.mul(f32x4.div(f32x4.div(first, corrections1), size), rates);
    v128.store(out, f32x4.add(step, v128.load(w)));
  }
  for (; w < end; w += 4, out += 4, g += 4, m += 4, v += 4) {
    const gradient = load<f32>(g);
    const first = load<f32>(m) * beta1 + gradient * rest1;
    const second = load<f32>(v) * beta2 + gradient * gradient * rest2;
    store<f32>(m, first);
    store<f32>(v, second);
    const step = (first / correction1 / (sqrt<f32>(second / correction2) + epsilon)) * c;
    store<f32>(out, step + load<f32>(w));
  }
}
