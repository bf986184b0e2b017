import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { temporaryFolder } from '../support/files.js';

const built = new URL('../../../kernel/dist/compiler/codeCache.js', import.meta.url).href;

describe('requireWithCache', function () {
  this.timeout(60_000);

  let folder: string;
  let cache: string;
  beforeEach(() => {
    folder = temporaryFolder();
    cache = join(folder, 'cache');
    writeFileSync(join(folder, 'neighbour.json'), '7');
    writeModule("'first'");
  });

  /** Writes a module that exports its own path, a neighbour's value, and a value of its own. */
  function writeModule(value: string): void {
    const code = `exports.describe = () => [__filename, require('./neighbour.json'), ${value}];`;
    writeFileSync(join(folder, 'module.js'), code);
  }

  /**
   * Loads the module and keeps its code, in a process of its own, because V8 remembers the sources
   * that a process has compiled. Returns what the module exports, and whether its code came from
   * the cache.
   */
  function load(): { description: unknown[]; isFromCache: boolean } {
    const script = `import { createRequire } from 'node:module';
import { requireWithCache } from ${JSON.stringify(built)};
const require = createRequire(${JSON.stringify(join(folder, 'main.js'))});
const { exports, isFromCache, keepCode } = requireWithCache(require, './module.js', ${JSON.stringify(cache)});
if (require('./module.js') !== exports) throw new Error('the module was loaded again');
console.log(JSON.stringify({ description: exports.describe(), isFromCache }));
keepCode();`;
    return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
  }

  it('loads a module from its source the first time, and from the kept code later', () => {
    const description = [join(folder, 'module.js'), 7, 'first'];
    expect(load()).to.deep.equal({ description, isFromCache: false });
    expect(load()).to.deep.equal({ description, isFromCache: true });
    expect(readdirSync(cache)).to.have.length(1);
  });

  it('does not use the code of an older source of the same length', () => {
    load();
    writeModule("'third'");
    expect(load()).to.deep.include({ description: [join(folder, 'module.js'), 7, 'third'], isFromCache: false });
  });

  it('loads the source if the kept code is damaged', () => {
    load();
    const [name] = readdirSync(cache);
    const code = readFileSync(join(cache, name));
    writeFileSync(join(cache, name), code.subarray(0, code.length / 2));
    expect(load()).to.deep.equal({ description: [join(folder, 'module.js'), 7, 'first'], isFromCache: false });
  });

  it('loads the source if the folder of the code cannot be created', () => {
    writeFileSync(cache, '');
    expect(load()).to.have.property('isFromCache', false);
    expect(load()).to.have.property('isFromCache', false);
    expect(existsSync(join(cache, 'module.js'))).to.equal(false);
  });
});
