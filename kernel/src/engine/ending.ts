import type { MainSide } from '../threads/shared.js';
import type { Engine } from './engine.js';

/** Holds an ending process until all its output is sent, and tells the reader why it ends. */
export function announceExit(engine: Engine, mainSide: MainSide): void {
  process.on('exit', (code) => {
    engine.announceEnd(`The kernel has ended: this cell called process.exit, with exit code ${code}.`);
    mainSide.waitForEnd();
  });
}
