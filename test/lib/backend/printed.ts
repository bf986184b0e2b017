import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Runs a program in a separate process, because this one may have loaded the full tfjs or chosen a
 * backend.
 *
 * @returns the values that the program passed to its function `print`
 */
export async function printed(program: string): Promise<unknown[]> {
  const code = `const print = (value) => console.log(JSON.stringify(value)); ${program}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}
