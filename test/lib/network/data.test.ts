import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { lsuv, revive, setOutputBias, signFlip, trace, useBackend } from 'initlab';

describe('the data that functions of a model take', () => {
  before(() => useBackend('wasm'));

  const model = () => tfl.sequential({ layers: [tfl.layers.dense({ units: 2, inputShape: [3] })] });

  for (const { title, data, says } of [
    { title: 'a bare tensor', data: () => tf.zeros([4, 3]), says: 'data is an object of type Tensor' },
    { title: 'a bare array', data: () => [[1, 2, 3]], says: 'data is [[1, 2, 3]]' },
    { title: 'a bare typed array', data: () => new Float32Array(3), says: 'data is an object of type Float32Array' },
    { title: 'nothing', data: () => undefined, says: 'data is undefined' },
    { title: 'an object without x or y', data: () => ({ inputs: [[1, 2, 3]] }), says: 'data has no' },
  ])
    it(`is refused with an example of the right call if it is ${title}`, () => {
      const given = data() as never;
      for (const [call, usage] of [
        [() => trace(model(), given), 'trace(model, { x, y }, options)'],
        [() => lsuv(model(), given), 'lsuv(model, { x }, options)'],
        [() => revive(model(), given), 'revive(model, { x }, options)'],
        [() => signFlip(model(), given), 'signFlip(model, { x })'],
        [() => setOutputBias(model(), given), 'setOutputBias(model, { y }, options)'],
      ] as const) {
        expect(call, usage).to.throw(TypeError, says);
        expect(call, usage).to.throw(TypeError, `pass an object: ${usage}`);
      }
    });

  it('can be the same object with inputs and targets for every function', () => {
    const data = { x: [[1, 2, 3]], y: [[1, 2]] };
    expect(trace(model(), data).loss?.name).to.equal('meanSquaredError');
    expect(lsuv(model(), data).rows).to.have.length(1);
  });
});
