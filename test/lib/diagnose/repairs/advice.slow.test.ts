import type * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { diagnose, useBackend } from 'initlab';
import { faultyCase } from '../../../faults/faults.js';
import { dataOf, optionsOf } from '../../../faults/score.js';
import { runCode } from './runCode.js';

describe('the repair that diagnose advises', () => {
  before(() => useBackend('wasm'));

  it('has code that changes the weights exactly as apply does', async () => {
    for (const title of [
      'ReLU net with LeCun weights',
      'ReLU net with biases −3',
      'sigmoid net with weights N(0, 1)',
      'residual net with unscaled branches',
      'simple RNN with recurrent weights × 3',
      'GELU net with weights N(0, .01²)',
    ]) {
      const [byApply, byCode] = await Promise.all([faultyCase(title, 3), faultyCase(title, 3)]);
      const [first] = diagnose(byApply.model, dataOf(byApply), optionsOf(byApply)).findings;
      first.repair.apply?.();
      await runCode(first.repair.code, { model: byCode.model, x: byCode.x, y: byCode.y });
      const numbers = ({ model }: { model: tfl.LayersModel }): number[][] =>
        model.getWeights().map((weight) => Array.from(weight.dataSync()));
      expect(numbers(byCode), title).to.deep.equal(numbers(byApply));
    }
  });

  it('is a learning rate that diagnose then finds nothing wrong with', async () => {
    for (const title of [
      'net trained by Adam at learning rate 1',
      'net trained by Adam at learning rate 1e-10',
      'net trained by SGD at learning rate 10',
      'net trained by SGD at learning rate 1e-8',
    ]) {
      const given = await faultyCase(title, 5);
      const { x, y, loss, model } = given;
      const optimizer = given.optimizer ?? 'adam';
      const options = { loss, optimizer, learningRate: given.learningRate as number };
      const [{ repair }] = diagnose(model, { x, y }, options).findings;
      const learningRate = Number(/learningRate: ([\d.e-]+)/.exec(repair.code)?.[1]);
      expect(
        diagnose(model, { x, y }, { loss, optimizer, learningRate }).verdict,
        `${title}: ${learningRate}`,
      ).to.equal('healthy');
    }
  });
});
