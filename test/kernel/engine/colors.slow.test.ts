import { stripVTControlCharacters } from 'node:util';
import { expect } from 'chai';
import { type Content, type Kernel, startKernel } from 'initlab-kernel';
import { quickFolder } from '../support/quickFolder.js';

describe('the colours of a kernel', function () {
  this.timeout(60_000);

  let kernel: Kernel | undefined;

  afterEach(() => kernel?.kill());

  /** Starts a kernel, and runs three cells: a value, a type error and an error. */
  async function show(hasColors: boolean): Promise<{ value: string; traceback: string }> {
    kernel = await startKernel({ folder: quickFolder(), hasColors });
    let value = '';
    const takeValue = ({ content }: { content: Content }): void => {
      const data = content.data as Record<string, string> | undefined;
      value += data?.['text/plain'] ?? content.text ?? '';
    };
    await kernel.execute('console.log({ a: 1 });\n[1, "b"]', takeValue);
    const replies = [
      await kernel.execute('const s: string = 1;'),
      await kernel.execute('throw new RangeError("far");'),
    ];
    return { value, traceback: replies.flatMap(({ content }) => content.traceback as string[]).join('\n') };
  }

  it('are those of a terminal if the environment asks for colours, and the text stays the same', async () => {
    const colored = await show(true);
    await kernel?.kill();
    const plain = await show(false);
    expect(colored.value).to.contain('\u001b[33m1\u001b[39m').and.to.contain("\u001b[32m'b'\u001b[39m");
    expect(colored.traceback)
      .to.contain('\u001b[36mIn [2]:1:7\u001b[39m - \u001b[31merror\u001b[39m')
      .and.to.contain('\u001b[31mRangeError');
    expect(stripVTControlCharacters(colored.value)).to.equal(plain.value);
    expect(stripVTControlCharacters(colored.traceback)).to.equal(plain.traceback);
    expect(plain.value + plain.traceback).not.to.contain('\u001b');
  });
});
