import { inspect } from 'node:util';
import { relativePaths } from '../../relativePaths.js';
import type { CellRequest } from '../../threads/messages.js';
import type { OutputStream } from '../output/outlet.js';
import type { Scopes } from '../scopes/scopes.js';
import type { BoundTimers } from '../scopes/timers.js';
import { describeThrown } from './failure.js';

/** Parts of Node on which imports of cells rely. */
const OWN_PARTS = /require\(\)|USE_MAIN_CONTEXT_DEFAULT_LOADER/;

/**
 * Reports errors that no cell can catch, in timers and in promises that are not awaited. They
 * appear on the stderr of the cell that they come from, instead of ending the kernel.
 */
export function reportUncaughtErrors(
  folder: string,
  scopes: Scopes,
  timers: BoundTimers,
  outputStream: OutputStream,
): void {
  function reportError(cell: CellRequest | undefined, what: string, thrown: unknown): void {
    const text = `${relativePaths(`${what}: ${inspect(thrown)}`, folder)}\n`;
    const failure = describeThrown(thrown, folder);
    outputStream.post({ kind: 'output', cell: cell?.cell ?? 0, event: { kind: 'uncaught', text, failure } });
  }

  process.on('uncaughtException', (error) => {
    if (timers.repairRepeatedImmediate()) return;
    reportError(scopes.current(), 'Uncaught error, outside of any cell', error);
    scopes.leave();
  });
  process.on('unhandledRejection', (reason, promise) => {
    reportError(scopes.findPromiseCell(promise), 'Promise rejected and not handled', reason);
  });
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    // Node calls some of its parts experimental that the kernel uses, of which no reader knows.
    if (warning.name === 'ExperimentalWarning' && OWN_PARTS.test(warning.message)) return;
    outputStream.write(
      scopes.current()?.cell ?? 0,
      'stderr',
      `${relativePaths(`${warning.name}: ${warning.message}`, folder)}\n`,
    );
  });
}
