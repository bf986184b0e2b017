import { inspect } from 'node:util';
import type { CellRequest } from '../threads/messages.js';
import type { Outlet } from './outlet.js';
import { relativePaths } from './relativePaths.js';
import type { Scopes } from './scopes.js';
import type { BoundTimers } from './timers.js';

/**
 * Errors that no cell can catch (in timers, in promises nobody awaits) are told on the stderr of the cell they come from,
 * instead of ending the kernel.
 */
export function reportStrayErrors(folder: string, scopes: Scopes, timers: BoundTimers, outlet: Outlet): void {
  const tell = (cell: CellRequest | undefined, text: string): void =>
    outlet.write(cell?.cell ?? 0, 'stderr', `${relativePaths(text, folder)}\n`);

  process.on('uncaughtException', (error) => {
    if (timers.mendStumble()) return;
    tell(scopes.current(), `Uncaught error, outside of any cell: ${inspect(error)}`);
    scopes.leave();
  });
  process.on('unhandledRejection', (reason, promise) => {
    tell(scopes.ofPromise(promise), `Promise rejected and not handled: ${inspect(reason)}`);
  });
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    // `import` of an ES module compiles to require(), which works; that Node calls it experimental helps no reader.
    if (warning.name === 'ExperimentalWarning' && warning.message.includes('require()')) return;
    tell(scopes.current(), `${warning.name}: ${warning.message}`);
  });
}
