import type { Command } from './command.js';

/** Every sub-command, with its line in `initlab --help`. Each is loaded only when it is called. */
export const commands: Record<string, { summary: string; load: () => Promise<Command> }> = {
  run: { summary: 'run notebooks and write their outputs', load: () => import('./run.js') },
};
