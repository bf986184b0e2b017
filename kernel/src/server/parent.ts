/** Milliseconds between two looks at our parent. */
const interval = 500;

/**
 * Ends this process when its parent is gone. To be called in a thread that is never busy for long.
 *
 * Elsewhere than on Windows an orphan gets another parent.
 */
export function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent || !isAlive(parent)) process.kill(process.pid, 'SIGKILL');
  }, interval).unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
