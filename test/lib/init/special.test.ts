import { expect } from 'chai';
import {
  hadamardIdentity,
  heNormal,
  type Initializer,
  lecunNormal,
  rademacher,
  random,
  randomizedAsymmetric,
  simulate,
  sparse,
  truncatedNormal,
} from 'initlab';
import { ksPValue, mean, moment, normalCdf } from '../random/statistics.js';

describe('truncatedNormal', () => {
  it('has the given mean and standard deviation after truncation (4 standard errors), and its distribution', () => {
    const w = truncatedNormal({ mean: 3, std: 0.5 })(random(1), [200, 200]);
    expect(mean(w)).to.be.closeTo(3, (4 * 0.5) / 200);
    expect(moment(w, 2, 3, 0.5)).to.be.closeTo(1, 4 * Math.sqrt(1.3654 / w.length));
    const cut = 0.8796256610342398;
    const cdf = (x: number): number => (normalCdf(((x - 3) / 0.5) * cut) - normalCdf(-2)) / (1 - 2 * normalCdf(-2));
    expect(ksPValue(w, cdf)).to.be.above(1e-4);
    expect(w.every((x) => Math.abs(x - 3) <= 1.00001 / cut)).to.equal(true);
  });

  it('has the given mean and standard deviation for any bounds (4 standard errors)', () => {
    for (const [low, high] of [
      [0, 4],
      [-1, 3],
      [-4, 0.5],
      [2, 2.5],
      [6, 9],
    ]) {
      const w = truncatedNormal({ mean: -1, std: 0.1, low, high })(random(1), [40000]);
      const standardized = w.map((x) => (x + 1) / 0.1);
      const kurtosis = moment(standardized, 4);
      expect(mean(standardized), `${low} … ${high}`).to.be.closeTo(0, 4 / 200);
      expect(moment(standardized, 2), `${low} … ${high}`).to.be.closeTo(1, (4 * Math.sqrt(kurtosis - 1)) / 200);
    }
  });

  it('refuses options that are not finite', () => {
    expect(() => truncatedNormal({ std: -1 })).to.throw(RangeError, 'std is -1');
    expect(() => truncatedNormal({ mean: Number.NaN })).to.throw(RangeError, 'mean is NaN');
    expect(() => truncatedNormal({ low: 1, high: 1 })).to.throw(RangeError, 'low is 1 and high is 1; low must be less');
    expect(() => truncatedNormal({ high: Infinity })).to.throw(RangeError, 'high is Infinity');
    expect(() => truncatedNormal({ stddev: 1 } as object)).to.throw(TypeError, 'unknown option "stddev"');
  });
});

describe('rademacher', () => {
  it('is ± gain/√fan, each with probability ½ (4 standard errors)', () => {
    const w = rademacher({ activation: 'relu' })(random(1), [200, 100]);
    expect(new Set(w)).to.deep.equal(new Set([Math.fround(0.1), -Math.fround(0.1)]));
    expect(mean(w) / 0.1).to.be.closeTo(0, 4 / Math.sqrt(w.length));
    expect(Math.abs(rademacher({ mode: 'fanOut', gain: 2 })(random(1), [200, 100])[0])).to.be.closeTo(0.2, 1e-8);
  });

  it('refuses the option distribution', () => {
    expect(() => rademacher({ distribution: 'normal' } as object)).to.throw(TypeError, 'rademacher: unknown option');
  });
});

describe('sparse', () => {
  it('has ⌈sparsity·in⌉ zeros in every column, at varying places, and normals elsewhere (Martens 2010)', () => {
    const [rows, cols] = [31, 400];
    const w = sparse({ sparsity: 0.5, std: 2 })(random(1), [rows, cols]);
    const zerosOfRow = new Array<number>(rows).fill(0);
    for (let col = 0; col < cols; col++) {
      const zeros = Array.from({ length: rows }, (_, row) => row).filter((row) => w[row * cols + col] === 0);
      expect(zeros).to.have.length(16);
      for (const row of zeros) zerosOfRow[row]++;
    }
    const p = 16 / 31;
    for (const count of zerosOfRow) expect(count / cols).to.be.closeTo(p, 5 * Math.sqrt((p * (1 - p)) / cols));
    expect(
      ksPValue(
        w.filter((x) => x !== 0),
        (x) => normalCdf(x / 2),
      ),
    ).to.be.above(1e-4);
  });

  it('has no zeros for sparsity 0 and only zeros for sparsity 1, and has std .01 by default', () => {
    expect(sparse({ sparsity: 0 })(random(1), [50, 50]).every((w) => w !== 0 && Math.abs(w) < 0.06)).to.equal(true);
    expect(sparse({ sparsity: 1 })(random(1), [5, 5]).every((w) => w === 0)).to.equal(true);
  });

  it('refuses a bare number instead of options', () => {
    for (const sparsity of ['', null, true, []])
      expect(() => sparse({ sparsity: sparsity as never })).to.throw(TypeError, 'it must be a number from 0 to 1');
  });

  it('refuses other shapes and a sparsity that is not from 0 to 1', () => {
    expect(() => sparse({ sparsity: 1.5 })).to.throw(RangeError, 'sparsity is 1.5; it must be a number from 0 to 1');
    expect(() => sparse({} as { sparsity: number })).to.throw(TypeError, 'sparsity is undefined');
    expect(() => sparse({ sparsity: 0.1 })(random(1), [3, 3, 3])).to.throw(RangeError, 'sparse needs 2, [in, out]');
  });
});

