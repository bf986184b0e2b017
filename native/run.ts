/**
 * `npm run native`: builds the addon of @tensorflow/tfjs-node for those whom its own download fails. TensorFlow's C library comes out of the
 * Python package tensorflow-cpu, the addon's sources are in the npm package.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { trainingStep } from './check.js';
import { compile } from './compile.js';
import { run, Stop } from './process.js';
import { findTools } from './tools.js';
import { downloadWheel, extractWheel } from './wheel.js';

const HELP = `Usage: npm run native -- [--wheel FILE] [--headers DIR]

Builds the native addon of @tensorflow/tfjs-node, so that useBackend('tensorflow') works where its own download fails.

Needs Linux, g++ and Python 3 with pip. TensorFlow's C library comes from the Python package tensorflow-cpu (a download of about
270 MB), which is not installed. Writes about 900 MB, into node_modules alone; run it again after npm ci.

  --wheel FILE   a tensorflow_cpu-*.whl that is here already, in place of the download
  --headers DIR  the folder of node_api.h, where Node's headers are in none of the usual places
  --help         this text

CXX and PYTHON name other programs than g++ and python3.`;

const root = process.cwd();
const addon = join(root, 'node_modules/@tensorflow/tfjs-node');

try {
  await main();
} catch (error) {
  if (!(error instanceof Stop)) throw error;
  console.error(`native: ${error.message}`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { help, wheel, headers } = options();
  if (help) return console.log(HELP);
  const running = trainingStep(root);
  if (running.works) return console.log(`Nothing to do: ${running.message}`);
  const tools = findTools(headers);
  if (wheel !== undefined && !existsSync(wheel)) throw new Stop(`--wheel: there is no file ${wheel}`);
  if (!existsSync(addon)) installSources();
  const folder = mkdtempSync(join(tmpdir(), 'initlab-native-'));
  try {
    extractWheel(tools, wheel ?? downloadWheel(tools, folder), folder);
    compile(tools, folder, addon);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const { works, message } = trainingStep(root);
  if (!works) throw new Stop(`the addon was built, but does not run: ${message}`);
  console.log(`Done: ${message}`);
}

function options(): { help: boolean; wheel?: string; headers?: string } {
  const known = {
    help: { type: 'boolean', default: false },
    wheel: { type: 'string' },
    headers: { type: 'string' },
  } as const;
  try {
    return parseArgs({ options: known }).values;
  } catch (error) {
    throw new Stop(`${(error as Error).message}\n\n${HELP}`);
  }
}

/** npm leaves an optional package out when its install script fails; without scripts, it stays. */
function installSources(): void {
  console.log('Installing @tensorflow/tfjs-node without its download …');
  run(
    'npm',
    ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'],
    'npm could not install @tensorflow/tfjs-node',
  );
  if (!existsSync(addon))
    throw new Stop('npm did not install @tensorflow/tfjs-node; were optional packages left out (omit=optional)?');
}
