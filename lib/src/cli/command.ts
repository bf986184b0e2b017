/** A sub-command, as its module exports it. */
export interface Command {
  /** Text that `initlab NAME --help` prints. */
  usage: string;
  /** Runs the command with the arguments after its name. Resolves with the exit code. */
  run(args: string[]): Promise<number>;
}

/** Usage error: its message is shown without a stack trace, and the exit code is 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
