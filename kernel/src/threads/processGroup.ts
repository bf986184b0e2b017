import { readdirSync, readFileSync } from 'node:fs';
import { listProcesses } from './processTable.js';

/** Time in milliseconds in which a process can end in good order before it is killed. */
const POLITE_MS = 500;
const LOOK_INTERVAL_MS = 10;

/**
 * Kills this process and, if it leads its process group, all that it has started. Jupyter and the
 * runner start a kernel as the leader of a group. A process that a cell has started with `detached`
 * has a group of its own, and stays.
 */
export function killGroup(): void {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    // This process leads no group, or the system has none.
  }
  process.kill(process.pid, 'SIGKILL');
}

/**
 * Ends the other processes of the group that this process leads: first with SIGTERM, and then with
 * SIGKILL those that are still there. The thread waits meanwhile.
 */
export function endRestOfGroup(): void {
  let rest = membersOf(process.pid);
  signalAll(rest, 'SIGTERM');
  for (let waited = 0; rest.length > 0 && waited < POLITE_MS; waited += LOOK_INTERVAL_MS) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOOK_INTERVAL_MS);
    rest = membersOf(process.pid);
  }
  signalAll(rest, 'SIGKILL');
}

/** Lists the living processes of a group, without its leader. */
function membersOf(leader: number): number[] {
  if (process.platform === 'linux') return processes().filter((pid) => pid !== leader && isMember(pid, leader));
  return listProcesses().flatMap(({ pid, group, isOver }) =>
    pid !== leader && group === leader && !isOver ? [pid] : [],
  );
}

function processes(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

function isMember(pid: number, leader: number): boolean {
  try {
    // The name of the program comes before, in parentheses, and can hold spaces.
    const [state, , group] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()?.split(' ') ?? [];
    return Number(group) === leader && state !== 'Z';
  } catch {
    return false;
  }
}

function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}
