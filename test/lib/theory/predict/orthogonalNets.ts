import { expect } from 'chai';
import { type LayerPrediction, orthogonal, predict, type Random, random } from 'initlab';
import { mean, standardDeviation } from '../../../../lib/src/foundation/statistics.js';

/**
 * Simulations of dense nets with orthogonal matrices that use nothing of the library except its
 * random numbers: each matrix is the Q of a Gaussian matrix, and every product is a plain loop.
 */
const ACTIVATIONS = {
  linear: { f: (z: number): number => z, df: (): number => 1 },
  relu: { f: (z: number): number => Math.max(0, z), df: (z: number): number => (z > 0 ? 1 : 0) },
  tanh: { f: Math.tanh, df: (z: number): number => 1 - Math.tanh(z) ** 2 },
};

export type PlainActivation = keyof typeof ACTIVATIONS;

/** A net, how many of its kind are drawn, and the seed. */
export interface Net {
  widths: readonly number[];
  activation: PlainActivation;
  gain: number;
  batch: number;
  nets: number;
  seed: number;
}

const QUANTITIES = ['preActivation', 'activation', 'gradient'] as const;
type Quantity = (typeof QUANTITIES)[number];

type Matrix = Float64Array[];

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k] * y[k];
  return sum;
}

/**
 * Makes rows of an orthogonal matrix by the modified Gram–Schmidt process. It gives R a positive
 * diagonal, so the matrix is uniform (Mezzadri 2007).
 */
function orthonormalRows(count: number, length: number, stream: Random): Matrix {
  const rows = Array.from({ length: count }, () => stream.normal(new Float64Array(length)));
  for (let i = 0; i < count; i++) {
    const row = rows[i];
    const norm = Math.sqrt(dot(row, row));
    for (let k = 0; k < length; k++) row[k] /= norm;
    for (let j = i + 1; j < count; j++) {
      const other = rows[j];
      const along = dot(row, other);
      for (let k = 0; k < length; k++) other[k] -= along * row[k];
    }
  }
  return rows;
}

/** Draws a matrix [outputs, inputs] whose columns are orthonormal, or its rows if it is wide. */
export function drawMatrix(outputs: number, inputs: number, stream: Random): Matrix {
  if (outputs <= inputs) return orthonormalRows(outputs, inputs, stream);
  const columns = orthonormalRows(inputs, outputs, stream);
  return Array.from({ length: outputs }, (_, i) => Float64Array.from(columns, (column) => column[i]));
}

function meanOfSquares(rows: Matrix): number {
  return mean(rows.map((row) => dot(row, row) / row.length));
}

/** Measures one net: second moments by quantity and layer. */
function measure(net: Net, input: Matrix, matrices: readonly Matrix[], stream: Random): Record<Quantity, number[]> {
  const { f, df } = ACTIVATIONS[net.activation];
  const depth = matrices.length;
  const z: Matrix[] = [input];
  let a = input;
  const result: Record<Quantity, number[]> = { preActivation: [], activation: [], gradient: [] };
  result.preActivation[0] = result.activation[0] = meanOfSquares(input);
  for (let layer = 1; layer <= depth; layer++) {
    const before = a;
    z[layer] = before.map((x) => Float64Array.from(matrices[layer - 1], (row) => net.gain * dot(row, x)));
    a = z[layer].map((row) => row.map(f));
    result.preActivation[layer] = meanOfSquares(z[layer]);
    result.activation[layer] = meanOfSquares(a);
  }
  let gradient = a.map((row) => stream.normal(new Float64Array(row.length)));
  for (let layer = depth; layer > 0; layer--) {
    const byZ = gradient.map((row, s) => row.map((g, i) => g * df(z[layer][s][i])));
    result.gradient[layer] = meanOfSquares(byZ);
    gradient = byZ.map((row) => {
      const sum = new Float64Array(net.widths[layer - 1]);
      for (let i = 0; i < row.length; i++) {
        const of = matrices[layer - 1][i];
        const scale = net.gain * row[i];
        for (let k = 0; k < sum.length; k++) sum[k] += scale * of[k];
      }
      return sum;
    });
  }
  result.gradient[0] = meanOfSquares(gradient);
  return result;
}

