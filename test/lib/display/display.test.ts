import { expect } from 'chai';
import { display } from 'initlab';

const sinkName = Symbol.for('Jupyter.displayData');
const globals = globalThis as Record<symbol, unknown>;

describe('display', () => {
  afterEach(() => {
    delete globals[sinkName];
  });

  it('hands the whole bundle to the kernel', () => {
    const calls: unknown[][] = [];
    globals[sinkName] = (...args: unknown[]) => calls.push(args);
    const bundle = { 'text/plain': 'one', 'application/json': { one: 1 } };
    display(bundle);
    display(bundle, { id: 'a', update: true });
    expect(calls).to.deep.equal([
      [{ data: bundle, metadata: {}, transient: {} }, false],
      [{ data: bundle, metadata: {}, transient: { display_id: 'a' } }, true],
    ]);
  });

  it('prints the plain text where there is no kernel', () => {
    const lines = captureLog(() => display({ 'text/html': '<b>one</b>', 'text/plain': 'one' }));
    expect(lines).to.deep.equal(['one']);
  });

  it('names the types of a bundle without plain text', () => {
    const lines = captureLog(() => display({ 'image/png': 'iVBORw0' }));
    expect(lines).to.deep.equal(['image/png']);
  });
});

function captureLog(run: () => void): unknown[] {
  const lines: unknown[] = [];
  const log = console.log;
  console.log = (line: unknown) => lines.push(line);
  try {
    run();
  } finally {
    console.log = log;
  }
  return lines;
}
