import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

const assembly = join(import.meta.dirname, '../../../../lib/assembly');
const generated = join(import.meta.dirname, '../../../../lib/src/foundation/wasm/generated');

function compile(): void {
  const { status, stderr } = spawnSync(process.execPath, [join(assembly, 'compile.js')], { encoding: 'utf8' });
  expect(status, stderr).to.equal(0);
}

/** Reads when each module was written. */
function written(): Record<string, number> {
  return Object.fromEntries(readdirSync(generated).map((file) => [file, statSync(join(generated, file)).mtimeMs]));
}

describe('lib/assembly/compile.js', () => {
  before(compile);

  it('has compiled every module, and skips modules that are up to date', () => {
    const before = written();
    expect(Object.keys(before).sort()).to.deep.equal(
      readdirSync(assembly)
        .filter((file) => file.endsWith('.ts'))
        .sort(),
    );
    compile();
    expect(written()).to.deep.equal(before);
  });

  it('removes the output of a module that no longer exists', () => {
    const leftover = join(generated, 'leftover.ts');
    writeFileSync(leftover, 'export const wasm: string = "";\n');
    compile();
    expect(existsSync(leftover)).to.equal(false);
  });
});