describe('hadamardIdentity', () => {
  const rows = (init: Initializer, inputs: number, outputs: number): number[][] => {
    const w = init(random(0), [inputs, outputs]);
    return Array.from({ length: inputs }, (_, i) => [...w.subarray(i * outputs, (i + 1) * outputs)]);
  };

  it('is the identity if a layer does not widen (Zhao et al. 2022, algorithm 1)', () => {
    expect(rows(hadamardIdentity(), 2, 2)).to.deep.equal([
      [1, 0],
      [0, 1],
    ]);
    expect(rows(hadamardIdentity(), 3, 2)).to.deep.equal([
      [1, 0],
      [0, 1],
      [0, 0],
    ]);
  });

  it('is part of a scaled Hadamard matrix if a layer widens: all rows are orthogonal, and all columns differ', () => {
    const w = rows(hadamardIdentity(), 4, 8);
    const product = w.map((a) => w.map((b) => a.reduce((sum, x, k) => sum + x * b[k], 0)));
    expect(product.flat().map((x) => Math.round(x * 1e6) / 1e6 + 0)).to.deep.equal(
      [0, 1, 2, 3].flatMap((i) => [0, 1, 2, 3].map((j) => (i === j ? 2 : 0))),
    );
    expect(new Set(rows(hadamardIdentity(), 3, 5).flat().map(Math.abs))).to.deep.equal(new Set([0.5]));
  });

  it('has the entries ±2^(−(m − 1)/2), m = ⌈log₂ out⌉, for even and odd m (Zhao et al. 2022, algorithm 1)', () => {
    for (const [outputs, m] of [
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 3],
      [8, 3],
      [9, 4],
      [100, 7],
    ]) {
      const sizes = new Set(hadamardIdentity()(random(0), [1, outputs]).map(Math.abs));
      expect(sizes, `${outputs}`).to.deep.equal(new Set([Math.fround(2 ** (-(m - 1) / 2))]));
    }
  });

  it('fills the centre of a convolution kernel', () => {
    expect([...hadamardIdentity()(random(0), [3, 1, 1])]).to.deep.equal([0, 1, 0]);
    expect(() => hadamardIdentity()(random(0), [3])).to.throw(RangeError, 'hadamardIdentity needs 2 to 5');
    expect(() => hadamardIdentity()(random(0), [1, 1, 1, 1, 1, 1])).to.throw(RangeError, 'needs 3 to 5');
  });
});

describe('randomizedAsymmetric', () => {
  it('has one weight from Beta(2, 1) in every column and normals of .6007²/in elsewhere (Lu et al. 2020, §4)', () => {
    const [inputs, outputs] = [2000, 500];
    const w = randomizedAsymmetric()(random(1), [inputs, outputs]);
    const column = (j: number): number[] => Array.from({ length: inputs }, (_, i) => w[i * outputs + j]);
    // Normal weights have standard deviation .0134: with probability .995 the largest of 2000 is
    // the one from Beta(2, 1).
    const largest = Array.from({ length: outputs }, (_, j) => Math.max(...column(j)));
    expect(mean(largest)).to.be.closeTo(2 / 3, 4 * Math.sqrt(1 / 18 / outputs) + 0.003);
    const sum = w.reduce((total, x) => total + x * x, 0) - largest.reduce((total, x) => total + x * x, 0);
    expect(sum / (w.length - outputs) / (0.6007 ** 2 / inputs)).to.be.closeTo(1, 4 * Math.sqrt(2 / w.length) + 1e-3);
  });

  it('lets fewer narrow deep nets die than He does (Lu et al. 2020, fig. 6)', async () => {
    const widths = Array<number>(11).fill(4);
    const died = async (init: Initializer): Promise<number> => {
      const inits = [heNormal(), ...Array<Initializer>(9).fill(init)];
      const { layers } = await simulate({ widths, activation: 'relu', init: inits, batch: 50, trials: 1000, seed: 1 });
      return layers[10].activation.trials.filter((m) => m === 0).length / 1000;
    };
    expect(await died(randomizedAsymmetric())).to.be.below(0.5 * (await died(heNormal())));
  });

  it('refuses other shapes', () => {
    expect(() => randomizedAsymmetric()(random(1), [3])).to.throw(
      RangeError,
      'randomizedAsymmetric needs 2, [in, out]',
    );
  });
});

describe('every random initializer', () => {
  it('draws the same numbers from the same stream and other numbers from another', () => {
    for (const init of [
      truncatedNormal(),
      rademacher(),
      sparse({ sparsity: 0.3 }),
      randomizedAsymmetric(),
      lecunNormal(),
    ]) {
      expect([...init(random(1), [9, 9])]).to.deep.equal([...init(random(1), [9, 9])]);
      expect([...init(random(1), [9, 9])]).not.to.deep.equal([...init(random(2), [9, 9])]);
    }
  });
});
