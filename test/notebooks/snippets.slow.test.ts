import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { readNotebook } from 'initlab-kernel';
import ts from 'typescript';
import { findLessons } from '../../site/src/lessons/files.js';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');

interface Snippet {
  lesson: string;
  file: string;
  code: string;
}

const scriptOf = (file: string): string => file.replace(/\.ts$/, '.js');

/**
 * Lists the code blocks of Markdown cells that begin with `// snippet: name.ts`. Each stands alone
 * and needs nothing but TensorFlow.js.
 */
function snippets(): Snippet[] {
  return findLessons().flatMap(({ name, path }) => {
    const prose = readNotebook(path).cells.map((cell) => (cell.cell_type === 'markdown' ? cell.source : ''));
    const fences = prose.join('\n').matchAll(/^```ts\n\/\/ snippet: (\S+\.ts)\n([\s\S]*?)^```$/gm);
    return [...fences].map(([, file, code]) => ({ lesson: name, file, code }));
  });
}

describe('the snippet', function () {
  this.timeout(120_000);

  const all = snippets();
  let folder: string;
  let errors: string[];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'initlab-snippets-'));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    // A project with TensorFlow.js alone, from which the library cannot be imported.
    mkdirSync(join(folder, 'node_modules/@tensorflow'), { recursive: true });
    const tensorflow = dirname(realpathSync(join(ROOT, 'node_modules/@tensorflow/tfjs/package.json')));
    symlinkSync(tensorflow, join(folder, 'node_modules/@tensorflow/tfjs'), 'junction');
    for (const { file, code } of all) writeFileSync(join(folder, file), code);
    errors = typeErrors(all.map(({ file }) => join(folder, file)));
    for (const { file, code } of all) writeFileSync(join(folder, scriptOf(file)), plainScript(code));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const { lesson, file, code } of all) {
    it(`${file} of the lesson ${lesson} compiles, runs, and prints what its comments promise`, async () => {
      expect(errors.filter((error) => error.startsWith(`${file}: `))).to.deep.equal([]);
      // In a process of its own, where no other snippet has chosen a backend before it.
      const { stdout } = await run(process.execPath, [scriptOf(file)], { cwd: folder });
      const lines = stdout.split('\n');
      const promised = [...code.matchAll(/^\s*console\.log\(.*\); \/\/ (.*)$/gm)].map((match) => match[1]);
      expect(lines).to.include.members(promised);
    });
  }

  it('causes no type error outside the files of the snippets', () => {
    expect(errors.filter((error) => !all.some(({ file }) => error.startsWith(`${file}: `)))).to.deep.equal([]);
  });

  it('is not missing in any lesson, and has a file name of its own', () => {
    expect(new Set(all.map(({ file }) => file)).size).to.equal(all.length);
    const lessons = findLessons().filter(({ name }) => /^\d/.test(name));
    expect(new Set(all.map(({ lesson }) => lesson))).to.include.keys(lessons.map(({ name }) => name));
  });
});

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  strict: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
};

/**
 * Lists the type errors of modules, each with the name of its file. One program checks all, because
 * the declarations that they share take most of the time.
 */
function typeErrors(paths: readonly string[]): string[] {
  return ts.getPreEmitDiagnostics(ts.createProgram(paths, OPTIONS)).map(({ file, messageText }) => {
    return `${basename(file?.fileName ?? 'options')}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

function plainScript(code: string): string {
  return ts.transpileModule(code, { compilerOptions: { ...OPTIONS, module: ts.ModuleKind.ESNext, noEmit: false } })
    .outputText;
}
