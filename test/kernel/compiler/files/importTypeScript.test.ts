import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { temporaryFolder } from '../../support/files.js';

const register = new URL('../../../../kernel/dist/compiler/files/importTypeScript.js', import.meta.url).href;

describe('importTypeScript', () => {
  it('lets a process import TypeScript, and an error names its line', () => {
    const folder = temporaryFolder();
    const text = `interface Size {\n  width: number;\n}\nexport const width = ({ width }: Size): number => {\n  if (width < 0) throw new Error('negative');\n  return width;\n};\n`;
    writeFileSync(join(folder, 'size.mts'), text);
    const program = `import { importTypeScript } from '${register}';
importTypeScript();
importTypeScript();
const { width } = await import('./size.mts');
console.log(width({ width: 3 }));
try { width({ width: -1 }); } catch ({ stack }) { console.log(/size\\.mts:5:/.test(stack)); }`;
    writeFileSync(join(folder, 'main.mjs'), program);
    const { stdout, stderr } = spawnSync(process.execPath, ['--enable-source-maps', 'main.mjs'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ stdout, stderr }).to.deep.equal({ stdout: '3\ntrue\n', stderr: '' });
  });
});
