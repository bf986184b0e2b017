import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { describe } from '../../../foundation/argument.js';
import { isNotInstalled } from '../../../foundation/notInstalled.js';
import { SweepError } from './sweepError.js';

/** Arguments of the run of a point, after the point. */
export interface SweepContext {
  /** Seed of the point: the same whenever the point runs, and different for every point. */
  readonly seed: number;
  /** Aborted when the sweep is to stop. A run that ignores it is ended after some seconds. */
  readonly signal: AbortSignal;
  /** Reports which share of the run is done, from 0 to 1, for the estimate of the end. */
  readonly progress: (share: number) => void;
}

/** Names that the file of a sweep exports. */
export interface SweepModule {
  readonly grid: unknown;
  readonly run: (point: object, context: SweepContext) => unknown;
}

/**
 * Loads the file of a sweep.
 *
 * @throws SweepError if it does not exist, lacks an export, or is TypeScript that cannot run here
 */
export async function loadSweepFile(path: string): Promise<SweepModule> {
  if (!existsSync(path)) throw new SweepError(`${path} does not exist. Name a file that exports grid and run.`);
  if (/\.[cm]?ts$/.test(path)) await allowTypeScript(path);
  const { grid, run } = (await import(pathToFileURL(path).href)) as Partial<SweepModule>;
  if (grid === undefined) throw new SweepError(`${path} exports no grid. Write, for example: ${EXAMPLE.grid}`);
  if (typeof run !== 'function')
    throw new SweepError(`${path} exports ${describe(run)} as run. Write, for example: ${EXAMPLE.run}`);
  return { grid, run };
}

const EXAMPLE = {
  grid: 'export const grid = { depth: [4, 8], seed: [0, 1] };',
  run: 'export async function run(point, { seed }) { return { loss: 1 / point.depth }; }',
};

/** Lets this process import TypeScript: with Node's own means or with the kernel's compiler. */
async function allowTypeScript(path: string): Promise<void> {
  if ((process.features as { typescript?: string | false }).typescript) return;
  try {
    const { importTypeScript } = await import('initlab-kernel/typescript');
    importTypeScript();
  } catch (error) {
    if (!isNotInstalled('initlab-kernel', error)) throw error;
    throw new SweepError(
      `${path} is TypeScript, which Node.js ${process.version} cannot run. Use Node.js 22.18 or newer, install initlab-kernel, ` +
        'which brings a compiler, or compile the file to JavaScript and name that file.',
    );
  }
}
