import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeRepair } from '../../../../../lib/src/diagnose/repairs/writeRepair.js';
import { requirePyTorch } from '../../../../notebooks/pytorch/pytorch.js';
import { STEPS } from './steps.js';

interface Outcome {
  /** Standard deviation and mean of each weight. */
  weights: Record<string, [number, number]>;
  headBias: number[];
  headSums: number[];
  forget: number[];
  x: [number, number];
  dropout: number;
  momentum: number;
  trains: boolean;
  rate: number | null;
}

describe('repairs in Python, run by PyTorch', function () {
  this.timeout(300_000);
  let outcomes: Record<keyof typeof STEPS, Outcome>;

  before(() => {
    requirePyTorch();
    const codes = (language: 'pytorch' | 'keras'): Record<string, string> =>
      Object.fromEntries(Object.values(STEPS).map((step) => [step.type, writeRepair([step], language)]));
    const { status, stdout, stderr } = spawnSync('/usr/bin/python3', [join(import.meta.dirname, 'run.py')], {
      input: JSON.stringify({ torch: codes('pytorch'), syntax: codes('keras') }),
      encoding: 'utf8',
    });
    expect(status, stderr).to.equal(0);
    outcomes = JSON.parse(stdout.trimEnd().split('\n').at(-1) as string);
  });

  it('draw weights of the standard deviation that the initializer has', () => {
    const { weights } = outcomes.initWeights;
    // Six standard errors of the standard deviation for at least 300 weights are 25 %.
    const expected = {
      'blocks.0.fc.weight': Math.sqrt(2 / 100),
      'blocks.1.fc.weight': Math.sqrt(2 / 100),
      'head.weight': 3 / Math.sqrt(100),
      'up.weight': Math.sqrt(2 / (40 * 9)),
      'memory.weight_ih_l0': Math.sqrt(1 / 100),
      'memory.weight_hh_l0': Math.sqrt(1 / 200),
    };
    for (const [name, std] of Object.entries(expected)) expect(weights[name][0] / std, name).to.be.within(0.75, 1.25);
    expect(weights['blocks.0.fc.bias']).to.deep.equal([0, 0]);
    expect(weights['memory.bias_ih_l0']).to.deep.equal([0, 0]);
  });

  it('set biases, gates, rates, statistics and data as initlab does', () => {
    const { centreBias, openForgetGates, setOutputBias, standardizeInputs, setDropout, renewStatistics } = outcomes;
    centreBias.headBias.forEach((bias, i) => {
      expect(bias).to.be.closeTo(-0.5 * centreBias.headSums[i], 1e-5);
    });
    expect(openForgetGates.forget).to.deep.equal(Array.from({ length: 200 }, (_, i) => (i >= 50 && i < 100 ? 1 : 0)));
    // Classes 0, 1, 0 in turn: 134 and 66 of 200 samples, and one more of each for smoothing.
    [134, 66, 0].forEach((count, i) => {
      expect(setOutputBias.headBias[i]).to.be.closeTo(Math.log((count + 1) / 203), 0.02);
    });
    expect(standardizeInputs.x[0]).to.be.closeTo(0, 1e-3);
    expect(standardizeInputs.x[1]).to.be.closeTo(1, 0.01);
    expect(setDropout.dropout).to.equal(0.1);
    expect(renewStatistics.momentum).to.equal(0.1);
    expect(outcomes.unfreeze.trains).to.equal(true);
    expect(outcomes.setLearningRate.rate).to.equal(0.01);
    expect(outcomes.shuffle.x[0]).to.be.closeTo(5, 0.1);
  });
});
