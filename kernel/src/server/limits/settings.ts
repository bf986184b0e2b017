import { totalmem } from 'node:os';

/** The limits that the administrator of a server has set. */
export interface LimitSettings {
  /** Memory of the process in bytes. */
  memory: number | undefined;
  /** Time of one cell in seconds. */
  seconds: number | undefined;
}

/** Longest time that a timer of Node.js can measure. */
const MAX_SECONDS = Math.floor((2 ** 31 - 1) / 1000);

/** Memory below which a kernel with TensorFlow.js cannot work. */
const MIN_MEMORY_MB = 400;

/**
 * Reads the limits from the environment: INITLAB_KERNEL_MEMORY_MB and INITLAB_KERNEL_CELL_SECONDS.
 * Without the first, the limit of the container (cgroup) holds, if there is one.
 *
 * @param report receives the reason why a value is ignored
 * @param constrained the limit of the container in bytes
 */
export function readLimits(
  environment: NodeJS.ProcessEnv,
  report: (text: string) => void,
  constrained: number = process.constrainedMemory() ?? 0,
): LimitSettings {
  const megabytes = read('INITLAB_KERNEL_MEMORY_MB', MIN_MEMORY_MB, 2 ** 30);
  // Without a limit, the system reports none, or a number far beyond the memory of the machine.
  const container = constrained > 0 && constrained < totalmem() ? constrained : undefined;
  return {
    memory: megabytes === undefined ? container : megabytes * 2 ** 20,
    seconds: read('INITLAB_KERNEL_CELL_SECONDS', 1, MAX_SECONDS),
  };

  function read(name: string, min: number, max: number): number | undefined {
    const text = environment[name]?.trim();
    if (!text) return undefined;
    const value = Number(text);
    if (value >= min && value <= max) return value;
    report(`${name} must be a number from ${min} to ${max}, not "${text}". There is no such limit now.`);
    return undefined;
  }
}
