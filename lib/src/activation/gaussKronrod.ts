/**
 * The 15-point Kronrod rule and the 7-point Gauss rule within it, on [−1, 1] (QUADPACK, Piessens et
 * al. 1983).
 */

const NODES = [
  0.9914553711208126, 0.9491079123427585, 0.8648644233597691, 0.7415311855993945, 0.5860872354676911,
  0.4058451513773972, 0.20778495500789848,
];

const KRONROD_WEIGHTS = [
  0.022935322010529224, 0.06309209262997856, 0.10479001032225019, 0.14065325971552592, 0.1690047266392679,
  0.19035057806478542, 0.20443294007529889,
];
const KRONROD_CENTRE = 0.20948214108472782;

/** Weights of the second, fourth and sixth node. */
const GAUSS_WEIGHTS = [0.1294849661688697, 0.27970539148927664, 0.3818300505051189];
const GAUSS_CENTRE = 0.4179591836734694;

/**
 * Computes the integral of g over [from, to] by Kronrod's rule, and its difference from Gauss's
 * rule, which is much larger than the error.
 */
export function gaussKronrod(g: (u: number) => number, from: number, to: number): [value: number, distance: number] {
  const centre = (from + to) / 2;
  const half = (to - from) / 2;
  const middle = g(centre);
  let kronrod = middle * KRONROD_CENTRE;
  let gauss = middle * GAUSS_CENTRE;
  for (let i = 0; i < NODES.length; i++) {
    const pair = g(centre - half * NODES[i]) + g(centre + half * NODES[i]);
    kronrod += pair * KRONROD_WEIGHTS[i];
    if (i % 2 === 1) gauss += pair * GAUSS_WEIGHTS[(i - 1) / 2];
  }
  return [half * kronrod, half * Math.abs(kronrod - gauss)];
}
