import { spawnSync } from 'node:child_process';

/** Failure that the program reports to its user as a message without a stack. */
export class Stop extends Error {}

/**
 * Runs a program and shows its output. If the program fails, throws a `Stop` with the text
 * `failure`.
 */
export function run(program: string, args: readonly string[], failure: string): void {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' });
  if (status !== 0) throw new Stop(`${failure} (${program}: ${error?.message ?? `exit status ${status}`})`);
}

/** Runs a program silently and returns whether it succeeds. */
export function succeeds(program: string, args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}
