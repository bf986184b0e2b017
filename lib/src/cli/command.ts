/** A sub-command: what a file of this folder exports. */
export interface Command {
  /** The text of `initlab NAME --help`. */
  usage: string;
  /** Runs with the arguments after the name; resolves with the exit code. */
  run(args: string[]): Promise<number>;
}

/** Wrong usage: the message is shown without a stack, and the exit code is 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
