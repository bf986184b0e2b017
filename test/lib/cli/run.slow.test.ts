import { type StdioOptions, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { isAlive, temporaryFolder, until, untilExists } from '../../kernel/support/files.js';
import { expectNbformat } from '../../kernel/support/nbformatRules.js';
import { codeCell, notebookFile, notebookOf, writePid } from '../../kernel/support/notebooks.js';
import { quickFolder } from '../../kernel/support/quickFolder.js';
import { ended, initlab, start } from './support.js';

const read = (path: string): string => readFileSync(path, 'utf8');

describe('initlab run', function () {
  this.timeout(60_000);

  it('writes a notebook in place, as Jupyter does, and reports progress', async () => {
    const path = notebookFile('console.log("hello");\n1 + 1');
    const { code, stdout, stderr } = await initlab(['run', 'lesson.ipynb'], { cwd: dirname(path) });
    expect({ code, stdout }).to.deep.equal({ code: 0, stdout: '1 notebook ran to the end.\n' });
    expect(stderr).to.match(/^lesson\.ipynb {2}cell 1 of 1 {2}[\d.]+ s\nok {7}lesson\.ipynb {2}[\d.]+ s\n$/);
    const notebook = JSON.parse(read(path));
    expectNbformat(notebook);
    expect(notebook.cells[0].outputs).to.deep.equal([
      { name: 'stdout', output_type: 'stream', text: ['hello\n'] },
      { data: { 'text/plain': ['2'] }, execution_count: 1, metadata: {}, output_type: 'execute_result' },
    ]);
    expect(readdirSync(dirname(path))).to.deep.equal(['lesson.ipynb']);
  });

  it('exits with 1 if a cell fails, says where, and still runs the other notebooks into --out', async () => {
    const folder = quickFolder();
    const sources = { 'bad.ipynb': notebookOf('1', 'let x: any;\nx.y;'), 'good.ipynb': notebookOf('2') };
    for (const [name, notebook] of Object.entries(sources)) writeFileSync(join(folder, name), JSON.stringify(notebook));
    const before = read(join(folder, 'bad.ipynb'));
    const args = ['run', 'bad.ipynb', 'good.ipynb', '--out', 'made/here', '--jobs', '2'];
    const { code, stdout, stderr } = await initlab(args, { cwd: folder });
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '1 of 2 notebooks failed.\n' });
    expect(stderr).to.contain('bad.ipynb, cell In [2], line 2: TypeError: Cannot read properties of undefined');
    expect(read(join(folder, 'bad.ipynb'))).to.equal(before);
    expect(readdirSync(join(folder, 'made/here')).sort()).to.deep.equal(['bad.ipynb', 'good.ipynb']);
    const outputs = JSON.parse(read(join(folder, 'made/here/bad.ipynb'))).cells[1].outputs;
    expect(outputs[0]).to.include({ output_type: 'error', ename: 'TypeError' });
  });

  it('stops a cell that takes longer than --timeout', async () => {
    const { code, stderr } = await initlab(['run', notebookFile('while (true) {}'), '--timeout', '0.5']);
    expect(code).to.equal(1);
    expect(stderr).to.match(/lesson\.ipynb, cell In \[1\]: Timeout: .* after 0\.5 s/);
  });

  it('continues after errors under --allow-errors', async () => {
    const path = notebookFile('throw new Error("no")', '2');
    expect((await initlab(['run', '--allow-errors', path])).code).to.equal(0);
    expect(JSON.parse(read(path)).cells[1].outputs).to.have.length(1);
  });

  it('exits with 130 on Ctrl-C, leaves the notebook unchanged, and leaves no process behind', async () => {
    const path = notebookFile(writePid, codeCell('while (true) {}'));
    const before = read(path);
    const child = start(['run', path]);
    const end = ended(child);
    const pidFile = join(dirname(path), 'pid');
    await untilExists(pidFile);
    child.kill('SIGINT');
    const { code, stdout, stderr } = await end;
    expect({ code, stdout }).to.deep.equal({ code: 130, stdout: '' });
    expect(stderr).to.contain(`stopped  ${path}`);
    await until(() => !isAlive(Number(read(pidFile))));
    expect(read(path)).to.equal(before);
    expect(readdirSync(dirname(path)).sort()).to.deep.equal(['lesson.ipynb', 'pid']);
  });

  it('checks every notebook before it runs the first', async () => {
    const good = notebookFile(writePid);
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'broken.ipynb'), '{ "cells": ');
    const { code, stderr } = await initlab(['run', good, 'broken.ipynb', 'none.ipynb'], { cwd: folder });
    expect(code).to.equal(2);
    expect(stderr).to.contain('Nothing was run.');
    expect(stderr).to.contain('broken.ipynb: not JSON').and.to.contain('none.ipynb: no such file');
    expect(readdirSync(dirname(good))).to.deep.equal(['lesson.ipynb']);
  });

  it('keeps the subfolders of the notebooks under --out', async () => {
    const folder = quickFolder();
    mkdirSync(join(folder, 'solutions'));
    writeFileSync(join(folder, '05.ipynb'), JSON.stringify(notebookOf('"lesson"')));
    writeFileSync(join(folder, 'solutions', '05.ipynb'), JSON.stringify(notebookOf('"solution"')));
    const { code } = await initlab(['run', '05.ipynb', 'solutions/05.ipynb', '--out', 'made'], { cwd: folder });
    expect(code).to.equal(0);
    expect(read(join(folder, 'made', '05.ipynb'))).to.contain("'lesson'");
    expect(read(join(folder, 'made', 'solutions', '05.ipynb'))).to.contain("'solution'");
  });

  it('refuses, before it runs anything, an --out that would overwrite a notebook', async () => {
    const path = notebookFile(writePid);
    const { code, stderr } = await initlab(['run', 'lesson.ipynb', '--out', '.'], { cwd: dirname(path) });
    expect(code).to.equal(2);
    expect(stderr).to.contain('--out would write lesson.ipynb over the notebook lesson.ipynb.');
    expect(readdirSync(dirname(path))).to.deep.equal(['lesson.ipynb']);
  });

  it('exits with 2 for a usage error and says what is allowed', async () => {
    const path = notebookFile('1');
    const cases: [string[], string][] = [
      [[], 'No notebook was given'],
      [[''], '"" is not the name of a notebook'],
      [[path, '--out', ''], '--out must name a folder, not ""'],
      [[path, '--timeout', 'soon'], '--timeout must be a number of seconds above 0, not "soon"'],
      [[path, '--jobs', '1.5'], '--jobs must be a whole number of at least 1, not "1.5"'],
      [[path, '--fast'], 'There is no option "--fast".'],
    ];
    for (const [args, message] of cases) {
      const { code, stderr } = await initlab(['run', ...args]);
      expect(code, message).to.equal(2);
      expect(stderr).to.contain(message);
      expect(stderr).to.not.contain('    at ');
    }
  });

  it('writes the notebook even if the reader of its messages closes the pipe', async () => {
    const path = notebookFile('1', '"the last cell"');
    const child = start(['run', path]);
    child.stdout?.destroy();
    child.stderr?.destroy();
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).to.equal(0);
    expect(read(path)).to.contain("'the last cell'");
  });

  if (process.platform === 'linux')
    it('writes the notebook, and exits with 1, if its own messages cannot be written', async () => {
      const full = openSync('/dev/full', 'w');
      for (const stdio of [
        ['ignore', full, 'ignore'],
        ['ignore', 'ignore', full],
      ] as StdioOptions[]) {
        const path = notebookFile('"the last cell"');
        const child = spawn(process.execPath, ['lib/bin/initlab.cjs', 'run', path], { stdio });
        expect(await new Promise((resolve) => child.once('exit', resolve))).to.equal(1);
        expect(read(path)).to.contain("'the last cell'");
      }
      closeSync(full);
    });

  it('reports in one line that its folder is gone', async () => {
    const folder = temporaryFolder();
    const script = `process.chdir(${JSON.stringify(folder)}); require('node:fs').rmdirSync(${JSON.stringify(folder)});`;
    const bin = join(process.cwd(), 'lib/bin/initlab.cjs');
    const code = `${script} process.argv.splice(1, 0, ''); require(${JSON.stringify(bin)});`;
    const { stderr } = await ended(spawn(process.execPath, ['-e', code, 'run', 'a.ipynb']));
    expect(stderr).to.match(/^initlab: ENOENT: no such file or directory, uv_cwd\n$/);
  });

  it('names a notebook that cannot be written, and still runs and writes the others', async () => {
    const folder = quickFolder();
    for (const name of ['bad', 'good']) mkdirSync(join(folder, name));
    const source = [
      "import { rmSync, writeFileSync } from 'node:fs';",
      `rmSync(${JSON.stringify(join(folder, 'made', 'bad'))}, { recursive: true });`,
      `writeFileSync(${JSON.stringify(join(folder, 'made', 'bad'))}, '');`,
    ].join('\n');
    writeFileSync(join(folder, 'bad', '1.ipynb'), JSON.stringify(notebookOf(source)));
    writeFileSync(join(folder, 'good', '2.ipynb'), JSON.stringify(notebookOf('"good"')));
    const args = ['run', 'bad/1.ipynb', 'good/2.ipynb', '--out', 'made', '--jobs', '1'];
    const { code, stdout, stderr } = await initlab(args, { cwd: folder });
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '1 of 2 notebooks failed.\n' });
    expect(stderr)
      .to.match(/^failed {3}bad\/1\.ipynb/m)
      .and.to.match(/^ok {7}good\/2\.ipynb/m);
    expect(stderr).to.match(/bad\/1\.ipynb ran, but cannot be written to \S+1\.ipynb \(.+\)\. Its outputs are lost\./);
    expect(stderr).to.not.contain('    at ');
    expect(read(join(folder, 'made', 'good', '2.ipynb'))).to.contain("'good'");
  });

  it('leaves a notebook as it is that was edited during the run, and writes the outputs beside it', async () => {
    const folder = quickFolder();
    const source = [
      "import { writeFileSync } from 'node:fs';",
      `writeFileSync(${JSON.stringify(join(folder, 'a.ipynb'))}, '\\n', { flag: 'a' });`,
      "'the output'",
    ].join('\n');
    writeFileSync(join(folder, 'a.ipynb'), JSON.stringify(notebookOf(source)));
    const before = read(join(folder, 'a.ipynb'));
    const { code, stderr } = await initlab(['run', 'a.ipynb'], { cwd: folder });
    expect(code).to.equal(1);
    expect(stderr).to.contain('a.ipynb was changed by another program during the run and is left unchanged.');
    expect(stderr).to.contain('The outputs are in a-run.ipynb.');
    expect(read(join(folder, 'a.ipynb'))).to.equal(`${before}\n`);
    expect(read(join(folder, 'a-run.ipynb'))).to.contain('the output');
  });

  it('refuses notebooks that it does not understand in full, and leaves their bytes alone', async () => {
    const folder = temporaryFolder();
    const text = JSON.stringify(notebookOf('"ok"'));
    const files = {
      'latin1.ipynb': Buffer.from(text.replace('ok', '\u00e9'), 'latin1'),
      'utf16.ipynb': Buffer.from(text, 'utf16le'),
      'colab.ipynb': Buffer.from(text.replace(/"kernelspec":\{[^}]*\}/, '"kernelspec":{"name":"python3"}')),
      'nan.ipynb': Buffer.from(text.replace('"metadata":{}', '"metadata":{"x":NaN}')),
    };
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    const { code, stderr } = await initlab(['run', ...Object.keys(files)], { cwd: folder });
    expect(code).to.equal(2);
    expect(stderr).to.contain('latin1.ipynb: not text in UTF-8').and.to.contain('utf16.ipynb: not');
    expect(stderr).to.contain('colab.ipynb: is a notebook in the language of the kernel "python3"');
    expect(stderr).to.contain('nan.ipynb: not JSON');
    for (const [name, bytes] of Object.entries(files)) expect(readFileSync(join(folder, name))).to.deep.equal(bytes);
  });

  it('names the folder of --out if it cannot be created', async () => {
    const path = notebookFile('1');
    mkdirSync(join(dirname(path), 'out'));
    writeFileSync(join(dirname(path), 'out', 'file'), '');
    const { code, stderr } = await initlab(['run', path, '--out', join(dirname(path), 'out', 'file')]);
    expect(code).to.equal(2);
    expect(stderr).to.match(/--out .*file: .*exist/);
  });

  if (process.platform === 'linux')
    it('names the folder of --out if the system refuses to create folders there', async () => {
      const { code, stderr } = await initlab(['run', notebookFile('1'), '--out', '/proc/no/such']);
      expect(code).to.equal(2);
      expect(stderr).to.contain('--out /proc/no/such: the folder cannot be created');
    });
});
