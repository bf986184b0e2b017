import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { type Compiler, createCompiler } from '../../../../kernel/src/compiler/compiler.js';
import { temporaryFolder } from '../../support/files.js';

const PRELOADED = ['initlab', 'initlab/plot', 'initlab/tasks', 'beside'];

/** Writes a project with the library and with a package whose index has declarations of its own. */
function writeProject(): string {
  const folder = temporaryFolder();
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'beside'), { recursive: true });
  symlinkSync(resolve('lib'), join(modules, 'initlab'), 'dir');
  writeFileSync(join(modules, 'beside', 'package.json'), '{ "name": "beside", "types": "index.d.ts" }');
  writeFileSync(
    join(modules, 'beside', 'index.d.ts'),
    'export { part } from "./part";\ndeclare global { var besideGlobal: 1 }\n',
  );
  writeFileSync(join(modules, 'beside', 'part.d.ts'), 'export declare const part: 2;\n');
  return folder;
}

describe('the declarations that a cell reaches', function () {
  this.timeout(60_000);

  let compiler: Compiler;
  let count = 0;

  before(() => {
    compiler = createCompiler(writeProject(), PRELOADED);
  });

  /** Compiles a cell as if it ran to its end; returns its errors. */
  function compile(code: string, reached: readonly string[] = []): string {
    const answer = compiler.compile(++count, code, `In [${count}]`);
    if (answer.status === 'refused') return answer.failure.traceback.join('\n');
    compiler.finish({ cell: count, code, label: '', reached });
    return '';
  }

  it('are those of the names that it imports from a preloaded package', () => {
    expect(
      compile("import { heNormal, random as draw } from 'initlab';\nheNormal()(draw(1), [2, 2]).length;"),
    ).to.equal('');
    expect(compile("import { heNormal } from 'initlab';\nheNormal()(1, [2]);")).to.contain(
      "Argument of type 'number' is not assignable to parameter of type 'Random'",
    );
    expect(compile("import { heNormel } from 'initlab';")).to.match(/has no exported member.* 'heNormel'.*heNormal/);
  });

  it('are the same when the package is imported as a whole, before and after it was preloaded', () => {
    expect(compile("import { random } from 'initlab';\nconst part = random(1);", ['random', 'part'])).to.equal('');
    const use = "import * as all from 'initlab';\nconst whole: all.Random = part; all.random(1) satisfies typeof part;";
    expect(compile(use)).to.equal('');
    for (const name of PRELOADED) compiler.preload(name);
    expect(compile(use)).to.equal('');
    expect(compile('const text: string = part;')).to.contain("Type 'Random' is not assignable to type 'string'");
  });

  it('give callbacks their types, whatever names earlier cells have imported', () => {
    const cells: [string, string[]][] = [
      [
        "import { type Dataset, trace } from 'initlab';\nimport { lossCurves, show } from 'initlab/plot';\nimport { brokenNetworks, compare } from 'initlab/tasks';",
        ['trace', 'lossCurves', 'show', 'brokenNetworks', 'compare'],
      ],
      [
        'const { sound, ...broken } = brokenNetworks();\nconst letters = Object.keys(broken) as (keyof typeof broken)[];',
        ['sound', 'broken', 'letters'],
      ],
      ['const before = [] as unknown as Awaited<ReturnType<typeof compare>>;', ['before']],
      [
        'const bundle = (runs: typeof before, names: string[], name: string, scheme: string) =>\n' +
          '  runs.filter((run) => names.includes(run.name)).map(({ loss }) => ({ name, scheme, loss }));\n' +
          'function curves(title: string, runs: ReturnType<typeof bundle>) {\n' +
          "  const plot = lossCurves(runs, { title, baseline: { name: 'chance', loss: Math.log(10) } });\n" +
          '  return { ...plot, layout: { ...plot.layout, annotations: [] } };\n}\n' +
          "show(curves('Runs', [...bundle(before, letters, 'A to H', 'variant4'), ...bundle(before, ['sound'], 'sound', 'he')]));",
        ['bundle', 'curves'],
      ],
    ];
    for (const [code, reached] of cells) expect(compile(code, reached)).to.equal('');
  });

  it('include what the index of a package adds to the global scope', () => {
    expect(compile("import { part } from 'beside';\nconst both: [1, 2] = [besideGlobal, part];")).to.equal('');
  });

  it('are all those of the package while the cell is being written', () => {
    const code = "import { heNormal, heU } from 'initlab'";
    expect(compiler.complete(code, code.indexOf(' }')).matches).to.include('heUniform');
  });

  it('are those of the parts of Node.js that it imports, even if few cells import them', () => {
    expect(
      compile("import { constants } from 'node:http2';\nconst x: string = constants.NGHTTP2_SESSION_SERVER;"),
    ).to.contain("'number' is not assignable to type 'string'");
    expect(compile("import os = require('os');\nconst n: string = os.cpus().length;")).to.contain("'number' is not");
    expect(compile("const s: string = process.getBuiltinModule('node:v8').getHeapStatistics().peak;")).to.contain(
      "'peak' does not exist on type 'HeapInfo'",
    );
    const code = "import 'node:trace_e'";
    expect(compiler.complete(code, code.length - 1).matches).to.include('node:trace_events');
  });
});
