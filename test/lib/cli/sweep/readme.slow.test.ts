import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { temporaryFolder } from '../../../kernel/support/files.js';
import { initlab } from '../support.js';

const ROOT = join(import.meta.dirname, '../../../..');

/** Lists the blocks of code of the section about sweeps. */
function blocks(): string[] {
  const text = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [section] = text.split('## Run an experiment on a grid\n')[1].split('\n## ');
  return [...section.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, code]) => code);
}

describe('the example of a sweep in the README', () => {
  it('runs, collects its rows and draws them', async () => {
    const cwd = temporaryFolder();
    symlinkSync(join(ROOT, 'node_modules'), join(cwd, 'node_modules'));
    const [sweep, commands, draw] = blocks();
    writeFileSync(join(cwd, 'depth.mts'), sweep);
    writeFileSync(join(cwd, 'draw.mts'), draw);
    for (const command of commands.trim().split('\n')) {
      const words = command.split(' ');
      expect(words.slice(0, 2)).to.deep.equal(['npx', 'initlab']);
      const { code, stderr } = await initlab(words.slice(2), { cwd });
      expect(code, stderr).to.equal(0);
    }
    const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
    const { status, stderr } = spawnSync(process.execPath, [tsx, 'draw.mts'], { cwd, encoding: 'utf8' });
    expect(status, stderr).to.equal(0);
    expect(existsSync(join(cwd, 'executed/depth.html'))).to.equal(true);
    const rows = readFileSync(join(cwd, 'executed/depth/results.ndjson'), 'utf8').trim().split('\n');
    expect(rows).to.have.length(18);
    const signal = (scheme: string): number =>
      JSON.parse(rows.find((row) => row.includes(`"${scheme}","depth":20`)) as string).signal;
    // Xavier's weights halve the signal in every layer, and He's keep it.
    expect(signal('xavier') / signal('he')).to.be.within(2 ** -22, 2 ** -16);
  });
});
