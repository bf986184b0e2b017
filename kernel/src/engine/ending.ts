import type { MainSide } from '../threads/shared.js';
import type { Engine } from './engine.js';

/** Holds a process that is about to end until all its output is sent, and tells the reader why it ends. */
export function watchEnd(engine: Engine, mainSide: MainSide): void {
  process.on('exit', (code) => {
    engine.end(`The kernel has ended: this cell called process.exit, with exit code ${code}.`);
    mainSide.waitForEnd();
  });
}
