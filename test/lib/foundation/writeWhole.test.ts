import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { writeWhole } from '../../../lib/src/foundation/writeWhole.js';
import { temporaryFolder } from '../../kernel/support/files.js';

describe('writeWhole', () => {
  it('writes the parts in order, and replaces a file of that name', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'report.html');
    writeFileSync(path, 'a much longer text of before');
    writeWhole(path, 'α', Uint8Array.of(98, 99), 'd');
    expect(readFileSync(path, 'utf8')).to.equal('αbcd');
    expect(readdirSync(folder)).to.deep.equal(['report.html']);
  });

  it('follows no link that was put where the unfinished file might be', () => {
    const folder = temporaryFolder();
    const [path, victim] = [join(folder, 'report.html'), join(folder, 'victim')];
    writeFileSync(victim, 'kept');
    for (const ending of ['.unfinished', '.tmp']) symlinkSync(victim, path + ending);
    writeWhole(path, 'new');
    expect(readFileSync(victim, 'utf8')).to.equal('kept');
    expect(readFileSync(path, 'utf8')).to.equal('new');
  });

  it('leaves nothing behind if the file cannot be written', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'report.html/inner'), { recursive: true });
    expect(() => writeWhole(join(folder, 'report.html'), 'new')).to.throw(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(readdirSync(folder)).to.deep.equal(['report.html']);
  });
});
