/**
 * The error function, computed with W. J. Cody's rational Chebyshev approximations ("Rational
 * Chebyshev approximations for the error function", Mathematics of Computation 23, 1969), as in his
 * program CALERF. The relative error is about 10⁻¹⁶ for erf, and for erfc as well, even in the
 * tail.
 */

/** Coefficients of p(x)/q(x), highest power first. */
type Rational = readonly [readonly number[], readonly number[]];

/** Approximates erf(x)/x in x² for |x| ≤ .46875. */
const NEAR_COEFFICIENTS: Rational = [
  [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694],
  [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171],
];

/** Approximates e^(x²)·erfc(x) in x for .46875 < x ≤ 4. */
const MIDDLE_COEFFICIENTS: Rational = [
  [
    2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001,
    881.952221241769, 1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
  ],
  [
    1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
    4362.619090143247, 3439.3676741437216, 1230.3393548037495,
  ],
];

/** Approximates (1/√π − x·e^(x²)·erfc(x))·x² in 1/x² for x > 4. */
const FAR_COEFFICIENTS: Rational = [
  [
    0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
    0.0006587491615298378,
  ],
  [1, 2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918],
];

/** Computes erf(x) = 2/√π ∫₀ˣ e^(−t²) dt. */
export function erf(x: number): number {
  if (Math.abs(x) <= 0.46875) return x * ratio(NEAR_COEFFICIENTS, x * x);
  return x < 0 ? tail(-x) - 1 : 1 - tail(x);
}

/** Computes erfc(x) = 1 − erf(x) without the cancellation of that difference. */
export function erfc(x: number): number {
  if (Math.abs(x) <= 0.46875) return 1 - x * ratio(NEAR_COEFFICIENTS, x * x);
  return x < 0 ? 2 - tail(-x) : tail(x);
}

/** Computes erfc(x) for x > .46875. */
function tail(x: number): number {
  if (x <= 4) return expMinusSquare(x) * ratio(MIDDLE_COEFFICIENTS, x);
  if (x > 27) return 0;
  const y = 1 / (x * x);
  return (expMinusSquare(x) * (1 / Math.sqrt(Math.PI) - y * ratio(FAR_COEFFICIENTS, y))) / x;
}

/** Computes e^(−x²). Splitting x keeps the rounding of x² from being multiplied by x². */
function expMinusSquare(x: number): number {
  const rounded = Math.trunc(x * 16) / 16;
  return Math.exp(-rounded * rounded) * Math.exp(-(x - rounded) * (x + rounded));
}

function ratio([numerator, denominator]: Rational, x: number): number {
  return horner(numerator, x) / horner(denominator, x);
}

function horner(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
