import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { useBackend } from 'initlab';

describe('a copy of a tensor on the wasm backend', () => {
  before(() => useBackend('wasm'));

  it('shares the numbers of the tensor', () => {
    const x = tf.tensor1d([1, 2, 3]);
    const copy = x.clone();
    expect(copy.dataId).to.equal(x.dataId);
    tf.dispose([x, copy]);
  });

  it('keeps its numbers when the tensor is disposed, and frees them with itself', () => {
    const { numTensors, numDataBuffers } = tf.memory();
    const x = tf.tensor1d([1, 2, 3]);
    const copy = x.clone();
    x.dispose();
    expect([...copy.dataSync()]).to.deep.equal([1, 2, 3]);
    copy.dispose();
    expect(tf.memory()).to.include({ numTensors, numDataBuffers });
  });

  it('keeps its numbers when the tensor is a variable that gets new ones', () => {
    const weight = tf.variable(tf.tensor1d([1, 2]));
    const copy = weight.clone();
    tf.tidy(() => weight.assign(tf.tensor1d([3, 4])));
    expect([...copy.dataSync(), ...weight.dataSync()]).to.deep.equal([1, 2, 3, 4]);
    tf.dispose([weight, copy]);
  });

  it('passes its gradient to the tensor', () => {
    const gradient = tf.tidy(() =>
      tf
        .grad((x: tf.Tensor) => tf.sum(tf.square(x.clone())))(tf.tensor1d([1, 2]))
        .dataSync(),
    );
    expect([...gradient]).to.deep.equal([2, 4]);
  });

  it('keeps the strings of a string tensor', () => {
    const text = tf.tensor1d(['a', 'b']);
    const copy = text.clone();
    text.dispose();
    expect(copy.dataSync()).to.deep.equal(['a', 'b']);
    copy.dispose();
  });
});
