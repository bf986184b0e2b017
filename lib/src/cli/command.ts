/** A sub-command, as its module exports it. */
export interface Command {
  /** Text that `initlab NAME --help` prints. */
  usage: string;
  /**
   * Runs the command with the arguments after its name. Resolves with the exit code.
   *
   * @param commands all commands
   */
  run(args: string[], commands: Commands): Promise<number>;
}

/** Sub-commands by their names, each with its line in `initlab --help`. */
export type Commands = Readonly<Record<string, { summary: string; load: () => Promise<Command> }>>;

/** Usage error: its message is shown without a stack trace, and the exit code is 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
