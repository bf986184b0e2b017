import { expect } from 'chai';
import { run, shownFor, textOf, useSharedKernel } from '../support/kernel.js';

describe('commands for a shell in a cell', () => {
  useSharedKernel();

  it('run line by line if every line begins with !', async () => {
    const result = await run('!echo one && echo two >&2\n\n  !echo three');
    expect(result.reply.status).to.equal('ok');
    expect(textOf(result, 'stdout')).to.equal('one\nthree\n');
    expect(textOf(result, 'stderr')).to.equal('two\n');
  });

  it('fail with their exit code, and later lines do not run', async () => {
    const result = await run('!exit 3\n!echo never');
    expect(result.reply).to.include({ ename: 'CommandFailed', evalue: 'exit 3: ended with exit code 3' });
    expect(textOf(result, 'stdout')).to.equal('');
  });

  it('are not what a negation of TypeScript means', async () => {
    await run('const done = false;');
    expect(await shownFor('!done')).to.equal('true');
  });

  it('are explained if they are written without !, or as commands of IPython', async () => {
    expect((await run('npm install left-pad')).reply.evalue).to.contain('Write ! before it: !npm install left-pad');
    expect((await run('%time f()')).reply.evalue)
      .to.contain('%time is a command of IPython')
      .and.to.contain('console.time');
    expect((await run('%%nothing')).reply.evalue).to.contain('%timeit');
  });

  it('are explained if they stand between lines of TypeScript', async () => {
    for (const code of ['const a = 1;\n!npm ls', '!echo one\nconst b = 2;', 'let c = 3;\n!ls -la'])
      expect((await run(code)).reply, code).to.include({ ename: 'NotTypeScript' });
    expect((await run('const wrong: string = 1;\n!wrong')).reply.ename).to.equal('TypeScriptError');
  });
});
