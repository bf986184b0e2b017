import { expect } from 'chai';
import { toNumber, toPlain } from '../../../../../lib/src/cli/sweep/points/plainData.js';

describe('toPlain', () => {
  it('keeps plain data, and writes the numbers that JSON lacks as texts', () => {
    const value = { a: 1, b: [true, null, 'x'], c: { d: Number.NaN, e: -1 / 0 }, f: undefined };
    expect(toPlain(value, 'v')).to.deep.equal({ a: 1, b: [true, null, 'x'], c: { d: 'NaN', e: '-Infinity' } });
    expect(toPlain(new Float32Array([0.5, Number.POSITIVE_INFINITY]), 'v')).to.deep.equal([0.5, 'Infinity']);
  });

  it('refuses other values and names their place', () => {
    expect(() => toPlain({ a: [1, new Map()] }, 'v')).to.throw(TypeError, 'v.a[1] is an object of type Map');
    expect(() => toPlain(10n, 'v')).to.throw(TypeError, 'v is 10n');
    expect(() => toPlain(Promise.resolve(), 'v')).to.throw(TypeError, 'await a promise');
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(() => toPlain(circle, 'v')).to.throw(TypeError, 'nested more than 32 levels');
  });

  it('is undone for numbers by toNumber', () => {
    const numbers = [1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    expect(numbers.map((number) => toNumber(toPlain(number, 'v')))).to.deep.equal(numbers);
    expect(toNumber('nan')).to.equal(undefined);
  });
});
