import { spawnSync } from 'node:child_process';

/** An end that is to be told to whoever started the program, in a message and without a stack. */
export class Stop extends Error {}

/** Runs a program, of which the output is shown; `failure` says what it means if it fails. */
export function run(program: string, args: readonly string[], failure: string): void {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' });
  if (status !== 0) throw new Stop(`${failure} (${program}: ${error?.message ?? `exit status ${status}`})`);
}

/** Whether a program can be run like this and succeeds. */
export function succeeds(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
