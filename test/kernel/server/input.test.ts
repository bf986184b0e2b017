import { expect } from 'chai';
import type { Message } from 'initlab-kernel';
import { run, sharedKernel, useSharedKernel } from '../support/kernel.js';
import { rawClient } from '../support/rawClient.js';

type Raw = Awaited<ReturnType<typeof rawClient>>;

describe('input to a cell', () => {
  useSharedKernel();

  let raw: Raw;

  before(async () => {
    raw = await rawClient((await sharedKernel()).connection);
  });

  after(() => raw.close());

  const ask = (code: string): Promise<Message> => raw.send('execute_request', { code, allow_stdin: true });

  const resultOf = (asked: Message): unknown =>
    raw.publishedFor(asked).find(({ header }) => header.msg_type === 'execute_result')?.content.data;

  it('comes from prompt(), which waits for it', async () => {
    const asked = await ask('const who = prompt("Who?"); "Hello " + who');
    const question = await raw.question();
    expect(question.header.msg_type).to.equal('input_request');
    expect(question.content).to.deep.equal({ prompt: 'Who?', password: false });
    expect(question.parent.msg_id).to.equal(asked.header.msg_id);
    await raw.answer(question, 'Ännä');
    await raw.idle(asked);
    expect(resultOf(asked)).to.deep.equal({ 'text/plain': "'Hello Ännä'" });
  });

  it('hides what the reader types when it is a password', async () => {
    const asked = await ask('prompt("Secret?", { password: true }).length');
    const question = await raw.question();
    expect(question.content).to.deep.equal({ prompt: 'Secret?', password: true });
    await raw.answer(question, 'abc');
    await raw.idle(asked);
    expect(resultOf(asked)).to.deep.equal({ 'text/plain': '3' });
  });

  it('reaches readline line by line', async () => {
    const asked = await ask(`import { createInterface } from 'node:readline/promises';
const reader = createInterface({ input: process.stdin, output: process.stdout });
const first = await reader.question('First? ');
const second = await reader.question('Second? ');
reader.close();
[first, second]`);
    await raw.answer(await raw.question(), 'one');
    await raw.answer(await raw.question(), 'two');
    await raw.idle(asked);
    expect(resultOf(asked)).to.deep.equal({ 'text/plain': "[ 'one', 'two' ]" });
  });

  it('can be interrupted while the kernel waits for it', async () => {
    const asked = await ask('prompt("Never answered")');
    const late = await raw.question();
    await (await sharedKernel()).request('control', 'interrupt_request', {});
    await raw.idle(asked);
    expect((await raw.replyTo(asked)).content).to.include({ status: 'error', ename: 'KeyboardInterrupt' });
    await raw.answer(late, 'too late');
    const next = await ask('prompt("Again?")');
    await raw.answer(await raw.question(), 'in time');
    await raw.idle(next);
    expect(resultOf(next)).to.deep.equal({ 'text/plain': "'in time'" });
  });

  it('is refused, with the reason, if the client does not allow input', async () => {
    for (const code of [
      'prompt("?")',
      'process.stdin.on("data", () => {})',
      'for await (const x of process.stdin) {}',
    ]) {
      const { reply } = await run(code);
      expect(reply, code).to.include({ status: 'error', ename: 'Error' });
      expect(reply.evalue, code).to.contain('allow_stdin');
    }
    const reading = await run(`import { createInterface } from 'node:readline';
createInterface({ input: process.stdin }).question('?', () => {});`);
    expect(reading.reply.evalue).to.contain('allow_stdin');
  });
});
