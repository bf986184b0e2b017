import { killGroup } from '../threads/processGroup.js';

/** Interval between two checks of the parent process. */
const LOOK_INTERVAL_MS = 500;

/**
 * Ends this process, and what it has started, when its parent is gone. Call it in a thread that is
 * never busy for long.
 *
 * An orphan gets another parent, except on Windows.
 */
export function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent || !isAlive(parent)) killGroup();
  }, LOOK_INTERVAL_MS).unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process is alive and belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
