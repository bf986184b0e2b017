import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Notebook } from 'initlab-kernel';
import { code, notebook, prose, result } from '../support/lessons.js';
import { gone, Project } from '../support/project.js';
import { ADDRESS, ALL_RUN, page, pageAtOnce, stop } from '../support/startRun.js';

/** Notebook of text alone, which needs no kernel. */
const text = notebook(prose('# 1 · Text\n\nIs it shown?'));

/** Notebook that writes its process id and then never ends. */
const hanging = notebook(
  code("import { writeFileSync } from 'node:fs';\nwriteFileSync('../pid', String(process.pid));\nfor (;;) {}"),
);

describe('npm start', function () {
  this.timeout(120_000);

  let project: Project;
  const open = (notebooks: Record<string, Notebook>) => {
    project = new Project(notebooks);
  };
  const servers: Server[] = [];
  afterEach(() => {
    project.remove();
    for (const server of servers.splice(0)) server.close();
  });

  it('runs only changed lessons again', async () => {
    open({ '01-text': text, '02-other': text });
    const first = project.start('--port', '0');
    await first.says(ALL_RUN);
    await stop(first);

    const second = project.start('--port', '0');
    await second.says(/2 lessons, 2 unchanged, 0 to run/);
    await second.says(ALL_RUN);
    await stop(second);

    project.write('02-other', notebook(prose('# Changed'), code("console.log('something new')")));
    const third = project.start('--port', '0');
    await third.says(/2 lessons, 1 unchanged, 1 to run/);
    expect(await page(third, '/02-other.html')).to.include('something new');
    await stop(third);
  });

  it('shows the committed outputs while the lessons run, then those of the run, and reports where they differ', async () => {
    const waits =
      "import { existsSync } from 'node:fs';\nwhile (!existsSync('../go')) await new Promise((next) => setTimeout(next, 20));";
    const sum = (number: number) => ({ ...code('1 + 1', result(String(number))), execution_count: 2 });
    const other = notebook(prose('# 1 · Other\n\nIs it 2?'), { ...code(waits), execution_count: 1 }, sum(3));
    const same = notebook(prose('# 2 · Same\n\nIs it 2?'), { ...code(waits), execution_count: 1 }, sum(2));
    open({ '01-other': other, '02-same': same });
    const run = project.start('--port', '0');
    expect(await pageAtOnce(run, '/01-other.html')).to.include('<pre class="scroll" tabindex="0">3</pre>');
    await run.says(/01-other.*cell 1 of 2/);
    expect(await pageAtOnce(run, '/01-other.html')).to.include('running on this machine, cell 1 of 2');
    writeFileSync(project.path('go'), '');
    await run.says(ALL_RUN);
    expect(run.output()).to.include('1 with the committed outputs, 1 with other outputs, 0 failed');
    expect(run.output()).to.match(
      /01-other\.ipynb has other outputs here than in its file:\n {2}code cell 2: .*"3" as committed and "2" when run/,
    );
    expect(await pageAtOnce(run, '/01-other.html'))
      .to.include('<pre class="scroll" tabindex="0">2</pre>')
      .and.include('with other outputs than committed');
    expect(await pageAtOnce(run, '/02-same.html')).to.include('Reproduced on this machine');
    expect(await pageAtOnce(run, '/')).to.include('Reproduced on this machine');
    await stop(run);
  });

  it('makes the reference of the library behind the pages, and keeps it', async () => {
    open({ '01-text': text });
    mkdirSync(project.path('lib/src/shapes'), { recursive: true });
    writeFileSync(
      project.path('lib/package.json'),
      '{ "name": "a", "exports": { ".": { "types": "./dist/index.d.ts" } } }',
    );
    writeFileSync(project.path('lib/tsconfig.json'), '{ "compilerOptions": { "types": [] }, "include": ["src"] }');
    writeFileSync(
      project.path('lib/src/index.ts'),
      '/** Doubles a number. */\nexport const double = (x: number): number => 2 * x;',
    );
    for (let time = 1; time <= 2; time++) {
      const run = project.start('--port', '0', '--no-run');
      expect(await pageAtOnce(run, '/')).to.include('reference/index.html');
      while (!(await pageAtOnce(run, '/reference/index.html')).includes('Doubles a number.')) await sleep(50);
      expect(await stop(run)).to.equal(0);
      expect(existsSync(project.path('.cache/reference.json'))).to.equal(true);
    }
  });

  it('only serves the committed outputs with --no-run', async () => {
    open({ '01-fine': notebook(prose('# 1 · Fine'), code('1 + 1', result('two'))) });
    const run = project.start('--port', '0', '--no-run');
    expect(await pageAtOnce(run, '/01-fine.html'))
      .to.include('<pre class="scroll" tabindex="0">two</pre>')
      .and.include('Outputs as committed</p>');
    expect(await stop(run)).to.equal(0);
    expect(run.output()).to.not.include('to run');
  });

  it('reports a formula that cannot be typeset at every start, and shows the pages', async () => {
    open({ '01-text': text, '02-formula': notebook(prose('# 2 · Formula\n\nSo $\\nosuch$.')) });
    for (let time = 1; time <= 2; time++) {
      const run = project.start('--port', '0');
      expect(await page(run, '/01-text.html')).to.include('Is it shown?');
      await run.says(/cannot be typeset/);
      expect(run.output()).to.include('notebooks/02-formula.ipynb, cell 1: the formula "\\nosuch" cannot be typeset');
      await stop(run);
    }
  });

  for (const [signal, exit] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`ends the kernel and keeps finished lessons on ${signal} while lessons run`, async () => {
      open({ '01-text': text, '02-hanging': hanging });
      const run = project.start('--port', '0');
      const pid = await kernelPid();
      await waitFor(() => existsSync(project.path('.cache/lessons/01-text.json')));
      run.child.kill(signal);
      expect((await run.ended).code).to.equal(exit);
      await gone(pid);

      const again = project.lessons('01-text');
      await again.says(/1 lesson, 1 unchanged, 0 to run/);
      await again.ended;
    });
  }

  it('ends together with its kernel when the shell that npm started is killed', async () => {
    open({ '02-hanging': hanging });
    const script = `"${process.execPath}" "${process.cwd()}/site/bin/start.js" --port 0; true`;
    const shell = project.run(['sh', '-c', script], { npm_lifecycle_event: 'start' });
    const pid = await kernelPid();
    shell.child.kill('SIGTERM');
    await gone(pid);
    await shell.ended; // Its pipes close only when the server, which holds them too, has ended.
  });

  it('goes on serving if outputs cannot be kept', async () => {
    open({ '01-text': text });
    writeFileSync(project.path('.cache'), 'a file where the folder would be');
    const run = project.start('--port', '0');
    await run.says(/The outputs of 01-text cannot be kept for the next start: E\w+: [^\n]*\n/);
    expect(await page(run, '/01-text.html')).to.include('Is it shown?');
    expect(await stop(run)).to.equal(0);
  });

  it('shows the committed outputs if the build fails', async () => {
    open({ '01-text': text });
    const script = `
      const { start } = await import(process.argv[1]);
      await start(['--port', '0'], async () => { throw new Error('The library could not be built; the errors stand above.'); });`;
    const built = join(process.cwd(), 'site/dist/commands/start.js');
    const run = project.run([process.execPath, '--input-type=module', '--eval', script, built]);
    await run.says(/The library could not be built; the errors stand above\. The pages show the committed outputs\.\n/);
    expect(await pageAtOnce(run, '/01-text.html')).to.include('Is it shown?');
    expect(run.output()).to.not.match(ALL_RUN);
    expect(await stop(run)).to.equal(0);
  });

  it('reports that the requested port is in use', async () => {
    open({ '01-text': text });
    const port = await occupy(0);
    const run = project.start('--port', String(port));
    expect((await run.ended).code).to.equal(1);
    expect(run.output())
      .to.include(`Port ${port} is in use.`)
      .and.include(`--port ${port + 1}`);
    expect(run.output()).to.not.include('to run');
  });

  it('reports if the default port is in use, and takes the next free port', async () => {
    open({ '01-text': text });
    await occupy(4180);
    const run = project.start();
    const [, url] = await run.says(ADDRESS);
    expect(url).to.not.include(':4180');
    expect(run.output()).to.include('Port 4180 is in use, so the next free port is used instead.');
    await stop(run);
  });

  /** Occupies a port, unless another program already does. */
  function occupy(port: number): Promise<number> {
    return new Promise((resolve) => {
      const server = createServer().once('error', () => resolve(port));
      server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
      servers.push(server);
    });
  }

  async function kernelPid(): Promise<number> {
    const file = project.path('pid');
    await waitFor(() => existsSync(file) && readFileSync(file, 'utf8') !== '');
    return Number(readFileSync(file, 'utf8'));
  }

  async function waitFor(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
  }
});
