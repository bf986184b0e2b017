import { endRestOfGroup } from '../threads/processGroup.js';
import type { MainSide } from '../threads/shared.js';
import type { Engine } from './engine.js';

/**
 * Delays the exit of the process until all its output is sent, tells the reader why it exits, and
 * ends what its cells have started.
 */
export function announceExit(engine: Engine, mainSide: MainSide): void {
  process.on('exit', (code) => {
    engine.announceEnd(`The kernel has ended: this cell called process.exit, with exit code ${code}.`);
    mainSide.waitForEnd();
    endRestOfGroup();
  });
}
