import { expect } from 'chai';
import { ofType, run, textOf, useSharedKernel } from '../support/kernel.js';

describe('late output of a cell', () => {
  useSharedKernel();

  it('goes to that cell while another cell is running', async () => {
    await run(`const state = { isSecondRunning: false, printed: 0 };
const turn = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 5));`);
    const first = await run(`const interval = setInterval(() => {
  if (!state.isSecondRunning) return;
  clearInterval(interval);
  console.log('from a timer');
  state.printed++;
}, 5);
void (async () => {
  while (!state.isSecondRunning) await turn();
  console.error('after an await');
  state.printed++;
})();`);
    const second = await run(`console.log('mine');
state.isSecondRunning = true;
while (state.printed < 2) await turn();
console.log('mine too');`);
    expect(textOf(first, 'stdout')).to.equal('from a timer\n');
    expect(textOf(first, 'stderr')).to.equal('after an await\n');
    expect(textOf(second, 'stdout')).to.equal('mine\nmine too\n');
    expect(textOf(second, 'stderr')).to.equal('');
  });

  it('goes to that cell if it is an uncaught error', async () => {
    await run('const progress = { isOver: false };');
    const first = await run(`setTimeout(() => { throw new Error('in a timer'); }, 10);
setTimeout(() => { void Promise.reject(new RangeError('not handled')); }, 20);
setTimeout(() => { progress.isOver = true; }, 60);`);
    const second = await run('while (!progress.isOver) await new Promise((r) => setTimeout(r, 5));');
    const n = first.reply.execution_count;
    expect(textOf(first, 'stderr')).to.equal(
      `Uncaught error, outside of any cell: Error: in a timer\n    at In [${n}]:1:26\n` +
        `Promise rejected and not handled: RangeError: not handled\n    at In [${n}]:2:40\n`,
    );
    expect(textOf(second, 'stderr')).to.equal('');
  });

  it('goes to that cell if it is a display', async () => {
    const first = await run(`import * as tslab from 'tslab';
const shown = { isThere: false };
setTimeout(() => { tslab.display.text('late'); shown.isThere = true; }, 10);`);
    await run('while (!shown.isThere) await new Promise((r) => setTimeout(r, 5));');
    expect(ofType(first, 'display_data')).to.have.length(1);
  });
});

describe('printed output of a cell', () => {
  useSharedKernel();

  it('arrives while the cell is still busy', async () => {
    const times: [string, number][] = [];
    const { published } = await run(
      'console.log("one");\nconsole.log("two");\nconst end = Date.now() + 400;\nwhile (Date.now() < end);',
    );
    for (const { header, content } of published)
      if (content.text) times.push([String(content.text), Date.parse(header.date)]);
    const ended = await run('end');
    const end = Number((ofType(ended, 'execute_result')[0].data as Record<string, string>)['text/plain']);
    expect(times.map(([text]) => text).join('')).to.equal('one\ntwo\n');
    for (const [text, time] of times) expect(time, text).to.be.below(end);
  });

  it('is removed by clearOutput and console.clear', async () => {
    const result = await run('console.log("old"); clearOutput(true); console.log("new"); console.clear();');
    const order = result.published
      .slice(1)
      .map(({ header, content }) => content.text ?? [header.msg_type, content.wait]);
    expect(order).to.deep.equal(['old\n', ['clear_output', true], 'new\n', ['clear_output', false]]);
  });
});
