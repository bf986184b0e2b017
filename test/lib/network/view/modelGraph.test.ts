import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { useBackend } from 'initlab';
import { modelGraph } from '../../../../lib/src/network/view/modelGraph.js';

const { dense } = tfl.layers;
const graph = (model: tfl.LayersModel) =>
  modelGraph(model).calls.map(({ name, inputs }) => `${name} <- ${inputs.join(' ')}`.trim());
const apply = (layer: tfl.layers.Layer, x: tfl.SymbolicTensor | tfl.SymbolicTensor[]) =>
  layer.apply(x) as tfl.SymbolicTensor;

describe('modelGraph', () => {
  before(() => useBackend('cpu'));
  afterEach(() => {
    tf.disposeVariables();
  });

  it('lists a sequential model, starting from its input', () => {
    const model = tfl.sequential({
      layers: [dense({ units: 2, inputShape: [3], name: 'a' }), dense({ units: 1, name: 'b' })],
    });
    expect(graph(model)).to.deep.equal(['a_input <-', 'a <- 0', 'b <- 1']);
    expect(modelGraph(model).calls[1].layer).to.equal(model.layers[0]);
  });

  it('lists branches in the order in which the merging layer lists them', () => {
    const x = tfl.input({ shape: [2], name: 'x' });
    const first = apply(dense({ units: 2, name: 'first' }), x);
    const second = apply(dense({ units: 2, name: 'second' }), first);
    const sum = apply(tfl.layers.add({ name: 'sum' }), [x, second, first]);
    expect(graph(tfl.model({ inputs: x, outputs: sum }))).to.deep.equal([
      'x <-',
      'first <- 0',
      'second <- 1',
      'sum <- 0 2 1',
    ]);
  });

  it('lists a shared layer once for each call', () => {
    const [x, y] = ['x', 'y'].map((name) => tfl.input({ shape: [2], name }));
    const shared = dense({ units: 2, name: 'shared' });
    const twice = apply(shared, apply(shared, x));
    const sum = apply(tfl.layers.add({ name: 'sum' }), [twice, apply(shared, y)]);
    const calls = modelGraph(tfl.model({ inputs: [x, y], outputs: sum })).calls;
    expect(calls.map(({ name }) => name)).to.deep.equal(['x', 'y', 'shared', 'shared/1', 'shared/2', 'sum']);
    expect(calls.map(({ nodeIndex }) => nodeIndex)).to.deep.equal([0, 0, 0, 1, 2, 0]);
    expect(calls.map(({ inputs }) => inputs)).to.deep.equal([[], [], [0], [2], [1], [3, 4]]);
  });

  it('flattens nested models, and lists the layers of a model twice if the model is used twice', () => {
    const inner = tfl.sequential({ name: 'inner', layers: [dense({ units: 2, inputShape: [2], name: 'a' })] });
    const z = tfl.input({ shape: [2], name: 'z' });
    const parts = tfl.model({ inputs: z, outputs: [apply(dense({ units: 2, name: 'p' }), z), apply(inner, z)] });
    parts.name = 'middle';
    const x = tfl.input({ shape: [2], name: 'x' });
    const [p, q] = parts.apply(x) as tfl.SymbolicTensor[];
    const sum = apply(tfl.layers.add({ name: 'sum' }), [q, p, apply(inner, x)]);
    expect(graph(tfl.model({ inputs: x, outputs: sum }))).to.deep.equal([
      'x <-',
      'middle/p <- 0',
      'middle/inner/a <- 0',
      'middle/inner/a/1 <- 0',
      'sum <- 2 1 3',
    ]);
  });

  it('prefixes the layers of a model with its name if it is the first part of a sequential model', () => {
    const inner = tfl.sequential({ name: 'inner', layers: [dense({ units: 2, inputShape: [2], name: 'a' })] });
    const model = tfl.sequential({ layers: [inner, dense({ units: 2, name: 'b' })] });
    expect(graph(model)).to.deep.equal(['a_input <-', 'inner/a <- 0', 'b <- 1']);
  });

  it('reports which output of a layer is used, and which calls produce the outputs of the model', () => {
    const x = tfl.input({ shape: [5, 3], name: 'x' });
    const lstm = tfl.layers.lstm({ units: 2, returnState: true, name: 'lstm', recurrentInitializer: 'zeros' });
    const [, , state] = lstm.apply(x) as tfl.SymbolicTensor[];
    const out = apply(dense({ units: 2, name: 'out' }), state);
    const { calls, inputs, outputs } = modelGraph(tfl.model({ inputs: x, outputs: [out, state] }));
    expect(calls.map(({ name }) => name)).to.deep.equal(['x', 'lstm', 'out']);
    expect(calls[2]).to.deep.include({ inputs: [1], outputIndices: [2] });
    expect(inputs).to.deep.equal([{ call: 0, output: 0 }]);
    expect(outputs).to.deep.equal([
      { call: 2, output: 0 },
      { call: 1, output: 2 },
    ]);
  });

  it('lists a wrapper as one call', () => {
    const rnn = tfl.layers.simpleRNN({ units: 2, recurrentInitializer: 'zeros' });
    const model = tfl.sequential({
      layers: [
        tfl.layers.timeDistributed({ layer: dense({ units: 3 }), inputShape: [5, 3], name: 'steps' }),
        tfl.layers.bidirectional({ layer: rnn, name: 'both', mergeMode: 'concat' } as never),
      ],
    });
    expect(graph(model)).to.deep.equal(['steps_input <-', 'steps <- 0', 'both <- 1']);
  });

  it('refuses an empty model, and anything that is not a model', () => {
    expect(() => modelGraph(dense({ units: 1 }) as never)).to.throw(TypeError, 'must be a LayersModel');
    expect(() => modelGraph(tfl.sequential({ name: 'empty' }))).to.throw(TypeError, 'model "empty" has no layers');
  });
});
