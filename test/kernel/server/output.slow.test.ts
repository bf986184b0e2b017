import { expect } from 'chai';
import { ofType, run, textOf, useSharedKernel } from '../support/kernel.js';

describe('the output of a cell', () => {
  useSharedKernel();

  it('arrives whole when it has 1,000,000 lines', async () => {
    const result = await run('for (let i = 0; i < 1e6; i++) console.log("line", i);');
    expect(textOf(result, 'stdout')).to.equal(Array.from({ length: 1e6 }, (_, i) => `line ${i}\n`).join(''));
  });

  it('arrives whole from each of 2,000 cells', async () => {
    for (let i = 0; i < 2000; i++) {
      const result = await run(`console.log(${i}); ${i} + 1`);
      expect(textOf(result, 'stdout')).to.equal(`${i}\n`);
      expect(ofType(result, 'execute_result')[0].data).to.deep.equal({ 'text/plain': String(i + 1) });
    }
  });

  it('arrives whole when 50 MB are written at once', async () => {
    const result = await run('process.stdout.write("0123456789".repeat(5e6));');
    expect(textOf(result, 'stdout')).to.have.length(5e7);
    expect(result.reply.status).to.equal('ok');
  });
});
