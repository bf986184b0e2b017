import { readFileSync } from 'node:fs';
import { listProcesses } from '../../threads/processTable.js';

/**
 * Ends the process that the main thread is waiting for, and all that this process has started. The
 * main thread has started no other one since, so it is the last of its children.
 *
 * Only Linux says which thread has started which process. Elsewhere it is the last child of all
 * threads.
 */
export function endAwaitedProcess(signal: NodeJS.Signals): void {
  const last = childrenOf(process.pid, process.pid).at(-1);
  if (last === undefined) return;
  for (const pid of [last, ...descendantsOf(last)]) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}

function descendantsOf(pid: number): number[] {
  return childrenOf(pid, pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

/** Lists the processes that a thread has started, oldest first. */
function childrenOf(pid: number, thread: number): number[] {
  if (process.platform !== 'linux')
    return listProcesses().flatMap((entry) => (entry.parent === pid ? [entry.pid] : []));
  try {
    return readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
