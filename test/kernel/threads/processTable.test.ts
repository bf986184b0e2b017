import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { listProcesses } from '../../../kernel/src/threads/processTable.js';

describe('listProcesses', () => {
  it('lists processes with their parents and groups, and not the command that lists them', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore', detached: true });
    await once(child, 'spawn');
    try {
      const entries = listProcesses();
      const entry = { pid: child.pid, parent: process.pid, group: child.pid, isOver: false };
      expect(entries.find(({ pid }) => pid === child.pid)).to.deep.equal(entry);
      const children = entries.filter(({ parent, isOver }) => parent === process.pid && !isOver);
      for (const { pid } of children) expect(() => process.kill(pid, 0)).not.to.throw();
    } finally {
      child.kill();
    }
  });
});
