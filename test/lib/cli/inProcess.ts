import type { Ended } from './support.js';

const built = new URL('../../../lib/dist/cli/main.js', import.meta.url).href;

/** What the command line does with these arguments, without a process of its own; warnings of tfjs are left out. */
export async function inProcess(args: string[]): Promise<Ended> {
  // Imported as Node does for the command itself: loaded by tsx it would be there twice, with two classes of errors.
  const { main } = (await import(built)) as { main(args: string[]): Promise<number> };
  const texts = { stdout: '', stderr: '' };
  const { log, error, warn } = console;
  console.log = (text: string) => {
    texts.stdout += `${text}\n`;
  };
  console.error = (text: string) => {
    texts.stderr += `${text}\n`;
  };
  console.warn = () => {};
  try {
    const code = await main(args);
    return { code, ...texts };
  } finally {
    Object.assign(console, { log, error, warn });
  }
}
