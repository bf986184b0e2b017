import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Lessons that have a twin, and the function of twins.py that does their training. */
export const TWINS = {
  '00-why-initialization': 'why_initialization',
  '03-he': 'he_rule',
  '05-dead-relu': 'dead_relu',
} as const;

/** Seconds of a phase: by the clock, and of the processor, over all threads of the kernel. */
export interface Phase {
  wall: number;
  cpu: number;
}

/** Phases of a cold run of a twin. */
export interface TwinPhases {
  start: Phase;
  library: Phase;
  training: Phase;
}

/** Debian's Python, which finds Debian's packages. */
const PYTHON = '/usr/bin/python3';

/**
 * Starts ipykernel, imports PyTorch in it and does the training of a lesson there.
 *
 * @throws Error if Debian's packages python3-ipykernel or python3-torch are not installed
 */
export async function runTwin(name: keyof typeof TWINS): Promise<TwinPhases> {
  const script = fileURLToPath(new URL('peer.py', import.meta.url));
  try {
    const { stdout } = await promisify(execFile)(PYTHON, [script, TWINS[name]]);
    return JSON.parse(stdout) as TwinPhases;
  } catch (error) {
    const problem = (error as { stderr?: string }).stderr ?? (error as Error).message;
    throw new Error(`The twin of ${name} failed; it needs python3-ipykernel and python3-torch:\n${problem}`);
  }
}
