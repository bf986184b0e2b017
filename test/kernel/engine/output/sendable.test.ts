import { expect } from 'chai';
import { toSendable, toSendableBundle } from '../../../../kernel/src/engine/output/sendable.js';
import type { DisplayContent } from '../../../../kernel/src/threads/outputEvent.js';
import { shownFor, useSharedKernel } from '../../support/kernel.js';

describe('toSendable', () => {
  it('joins lists of lines, encodes bytes, and copies JSON as it is sent', () => {
    const data = {
      'text/html': ['<b>\n', '</b>'],
      'image/png': new Uint8Array([1, 2]),
      'application/vnd.plotly.v1+json': { a: Number.NaN, f: () => 1, when: new Date(0) },
      'text/plain': 'x',
      'text/latex': undefined,
    };
    expect(toSendableBundle(data)).to.deep.equal({
      'text/html': '<b>\n</b>',
      'image/png': 'AQI=',
      'application/vnd.plotly.v1+json': { a: null, when: '1970-01-01T00:00:00.000Z' },
      'text/plain': 'x',
    });
  });

  it('refuses, with the type, data that no notebook can keep', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    for (const [data, message] of [
      [{ 'text/plain': 5 }, 'type text/plain must be text, not 5'],
      [{ 'text/html': ['a', 5] }, 'type text/html must be text'],
      [{ 'image/png': {} }, 'type image/png must be text'],
      [{ x: null }, 'type x must be text, not null'],
      [{ 'application/json': 10n }, 'type application/json cannot be written as JSON'],
      [{ 'application/json': circle }, 'type application/json cannot be written as JSON'],
      [{ 'application/json': () => 1 }, 'type application/json must be JSON'],
    ] as const)
      expect(() => toSendableBundle(data)).to.throw(TypeError, message);
    for (const content of [null, 5, [], {}, { data: null }, { data: [] }, { data: {}, metadata: 10n }])
      expect(() => toSendable(content as unknown as DisplayContent)).to.throw(TypeError);
  });
});

describe('a cell that shows what no notebook can keep', () => {
  useSharedKernel();

  it('fails, and the next cell runs', async () => {
    const show = "(globalThis as any)[Symbol.for('Jupyter.displayData')]";
    for (const content of [
      "{ data: { 'application/json': 10n } }",
      "{ data: { 'text/plain': {} } }",
      'null',
      '(() => 1)',
    ])
      expect(await shownFor(`${show}(${content})`), content).to.match(
        /^TypeError: .* must be|^TypeError: .* cannot be/,
      );
    expect(await shownFor('1 + 1')).to.equal('2');
  });
});
