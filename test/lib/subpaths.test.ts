import { join } from 'node:path';
import { expect } from 'chai';
import * as core from 'initlab';
import * as plot from 'initlab/plot';
import * as tasks from 'initlab/tasks';
import ts from 'typescript';

const MOST_CORE_VALUES = 65;

/**
 * A program that uses a name of each subpath. One deliberate type error shows that the types are
 * known.
 */
const PROGRAM = `import { heNormal, type Initializer } from 'initlab';
import { type Figure, varianceByLayer } from 'initlab/plot';
import { loadIdx } from 'initlab/tasks';
export const init: Initializer = heNormal();
export const figure: Figure = varianceByLayer([]);
export const wrong: number = loadIdx;
`;

/**
 * The ways in which TypeScript can resolve a package. Stock tslab uses the oldest, which does not
 * know `exports`.
 */
const RESOLUTIONS: Record<string, ts.CompilerOptions> = {
  node10: {
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Node10,
    ignoreDeprecations: '6.0',
  },
  nodenext: { module: ts.ModuleKind.NodeNext },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
};

describe('the subpaths of the package', () => {
  it('leave about sixty values in the core', () => {
    expect(Object.keys(core)).to.have.length.at.most(MOST_CORE_VALUES);
  });

  it('share no value with each other or with the core', () => {
    const names = [core, plot, tasks].flatMap((module) => Object.keys(module));
    expect(names.filter((name, i) => names.indexOf(name) !== i)).to.deep.equal([]);
  });

  for (const [name, resolution] of Object.entries(RESOLUTIONS)) {
    it(`have types for TypeScript's resolution ${name}`, function () {
      this.timeout(60_000);
      const errors = typeErrors(resolution).map(
        ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n').split('\n', 1)[0],
      );
      expect(errors).to.have.length(1);
      expect(errors[0]).to.match(/^Type '.*NumberArray.*' is not assignable to type 'number'/);
    });
  }
});

function typeErrors(resolution: ts.CompilerOptions): readonly ts.Diagnostic[] {
  const file = join(import.meta.dirname, 'program.mts');
  const checks = { strict: true, skipLibCheck: true, noEmit: true };
  // Few declarations are enough for the program, and quickly read.
  const options = { ...checks, ...resolution, target: ts.ScriptTarget.ES2023, lib: ['lib.es2023.d.ts'], types: [] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, PROGRAM, ts.ScriptTarget.ES2023) : getSourceFile(name, ...rest);
  return ts.getPreEmitDiagnostics(ts.createProgram([file], options, host));
}
