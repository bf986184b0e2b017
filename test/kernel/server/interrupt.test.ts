import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Message } from 'initlab-kernel';
import { ofType, run, sharedKernel, textOf, useSharedKernel } from '../support/kernel.js';

/** Cells that do not end. A cell that can counts its rounds in `turns`. */
const cells: Record<string, string> = {
  'a busy loop': 'while (true) {}',
  'a loop after an await': 'await null; while (true) {}',
  'a loop of microtasks': 'for (;;) { await null; turns++; }',
  'a loop in the callback of a timer': 'setTimeout(() => { while (true) {} }, 1); await new Promise(() => {});',
  'a loop in an immediate, with others after it':
    'setImmediate(() => { while (true) {} }); setImmediate(() => {}); setImmediate(() => {}); await new Promise(() => {});',
  'a loop in an immediate after another, with others after it':
    'for (const work of [() => {}, () => { while (true) {} }, () => {}]) setImmediate(work); await new Promise(() => {});',
  'a loop in every immediate':
    'for (let i = 0; i < 5; i++) setImmediate(() => { while (true) {} }); await new Promise(() => {});',
  'a loop before the next tick': 'process.nextTick(() => { while (true) {} }); await new Promise(() => {});',
  'a loop in the callback of a file operation': `import { readFile } from 'node:fs';
readFile('/', () => { while (true) {} }); await new Promise(() => {});`,
  'a promise that is never resolved': 'await new Promise(() => {});',
  'a flood of displays':
    'await sleep(50); const show = (globalThis as any)[Symbol.for("Jupyter.displayData")]; for (;;) show({ data: { "text/plain": "x" }, metadata: {}, transient: {} }, false);',
  'a flood of lines': 'await sleep(50); for (;;) console.log("x".repeat(1000));',
  'a flood of very long lines': 'await sleep(50); for (;;) console.log("x".repeat(1e6));',
  'a flood of lines that yields to the event loop':
    'await sleep(50); for (;;) { turns++; console.log("x".repeat(1000)); await new Promise((r) => setImmediate(r)); }',
  'a loop that sleeps': 'for (;;) { turns++; await new Promise((resolve) => setTimeout(resolve, 10)); }',
  'a loop that sleeps with node:timers/promises': 'for (;;) { turns++; await sleep(10); }',
  'a loop that yields to the event loop': 'for (;;) { turns++; await new Promise((r) => setImmediate(r)); }',
  'an interval': 'setInterval(() => { turns++; }, 10); await new Promise(() => {});',
  'a busy loop after an interval was set': 'setInterval(() => { turns++; }, 10); while (true) {}',
  'a loop that catches everything': 'for (;;) { try { await sleep(5); turns++; throw 1; } catch {} finally {} }',
  'a computation in short batches': `for (;;) {
    let x = 1;
    for (let i = 0; i < 1e6; i++) x = Math.tanh(x);
    turns++;
    await new Promise((resolve) => setImmediate(resolve));
  }`,
  'a process that is waited for': `import { execSync } from 'node:child_process';
execSync('sleep 60; sleep 60');`,
  'a process that ignores an interrupt': `import { spawnSync } from 'node:child_process';
spawnSync(process.execPath, ['-e', 'process.on("SIGINT", () => {}); for (;;);']);`,
  ...(process.platform === 'linux' && {
    'a named pipe that no process writes to': 'readFileSync(pipes[0]);',
    'a named pipe whose writer is silent': 'readFileSync(pipes[1]);',
    'a named pipe that no process reads': "writeFileSync(pipes[2], 'text');",
  }),
  'worker threads, and a cell that waits for them': `import { Worker } from 'node:worker_threads';
const workers = [1, 2].map(() => new Worker('for (;;) {}', { eval: true }));
workers[0].on('exit', () => { turns++; });
try { await new Promise((_, reject) => workers[1].on('exit', reject)); } catch { turns++; }`,
  'worker threads, and a busy loop': `import * as threads from 'node:worker_threads';
new threads.Worker('for (;;) {}', { eval: true }); while (true) {}`,
};

const header = `import { setTimeout as sleep } from 'node:timers/promises';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
let turns = 0;
const pipes = [0, 1, 2].map((i) => mkdtempSync('pipe-') + '/' + i);
if (process.platform === 'linux') {
  execFileSync('mkfifo', pipes);
  // The silent writer has opened its pipe long before a cell reads from it.
  spawn('sh', ['-c', 'exec sleep 600 <> ' + pipes[1]], { stdio: 'ignore' });
}
`;

/** Starts a cell and resolves once it runs. Its `reply` comes later. */
async function start(code: string): Promise<{ reply: Promise<Message> }> {
  const kernel = await sharedKernel();
  return new Promise((resolve) => {
    const reply = kernel.execute(`console.log('begun');\n${code}`, ({ content }) => {
      if (content.text === 'begun\n') resolve({ reply });
    });
  });
}

