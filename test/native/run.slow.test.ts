import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';

const program = join(import.meta.dirname, '../../native/run.ts');
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

/** Package that trains one step successfully. */
const PACKAGE = `
const model = { compile() {}, trainOnBatch: async () => 2, evaluate: () => ({ dataSync: () => [1] }) };
module.exports = {
  sequential: () => model, layers: { conv2d() {}, flatten() {}, dense() {} }, train: { sgd() {} },
  randomNormal() {}, ones() {}, backend: () => ({ binding: { TF_Version: '2.0' } }),
};`;

const GOOD: Record<string, string> = { 'g++': '', python3: '', npm: '' };

/**
 * Runs `npm run native` in a temporary project, in which the programs on the PATH are shell
 * scripts.
 */
function runIn({ programs = GOOD, files = {}, args = [] as string[] }) {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-native-test-'));
  try {
    const bin = join(folder, 'bin');
    for (const [name, code] of Object.entries({ ...files, 'headers/node_api.h': '' })) write(join(folder, name), code);
    for (const [name, code] of Object.entries(programs)) {
      write(join(bin, name), `#!/bin/sh\n${code}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    const node = ['--import', tsx, program, ...args];
    const env = { PATH: bin, HOME: folder, TMPDIR: folder, npm_config_nodedir: folder };
    const { status, stdout, stderr } = spawnSync(process.execPath, node, { cwd: folder, env, encoding: 'utf8' });
    return { status, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(file: string, text: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

const addon = (code: string): Record<string, string> => ({
  'node_modules/@tensorflow/tfjs-node/index.js': code,
});
const headers = ['--headers', 'headers'];

describe('npm run native', function () {
  this.timeout(30_000);

  it('prints its usage with --help, and after an unknown option', () => {
    const { status, stdout } = runIn({ args: ['--help'] });
    expect(status).to.equal(0);
    expect(stdout)
      .to.match(/^Usage: npm run native/)
      .and.include('--wheel FILE')
      .and.include('--headers DIR');
    expect(runIn({ args: ['--gpu'] }).stderr)
      .to.include("Unknown option '--gpu'")
      .and.include('Usage:');
  });

  it('does nothing if the addon already trains', () => {
    const { status, stdout } = runIn({ programs: {}, files: addon(PACKAGE) });
    expect(status).to.equal(0);
    expect(stdout).to.equal(
      'Nothing to do: tfjs-node runs on TensorFlow 2.0; one training step takes the loss from 2.0000 to 1.0000\n',
    );
  });

  it('lists everything that is missing, and how to get it', () => {
    const { status, stderr } = runIn({ programs: { 'g++': '', python3: 'exit 1' }, args: ['--headers', 'nowhere'] });
    expect(status).to.equal(1);
    expect(stderr).to.match(/^native: missing:\n- python3 with pip \(.*\n- node_api.h, .*--headers DIR\)\n$/);
    const none = runIn({ programs: {}, args: headers }).stderr;
    expect(none).to.match(
      /^native: missing:\n- g\+\+, a C\+\+ compiler \(.*apt install g\+\+.*\n- python3 with pip \(.*\n$/,
    );
  });

  it('fails if the file of --wheel does not exist', () => {
    expect(runIn({ args: [...headers, '--wheel', 'x.whl'] }).stderr).to.equal(
      'native: --wheel: the file x.whl does not exist\n',
    );
  });

  it('installs the sources without scripts, and reports if npm omits them', () => {
    const npm = '[ "$1 $2 $3" = "install --no-save --ignore-scripts" ] || exit 3';
    const { stderr } = runIn({ programs: { ...GOOD, npm }, args: headers });
    expect(stderr).to.match(/^native: npm did not install @tensorflow\/tfjs-node\. Are optional packages omitted/);
    const failing = runIn({ programs: { ...GOOD, npm: 'exit 7' }, args: headers }).stderr;
    expect(failing).to.equal('native: npm could not install @tensorflow/tfjs-node (npm: exit status 7)\n');
  });

  it('reports which step failed', () => {
    const files = addon("throw new Error('no addon')");
    const pip = 'case "$3" in download) exit 2;; esac';
    expect(runIn({ files, programs: { ...GOOD, python3: pip }, args: headers }).stderr).to.match(
      /^native: pip found no tensorflow-cpu for this Python\. .*--wheel FILE \(python3: exit status 2\)\n$/,
    );
    const zip = 'case "$1" in -c) exit 2;; esac';
    const wheel = ['--wheel', 'a.whl'];
    expect(
      runIn({ files: { ...files, 'a.whl': '' }, programs: { ...GOOD, python3: zip }, args: [...headers, ...wheel] })
        .stderr,
    ).to.equal('native: a.whl is not a wheel of tensorflow-cpu (python3: exit status 2)\n');
  });

  it('compiles against the headers and libraries of the wheel, and reports if the addon does not run', () => {
    const python3 = `case "$1" in -c) mkdir -p "$4/tensorflow"; for l in cc framework; do echo > "$4/tensorflow/libtensorflow_$l.so.2"; done;; esac`;
    const files = { ...addon("throw new Error('no addon')"), 'a.whl': '' };
    const args = [...headers, '--wheel', 'a.whl'];
    const programs = { python3: `PATH=/bin:/usr/bin; ${python3}`, 'g++': 'echo "$@"' };
    const { stdout, stderr } = runIn({ files, programs, args });
    expect(stdout).to.match(
      /-DNAPI_VERSION=8 .*-Iheaders .*-l:libtensorflow_cc\.so\.2 .*-Wl,-rpath,\$ORIGIN\/\.\.\/\.\.\/deps\/lib/,
    );
    expect(stderr).to.equal('native: the addon was built, but does not run: Error: no addon\n');
    const failing = { ...programs, 'g++': '[ "$1" = --version ] || exit 1' };
    expect(runIn({ files, programs: failing, args }).stderr).to.equal(
      'native: the addon did not compile (g++: exit status 1)\n',
    );
  });
});
