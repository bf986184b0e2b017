import type { Ended } from './support.js';

const built = new URL('../../../lib/dist/cli/main.js', import.meta.url).href;

/**
 * Runs the command line in this process and captures what it prints, without the warnings of tfjs.
 */
export async function inProcess(args: string[]): Promise<Ended> {
  // Imported from `dist` as the command does. If tsx loaded it, there would be two classes of
  // errors.
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
