import { spawnSync } from 'node:child_process';

/** A process of the system. */
export interface ProcessEntry {
  pid: number;
  parent: number;
  /** The leader of its process group. */
  group: number;
  /** Whether it has ended, and only its exit code is still kept. */
  isOver: boolean;
}

/**
 * Lists the processes by the command `ps`, for systems that do not show them as files. The list is
 * empty if there is no such command.
 */
export function listProcesses(): ProcessEntry[] {
  const { stdout, pid: own } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat='], { encoding: 'utf8' });
  return (stdout ?? '').split('\n').flatMap((line) => {
    const [pid, parent, group, state = ''] = line.trim().split(/\s+/);
    if (state === '' || Number(pid) === own) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), isOver: state.startsWith('Z') }];
  });
}
