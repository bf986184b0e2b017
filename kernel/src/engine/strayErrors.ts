import { inspect } from 'node:util';
import { relativePaths } from '../relativePaths.js';
import type { CellRequest } from '../threads/messages.js';
import { describeThrown } from './failure.js';
import type { OutputStream } from './outlet.js';
import type { Scopes } from './scopes.js';
import type { BoundTimers } from './timers.js';

/**
 * Errors that no cell can catch (in timers, in promises nobody awaits) are told on the stderr of the cell they come from,
 * instead of ending the kernel.
 */
export function reportStrayErrors(
  folder: string,
  scopes: Scopes,
  timers: BoundTimers,
  outputStream: OutputStream,
): void {
  function tell(cell: CellRequest | undefined, what: string, thrown: unknown): void {
    const text = `${relativePaths(`${what}: ${inspect(thrown)}`, folder)}\n`;
    const failure = describeThrown(thrown, folder);
    outputStream.post({ kind: 'output', cell: cell?.cell ?? 0, event: { kind: 'uncaught', text, failure } });
  }

  process.on('uncaughtException', (error) => {
    if (timers.mendStumble()) return;
    tell(scopes.current(), 'Uncaught error, outside of any cell', error);
    scopes.leave();
  });
  process.on('unhandledRejection', (reason, promise) => {
    tell(scopes.ofPromise(promise), 'Promise rejected and not handled', reason);
  });
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    // `import` of an ES module compiles to require(), which works; that Node calls it experimental helps no reader.
    if (warning.name === 'ExperimentalWarning' && warning.message.includes('require()')) return;
    outputStream.write(
      scopes.current()?.cell ?? 0,
      'stderr',
      `${relativePaths(`${warning.name}: ${warning.message}`, folder)}\n`,
    );
  });
}
