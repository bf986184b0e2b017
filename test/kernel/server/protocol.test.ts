import { expect } from 'chai';
import type { Message } from 'initlab-kernel';
import { Request } from 'zeromq';
import { formatAddress } from '../../../kernel/src/wire/connection.js';
import { ofType, request, run, sharedKernel, useSharedKernel } from '../support/kernel.js';
import { rawClient } from '../support/rawClient.js';

type Raw = Awaited<ReturnType<typeof rawClient>>;

describe('the kernel, as the Jupyter protocol demands,', () => {
  useSharedKernel();

  let raw: Raw;

  before(async () => {
    raw = await rawClient((await sharedKernel()).connection);
  });

  after(() => raw.close());

  const typesFor = (message: Message): string[] =>
    raw.publishedFor(message).map(({ header, content }) => String(content.execution_state ?? header.msg_type));

  it('publishes busy before, and idle after, everything else that a request causes', async () => {
    const asked = await raw.send('execute_request', { code: 'console.log(1); console.error(2); 3' });
    await raw.idle(asked);
    expect(typesFor(asked)).to.deep.equal(['busy', 'execute_input', 'stream', 'stream', 'execute_result', 'idle']);
  });

  it('publishes busy and idle around every request, even an unknown one', async () => {
    const unknown = await raw.send('no_such_request');
    await raw.idle(unknown);
    expect(typesFor(unknown)).to.deep.equal(['busy', 'idle']);
    for (const type of ['kernel_info_request', 'comm_info_request', 'is_complete_request']) {
      const asked = await raw.send(type, { code: '' });
      await raw.idle(asked);
      expect(typesFor(asked), type).to.deep.equal(['busy', 'idle']);
      expect((await raw.replyTo(asked)).header.msg_type).to.equal(type.replace('request', 'reply'));
    }
    expect(raw.isAnswered(unknown)).to.equal(false);
  });

  it('never executes a message whose signature is wrong', async () => {
    const forged = await raw.send('execute_request', { code: '(globalThis as any).forged = true;' }, 'another key');
    const asked = await raw.send('execute_request', { code: 'String((globalThis as any).forged)' });
    await raw.idle(asked);
    expect(typesFor(forged)).to.deep.equal([]);
    const result = raw.publishedFor(asked).find(({ header }) => header.msg_type === 'execute_result');
    expect(result?.content.data).to.deep.equal({ 'text/plain': "'undefined'" });
  });

  it('keeps answering after frames that are not a message', async () => {
    await raw.shell.send([]);
    await raw.shell.send(['<IDS|MSG>']);
    await raw.shell.send(['<IDS|MSG>', '', '{}', '{}', '{}', '{']);
    const asked = await raw.send('kernel_info_request');
    await raw.idle(asked);
    expect((await raw.replyTo(asked)).content.status).to.equal('ok');
  });

  it('aborts the requests that are queued behind a failing one, and runs later ones', async () => {
    // The cell waits for input, so that it fails only after the others have been queued.
    const code = 'prompt("go on?"); throw new Error("stop here")';
    const failing = await raw.send('execute_request', { code, allow_stdin: true });
    const queued = [];
    for (let i = 0; i < 5; i++) queued.push(await raw.send('execute_request', { code: 'console.log("ran")' }));
    const info = await raw.send('kernel_info_request');
    await raw.answer(await raw.question(), '');
    for (const asked of [failing, ...queued, info]) await raw.idle(asked);
    expect((await raw.replyTo(failing)).content.status).to.equal('error');
    const answers = await Promise.all(queued.map(raw.replyTo));
    // With a number of execution, JupyterLab would show these cells as run.
    expect(answers.map(({ content }) => content)).to.deep.equal(Array(5).fill({ status: 'aborted' }));
    expect(queued.map(typesFor)).to.deep.equal(Array(5).fill(['busy', 'idle']));
    expect((await raw.replyTo(info)).content.status).to.equal('ok');

    const later = await raw.send('execute_request', { code: '1' });
    await raw.idle(later);
    expect((await raw.replyTo(later)).content.status).to.equal('ok');
  });

  it('runs the requests that are queued behind a failing one if stop_on_error is false', async () => {
    const failing = await raw.send('execute_request', { code: 'throw new Error("go on")', stop_on_error: false });
    const queued = await raw.send('execute_request', { code: '1' });
    await raw.idle(failing);
    await raw.idle(queued);
    expect((await raw.replyTo(queued)).content.status).to.equal('ok');
  });

  it('counts the cells that it stores in the history, and publishes nothing for silent ones', async () => {
    const count = (await run('0')).reply.execution_count as number;
    const unstored = await raw.send('execute_request', { code: '1', store_history: false });
    const silent = await raw.send('execute_request', { code: '2', silent: true });
    await raw.idle(unstored);
    await raw.idle(silent);
    expect(typesFor(silent)).to.deep.equal(['busy', 'idle']);
    expect((await raw.replyTo(silent)).content).to.include({ status: 'ok', execution_count: count });
    const next = await run('0');
    expect(next.reply.execution_count).to.equal(count + 1);
    expect(ofType(next, 'execute_input')).to.deep.equal([{ code: '0', execution_count: count + 1 }]);
  });

  it('echoes heartbeats', async () => {
    const heart = new Request({ linger: 0 });
    heart.connect(formatAddress((await sharedKernel()).connection, 'heartbeat'));
    await heart.send('ping');
    expect(String(await heart.receive())).to.equal('ping');
    heart.close();
  });

  it('lists no comms', async () => {
    expect(await request('comm_info_request', {})).to.deep.equal({ status: 'ok', comms: {} });
  });

  it('introduces itself', async () => {
    const info = await request('kernel_info_request', {});
    expect(info).to.include({ status: 'ok', implementation: 'initlab', protocol_version: '5.4' });
    expect(info.language_info).to.include({ name: 'typescript', file_extension: '.ts' });
  });

  it('completes names, with positions in code points', async () => {
    const reply = await request('complete_request', { code: '"😀"; Math.ma', cursor_pos: 12 });
    expect(reply).to.include({ status: 'ok', cursor_start: 10, cursor_end: 12 });
    expect(reply.matches).to.include('max');
  });

  it('completes the names of packages and files in an import', async () => {
    await run(
      "import { mkdirSync, writeFileSync } from 'node:fs';\nmkdirSync('node_modules/mine', { recursive: true });\nwriteFileSync('node_modules/mine/package.json', '{ \"name\": \"mine\", \"types\": \"index.d.ts\" }');\nwriteFileSync('node_modules/mine/index.d.ts', 'export declare const mine: 1;');\nwriteFileSync('beside.ts', 'export {};');",
    );
    const complete = async (code: string): Promise<unknown> =>
      (await request('complete_request', { code, cursor_pos: code.length })).matches;
    expect(await complete("import { mine } from 'm")).to.include('mine');
    expect(await complete("import { readFileSync } from 'node:f")).to.include('node:fs');
    expect(await complete("import './b")).to.deep.equal(['beside']);
  });

  it('says what each completion is', async () => {
    await run('function distance(a: number) { return a; }');
    const { metadata, matches } = await request('complete_request', { code: 'distan', cursor_pos: 6 });
    expect(matches).to.deep.equal(['distance']);
    expect((metadata as Record<string, unknown>)._jupyter_types_experimental).to.deep.equal([
      { text: 'distance', start: 0, end: 6, type: 'function' },
    ]);
  });

  it('completes and describes names while a cell is running, and is still busy then', async () => {
    await run('const meanwhile = { depth: 1 };');
    const busy = await raw.send('execute_request', {
      code: 'const until = Date.now() + 3000; while (Date.now() < until);',
    });
    const asked = await raw.send('complete_request', { code: 'meanwhile.de', cursor_pos: 12 });
    expect((await raw.replyTo(asked)).content.matches).to.deep.equal(['depth']);
    await raw.idle(asked);
    expect(raw.isAnswered(busy)).to.equal(false);
    await raw.idle(busy);
    expect(typesFor(busy).slice(0, 2)).to.deep.equal(['busy', 'execute_input']);
    expect(typesFor(busy).slice(-2)).to.deep.equal(['busy', 'idle']);
  });

  it('describes the call around the cursor, with the current parameter', async () => {
    await run(
      '/**\n * Scales a value.\n *\n * Parameters:\n\n- `by`: the factor\n */\nfunction scale(value: number, by = 2) { return value * by; }',
    );
    const code = 'scale(1, ';
    const found = await request('inspect_request', { code, cursor_pos: code.length });
    expect((found.data as Record<string, string>)['text/plain']).to.equal(
      'scale(value: number, by?: number): number\n\nParameter: by?: number\n\nScales a value.\n\nParameters:\n\n- `by`: the factor',
    );
    expect((found.data as Record<string, string>)['text/markdown']).to.match(/^```typescript\nscale\(value/);
  });

  it('finds nothing for a name that it does not know', async () => {
    expect(await request('inspect_request', { code: 'unheardOf', cursor_pos: 4 })).to.deep.include({
      found: false,
      data: {},
    });
  });

  it('describes the name under the cursor', async () => {
    const found = await request('inspect_request', { code: 'Math.max', cursor_pos: 6 });
    expect((found.data as Record<string, string>)['text/plain']).to.contain('max(...values: number[]): number');
    await run('/** Half of `x`, in metres. */\nfunction half(x: number): number { return x / 2; }');
    const own = await request('inspect_request', { code: 'half(1)', cursor_pos: 2 });
    expect((own.data as Record<string, string>)['text/plain'])
      .to.contain('half(x: number): number')
      .and.to.contain('Half of `x`, in metres.');
    const nothing = await request('inspect_request', { code: '   ', cursor_pos: 1 });
    expect(nothing).to.deep.include({ status: 'ok', found: false, data: {} });
  });

  it('evaluates expressions after a cell', async () => {
    const user_expressions = { sum: 'one + 1', wrong: 'absent', thrown: '(() => { throw new Error("no"); })()' };
    const asked = await raw.send('execute_request', { code: 'const one = 1;', user_expressions });
    await raw.idle(asked);
    const values = (await raw.replyTo(asked)).content.user_expressions as Record<string, Record<string, unknown>>;
    expect(values.sum).to.deep.equal({ status: 'ok', data: { 'text/plain': '2' }, metadata: {} });
    expect(values.wrong).to.include({
      status: 'error',
      ename: 'TypeScriptError',
      evalue: "Cannot find name 'absent'.",
    });
    expect(values.thrown).to.include({ status: 'error', ename: 'Error', evalue: 'no' });
    expect(typesFor(asked)).to.deep.equal(['busy', 'execute_input', 'idle']);
  });

  it('returns the cells that were run as history', async () => {
    await run('const remembered = 1;');
    await run('remembered + 1');
    const tail = await request('history_request', { hist_access_type: 'tail', n: 2, output: true, raw: true });
    const history = tail.history as [number, number, unknown][];
    expect(history.map(([, , entry]) => entry)).to.deep.equal([
      ['const remembered = 1;', null],
      ['remembered + 1', '2'],
    ]);
    const wrong = await request('history_request', { hist_access_type: 'other' });
    expect(wrong).to.include({ status: 'error', ename: 'RangeError' });
  });

  it('closes the comms that clients open', async () => {
    const opened = await raw.send('comm_open', { comm_id: 'c', target_name: 't', data: {} });
    await raw.idle(opened);
    expect(typesFor(opened)).to.deep.equal(['busy', 'comm_close', 'idle']);
  });

  it('answers on the control channel while a cell is busy', async () => {
    const kernel = await sharedKernel();
    let replied = false;
    const busy = kernel.execute('const until = Date.now() + 500;\nwhile (Date.now() < until);').then(() => {
      replied = true;
    });
    await kernel.request('control', 'kernel_info_request', {});
    expect(replied).to.equal(false);
    await busy;
  });

  it('says whether code is complete', async () => {
    expect(await request('is_complete_request', { code: 'f(' })).to.deep.equal({ status: 'incomplete', indent: '  ' });
    expect(await request('is_complete_request', { code: '1' })).to.deep.equal({ status: 'complete' });
  });
});
