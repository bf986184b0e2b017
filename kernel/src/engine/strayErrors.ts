import { inspect } from 'node:util';
import { relativePaths } from './relativePaths.js';

/** Errors that no cell can catch (in timers, in promises nobody awaits) are told on stderr instead of ending the kernel. */
export function reportStrayErrors(folder: string): void {
  const tell = (what: string) => (reason: unknown) => {
    process.stderr.write(`${what}: ${relativePaths(inspect(reason), folder)}\n`);
  };
  process.on('uncaughtException', tell('Uncaught error, outside of any cell'));
  process.on('unhandledRejection', tell('Promise rejected and not handled'));
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    // `import` of an ES module compiles to require(), which works; that Node calls it experimental helps no reader.
    if (warning.name === 'ExperimentalWarning' && warning.message.includes('require()')) return;
    process.stderr.write(`${warning.name}: ${relativePaths(warning.message, folder)}\n`);
  });
}
