/**
 * Logarithm, sine and cosine in double precision, on the ranges that sampling needs. They use the
 * minimax polynomials of fdlibm (Sun Microsystems, 1993). `Math` may differ in the last digit from
 * one engine to the next. These functions do not differ: they only need operations that IEEE 754
 * rounds exactly, in a fixed order, which the SIMD code repeats.
 */

const LN2 = Math.LN2;

/** The powers 2^(k − 32) for k = 0 … 33. */
const SCALE: Float64Array = Float64Array.from({ length: 34 }, (_, k) => 2 ** (k - 32));

/**
 * Computes −ln of the middle of part N of 2⁵² equal parts of (0, 1). The bits of N are `high` and
 * the upper 20 bits of `low`.
 */
export function minusLog64(high: number, low: number): number {
  const rest = low >>> 12;
  if (high >>> 12 !== 0) return minusLog(high, (rest + 0.5) * 2 ** -20, 0);
  return minusLog((high << 20) | rest, 0.5, 20);
}

/**
 * Computes −ln(x / 2^(32 + shift)) for x = `word` + `fraction`, with `word` read as unsigned. The
 * `fraction` is ½, or anything from 0 to 1 if the word is 2¹² or more. The relative error is below
 * 4 · 2⁻⁵³. The word gives the exponent, so the bits of a double need not be read: x = 2^(32−k) · m
 * with m from √½ to √2, then ln m = 2s + s³·P(s²) with s = (m − 1)/(m + 1).
 */
function minusLog(word: number, fraction: number, shift: number): number {
  const zeros = Math.clz32(word);
  const whole = ((word >>> 0) + fraction) * SCALE[zeros + 1];
  const large = (whole * Math.SQRT1_2) | 0;
  const m = whole - large * (whole * 0.5);
  const s = (m - 1) / (m + 1);
  const z = s * s;
  const p =
    0.6666666666666735 +
    z *
      (0.3999999999940942 +
        z *
          (0.2857142874366239 +
            z *
              (0.22222198432149784 + z * (0.1818357216161805 + z * (0.15313837699209373 + z * 0.14798198605116586)))));
  return (zeros + 1 - large + shift) * LN2 - (2 * s + s * z * p);
}

/** Computes sin y for |y| ≤ π/4. The relative error is below 2 · 2⁻⁵³. */
export function sin64(y: number): number {
  const z = y * y;
  const p =
    -0.16666666666666632 +
    z *
      (0.00833333333332249 +
        z *
          (-0.0001984126982985795 +
            z * (2.7557313707070068e-6 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10))));
  return y + y * z * p;
}

/** Computes cos y for |y| ≤ π/4. The relative error is below 2 · 2⁻⁵³. */
export function cos64(y: number): number {
  const z = y * y;
  const p =
    0.0416666666666666 +
    z *
      (-0.001388888888887411 +
        z *
          (2.480158728947673e-5 +
            z * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11))));
  return 1 - (0.5 * z - z * z * p);
}