/** Compares one layer of all nets with its band. */
export interface BandCheck {
  quantity: Quantity;
  layer: number;
  /** Share of the nets within the band. */
  inside: number;
  /** Difference of the logarithms of the nets' median and the predicted one. */
  shift: number;
  /** Standard deviation of the logarithm among the nets, without those that are all zero. */
  spread: number;
}

/**
 * Draws the nets, all with one input, and compares them with their predictions. Nets of equal
 * widths share the matrices of one draw.
 */
export function checkNets(nets: readonly Net[]): BandCheck[][] {
  const [{ widths, batch, nets: count, seed }] = nets;
  const stream = random(seed);
  const numbers = stream.normal(new Float32Array(batch * widths[0]));
  const input = Array.from({ length: batch }, (_, s) =>
    Float64Array.from(numbers.subarray(s * widths[0], (s + 1) * widths[0])),
  );
  const measured: Record<Quantity, number[]>[][] = nets.map(() => []);
  for (let draw = 0; draw < count; draw++) {
    const matrices = widths.slice(1).map((units, l) => drawMatrix(units, widths[l], stream));
    for (const [i, net] of nets.entries()) measured[i].push(measure(net, input, matrices, stream));
  }
  return nets.map(({ activation, gain }, i) => {
    const predictions = predict({ widths, activation, init: orthogonal({ gain }), input: numbers });
    return QUANTITIES.flatMap((quantity) =>
      predictions.flatMap((prediction) => checkBand(prediction, quantity, measured[i])),
    );
  });
}

function checkBand(
  { layer, ...bands }: LayerPrediction,
  quantity: Quantity,
  measured: readonly Record<Quantity, number[]>[],
): BandCheck[] {
  if (layer === 0 && quantity !== 'gradient') return [];
  const values = measured.map((result) => result[quantity][layer]);
  const { low, median, high } = bands[quantity];
  const logs = values.map(Math.log).sort((x, y) => x - y);
  const middle = (logs[Math.floor((logs.length - 1) / 2)] + logs[Math.floor(logs.length / 2)]) / 2;
  return [
    {
      quantity,
      layer,
      inside: mean(values.map((x) => Number(x >= low && x <= high))),
      shift: middle - Math.log(median),
      spread: standardDeviation(logs.filter(Number.isFinite)),
    },
  ];
}

/**
 * Expects 92–98 % of the nets in the bands of each quantity, as a mean over layers, and each median
 * at the predicted one, both within 4 standard errors. The logarithm of a small net's second moment
 * is slightly skewed, so its median may differ by another fifth of its standard deviation. Layers
 * that orthogonal matrices keep exactly have bands that hold all nets.
 */
export function expectBands(checks: readonly BandCheck[], nets: number): void {
  const chance = 4 * Math.sqrt((0.05 * 0.95) / nets);
  for (const quantity of QUANTITIES) {
    const own = checks.filter((check) => check.quantity === quantity);
    for (const { layer, shift, spread } of own) {
      const error = (4 * 1.2533) / Math.sqrt(nets) + 0.2;
      expect(Math.abs(shift), `median ${quantity} of layer ${layer}`).to.be.at.most(error * spread + 1e-4);
    }
    const varied = own.filter(({ spread }) => spread > 1e-5);
    if (varied.length > 0)
      expect(mean(varied.map(({ inside }) => inside)), quantity).to.be.within(0.92 - chance, 0.98 + chance);
    for (const { layer, inside } of own.filter(({ spread }) => spread <= 1e-5))
      expect(inside, `${quantity} of layer ${layer}`).to.equal(1);
  }
}
