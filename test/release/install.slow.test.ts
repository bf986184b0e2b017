import { execFile, execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { build } from 'esbuild';
import { packPackage } from '../../release/pack.js';

const ROOT = join(import.meta.dirname, '../..');

/** The largest tarball of the library, in bytes. */
const LARGEST_TARBALL = 340_000;

/** The most files that importing the library loads. Node.js takes nearly 1 ms for each. */
const MOST_FILES = 20;

/** The largest minified bundle of an initializer and the generator, in bytes. */
const LARGEST_BUNDLE = 40_000;

/**
 * Versions of other package managers. npm's own starts them, so that nothing is installed
 * beforehand.
 */
const PNPM = ['npx', '--yes', 'pnpm@12.4.2'];
const YARN = ['npx', '--yes', 'yarn@1.22.22'];

interface Install {
  title: string;
  /** Commands that install the packages in an empty project. */
  commands(tarball: string): string[][];
}

/** Tools with which a stranger's project compiles TypeScript. */
const TOOLS = ['typescript@6.0.3', '@types/node@20'];

const INSTALLS: Install[] = [
  {
    title: 'npm, by the command of the README',
    commands: (tarball) => [
      readmeCommand().map((word) => word.replace(/^PATH-OF-THE-CLONE.*/, tarball)),
      ['npm', 'install', '--save-dev', ...TOOLS],
    ],
  },
  {
    title: 'pnpm',
    commands: (tarball) => [[...PNPM, 'add', tarball, ...peers(), ...TOOLS]],
  },
  { title: 'yarn', commands: (tarball) => [[...YARN, 'add', tarball, ...peers(), ...TOOLS]] },
];

/** The command with which the README installs the package, as words. */
function readmeCommand(): string[] {
  const text = readFileSync(join(ROOT, 'lib/README.md'), 'utf8');
  const [, command] = /```sh\n(npm install .*)\n```/.exec(text) as RegExpExecArray;
  return command.split(' ');
}

function peers(): string[] {
  return readmeCommand().filter((word) => word.startsWith('@tensorflow/'));
}

/** Lists the TypeScript examples of a page. */
function examplesOf(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  return [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
}

/** Lists the files that importing one loads: it and what it imports, not on demand. */
function filesOfImport(path: string, found: Set<string> = new Set()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const [, target] of readFileSync(path, 'utf8').matchAll(/\b(?:from|import)\s*"(\.[^"]+)"/g))
    filesOfImport(join(dirname(path), target), found);
  return found;
}

describe('the package in an empty project', function () {
  this.timeout(600_000);
  let out: string;
  let tarball: string;
  const examples = [...examplesOf('lib/README.md'), examplesOf('README.md').at(-1) as string];

  before(async () => {
    out = realpathSync(mkdtempSync(join(tmpdir(), 'initlab-release-')));
    tarball = await packPackage('lib', out);
  });

  after(() => rmSync(out, { recursive: true, force: true }));

  it(`is packed into at most ${LARGEST_TARBALL / 1000} kB`, () => {
    expect(statSync(tarball).size).to.be.below(LARGEST_TARBALL);
  });

  it('has no fault that publint or Are the types wrong finds, as a package of ES modules', async () => {
    const cli = (path: string): string => join(ROOT, 'node_modules', path);
    const types = ['--profile', 'esm-only', '--format', 'ascii'];
    for (const folder of ['lib', 'kernel'] as const) {
      const packed = folder === 'lib' ? tarball : await packPackage(folder, out);
      const run = async (...args: string[]): Promise<string> =>
        (await promisify(execFile)(process.execPath, args, { cwd: out })).stdout;
      expect(await run(cli('publint/src/cli.js'), packed, '--strict')).to.include('All good!');
      // Ends with exit code 1 if it finds a fault.
      const report = await run(cli('@arethetypeswrong/cli/dist/index.js'), packed, ...types);
      expect(report).to.match(/node16 \(from ESM\): .*\(ESM\)/);
    }
  });

  it(`loads at most ${MOST_FILES} files when it is imported`, () => {
    expect([...filesOfImport(unpacked('dist/index.js'))]).to.have.length.at.most(MOST_FILES);
  });

  it(`adds at most ${LARGEST_BUNDLE / 1000} kB to a page that uses an initializer`, async () => {
    const { outputFiles, warnings } = await build({
      stdin: {
        contents: `import { heNormal, random } from './index.js'; console.log(heNormal()(random(1), [2, 2]));`,
        resolveDir: unpacked('dist'),
      },
      nodePaths: [join(ROOT, 'node_modules')],
      bundle: true,
      write: false,
      minify: true,
      format: 'esm',
    });
    expect(warnings).to.deep.equal([]);
    expect(outputFiles[0].contents.length).to.be.within(10_000, LARGEST_BUNDLE);
  });

  /** Unpacks the tarball, and returns the path of one of its files. */
  function unpacked(path: string): string {
    if (!existsSync(join(out, 'package'))) execFileSync('tar', ['-xzf', tarball], { cwd: out });
    return join(out, 'package', path);
  }

  for (const [i, { title, commands }] of INSTALLS.entries()) {
    it(`runs every example of the README, typed, installed with ${title}`, async () => {
      const project = join(out, `project-${i}`);
      mkdirSync(project);
      writeFileSync(
        join(project, 'package.json'),
        JSON.stringify({ name: 'stranger', private: true, version: '1.0.0' }),
      );
      const run = async ([command, ...args]: string[]): Promise<string> => {
        const env = { ...process.env, NODE_OPTIONS: '' };
        const { stdout } = await promisify(execFile)(command, args, { cwd: project, env, maxBuffer: 1e8 });
        return stdout;
      };
      for (const command of commands(tarball)) await run(command);
      examples.forEach((code, example) => {
        writeFileSync(join(project, `example${example}.mts`), code);
      });
      const options = { strict: true, module: 'nodenext', target: 'es2023', skipLibCheck: true };
      writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.mts'] }));
      const bin = (path: string): string => join(project, 'node_modules', path);
      await run([process.execPath, bin('typescript/bin/tsc'), '-p', '.']);
      for (const example of examples.keys()) await run([process.execPath, `example${example}.mjs`]);
      expect(await run([process.execPath, bin('initlab/bin/initlab.cjs'), '--version'])).to.match(/^\d+\.\d+\.\d+\n$/);
    });
  }
});