const interrupts: Record<string, () => Promise<unknown>> = {
  'an interrupt request': async () => (await sharedKernel()).request('control', 'interrupt_request', {}),
  SIGINT: async () => process.kill((await sharedKernel()).pid, 'SIGINT'),
};

for (const [way, interrupt] of Object.entries(interrupts)) {
  describe(`${way} stops`, () => {
    useSharedKernel();

    before(() => run(`${header}const kept = 'kept';`));

    for (const [name, code] of Object.entries(cells)) {
      it(name, async () => {
        const { reply } = await start(code);
        await sleep(50);
        await interrupt();
        expect((await reply).content).to.include({ status: 'error', ename: 'KeyboardInterrupt' });
        const later = await run(`const before = turns;
// Soon, when what else the process has to do is done; never, if something goes on.
let isIdle = false;
for (let i = 0; i < 200 && !isIdle; i++) {
  const used = process.cpuUsage();
  await sleep(100);
  const { user, system } = process.cpuUsage(used);
  isIdle = user + system < 50_000;
}
[kept, turns === before, isIdle]`);
        expect(ofType(later, 'execute_result')[0]?.data, 'what stays, what went on, whether it is idle').to.deep.equal({
          'text/plain': "[ 'kept', true, true ]",
        });
        expect(textOf(later, 'stderr')).to.equal('');
      });
    }
  });
}

describe('an interrupt', () => {
  useSharedKernel();

  it('keeps what the cell had declared, and the old values of names that it had not redeclared yet', async () => {
    await run('const redeclared = 1;');
    for (const [i, loop] of ['while (true) {}', 'await new Promise(() => {});'].entries()) {
      const { reply } = await start(`const reached${i} = 'there';\n${loop}\nconst redeclared = 'text', unreached = 2;`);
      await sleep(50);
      await (await sharedKernel()).request('control', 'interrupt_request', {});
      expect((await reply).content).to.include({ ename: 'KeyboardInterrupt' });
      const next = await run(`[reached${i}, redeclared + 1]`);
      expect(next.reply.traceback ?? [], loop).to.deep.equal([]);
      expect(ofType(next, 'execute_result')[0]?.data).to.deep.equal({ 'text/plain': "[ 'there', 2 ]" });
      expect((await run('unreached')).reply.evalue).to.contain("Cannot find name 'unreached'");
    }
  });

  it('changes nothing when no cell is running', async () => {
    const kernel = await sharedKernel();
    for (let i = 0; i < 5; i++) await kernel.request('control', 'interrupt_request', {});
    expect(textOf(await run('console.log("alive")'), 'stdout')).to.equal('alive\n');
  });

  it('stops the timers of earlier cells when no cell is running', async () => {
    await run(`${header}setInterval(() => { turns++; }, 5);`);
    const kernel = await sharedKernel();
    await kernel.request('control', 'interrupt_request', {});
    const later = await run('const first = turns; await sleep(50); turns === first');
    expect(ofType(later, 'execute_result')[0]?.data).to.deep.equal({ 'text/plain': 'true' });
  });

  it('stops the worker threads of earlier cells only when no cell is running', async () => {
    await run(`import { Worker } from 'node:worker_threads';
const beats = new Int32Array(new SharedArrayBuffer(4));
const code = 'setInterval(() => { Atomics.add(require("node:worker_threads").workerData, 0, 1); }, 5);';
new Worker(code, { eval: true, workerData: beats });
while (Atomics.load(beats, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 5));`);
    const { reply } = await start('await new Promise(() => {});');
    await (await sharedKernel()).request('control', 'interrupt_request', {});
    await reply;
    // Another cell was interrupted, so the thread goes on, however rarely it gets a processor.
    const goesOn = await run(`const before = beats[0];
while (beats[0] === before) await new Promise((resolve) => setTimeout(resolve, 5));`);
    expect(goesOn.reply.status).to.equal('ok');
    await (await sharedKernel()).request('control', 'interrupt_request', {});
    const hasEnded = await run(`const last = beats[0];
await new Promise((resolve) => setTimeout(resolve, 100));
beats[0] === last`);
    expect(ofType(hasEnded, 'execute_result')[0]?.data).to.deep.equal({ 'text/plain': 'true' });
  });

  it('keeps the timers of earlier cells when another cell is running', async () => {
    await run(`${header}setInterval(() => { turns++; }, 5);`);
    const { reply } = await start('await new Promise(() => {});');
    await (await sharedKernel()).request('control', 'interrupt_request', {});
    await reply;
    const later = await run('const second = turns; await sleep(50); turns > second');
    expect(ofType(later, 'execute_result')[0]?.data).to.deep.equal({ 'text/plain': 'true' });
    await (await sharedKernel()).request('control', 'interrupt_request', {});
  });
});
