import { expect } from 'chai';
import {
  activationHistograms,
  band,
  bars,
  deadUnits,
  decisionBoundary,
  figure,
  gradientFlow,
  histogram,
  line,
  lossCurves,
  markers,
  varianceAnimation,
  varianceByLayer,
} from 'initlab/plot';

const GRID = { x: [0], y: [0], probability: [[0.5]] };

const CALLS: [string, (value: never) => unknown, string][] = [
  ['activationHistograms', activationHistograms, 'pass what trace returns: activationHistograms(trace(model, data))'],
  ['deadUnits', deadUnits, 'pass what trace returns: deadUnits(trace(model, data))'],
  ['gradientFlow', gradientFlow, 'pass what trace returns: gradientFlow(trace(model, data))'],
  ['varianceByLayer', varianceByLayer, "pass a list: varianceByLayer([{ name: 'he', values: [1, 1] }])"],
  ['varianceAnimation', varianceAnimation, "pass a list: varianceAnimation([{ name: 'he', values: [1, 1] }])"],
  ['lossCurves', lossCurves, "pass a list: lossCurves([{ name: 'he', loss: [2, 1] }])"],
  ['decisionBoundary', (value) => decisionBoundary(value, value), 'pass what decisionGrid returns'],
  ['decisionBoundary', (value) => decisionBoundary(GRID, value), 'pass a data set { x, y }'],
  ['histogram', histogram, 'pass a list of numbers: histogram([0, 1, 1, 2])'],
  ['figure', figure, 'pass { title, x, y, data }, with a list of traces as data'],
  ['markers', (value) => markers('m', value, [1]), 'pass lists of numbers: markers(name, x, y)'],
  ['line', (value) => line('l', [1], value), 'pass lists of numbers: line(name, x, y)'],
  ['band', (value) => band('b', [1], [0], value), 'pass lists of numbers: band(name, x, low, high)'],
  ['bars', (value) => bars('b', value), "pass what histogram returns: bars('he', histogram(values))"],
];

const WRONG_VALUES: [unknown, string][] = [
  [undefined, 'undefined'],
  [null, 'null'],
  [5, '5'],
  ['text', '"text"'],
];

describe('a plot function', () => {
  for (const [name, call, usage] of CALLS)
    for (const [value, described] of WRONG_VALUES)
      it(`rejects a wrong argument and says what to pass: ${name} with ${described}`, () => {
        expect(() => call(value as never))
          .to.throw(TypeError, new RegExp(`^${name}: .* is ${described}; pass `))
          .with.property('message')
          .that.contains(usage);
      });

  it('rejects a list whose items lack the values to draw', () => {
    expect(() => varianceByLayer([{ name: 'he' }] as never)).to.throw(
      TypeError,
      'varianceByLayer: series is [an object',
    );
    expect(() => lossCurves([undefined] as never)).to.throw(TypeError, 'lossCurves: runs is [undefined]');
  });
});
