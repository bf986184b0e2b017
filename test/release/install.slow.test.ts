import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { packPackage } from '../../release/pack.js';

const ROOT = join(import.meta.dirname, '../..');

/** The largest tarball of the library, in bytes. */
const LARGEST_TARBALL = 520_000;

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

describe('the package in an empty project', function () {
  this.timeout(600_000);
  let out: string;
  let tarball: string;
  const examples = [...examplesOf('lib/README.md'), examplesOf('README.md').at(-1) as string];

  before(() => {
    out = realpathSync(mkdtempSync(join(tmpdir(), 'initlab-release-')));
    tarball = packPackage('lib', out);
  });

  after(() => rmSync(out, { recursive: true, force: true }));

  it(`is packed into at most ${LARGEST_TARBALL / 1000} kB`, () => {
    expect(statSync(tarball).size).to.be.below(LARGEST_TARBALL);
  });

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
