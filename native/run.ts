/**
 * `npm run native` builds the addon of @tensorflow/tfjs-node where the package's own download
 * fails. TensorFlow's C library comes from the Python package tensorflow-cpu; the addon's sources
 * are in the npm package.
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
270 MB), which is only unpacked, not installed. Writes about 900 MB into node_modules. Run it again after npm ci.

  --wheel FILE   use this tensorflow_cpu-*.whl instead of downloading one
  --headers DIR  the folder of node_api.h, if Node's headers are not in a usual place
  --help         show this text

Set CXX or PYTHON to use another compiler than g++ or another Python than python3.`;

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
  const { help, wheel, headers } = readOptions();
  if (help) return console.log(HELP);
  const current = trainingStep(root);
  if (current.works) return console.log(`Nothing to do: ${current.message}`);
  const tools = findTools(headers);
  if (wheel !== undefined && !existsSync(wheel)) throw new Stop(`--wheel: the file ${wheel} does not exist`);
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

function readOptions(): { help: boolean; wheel?: string; headers?: string } {
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

/** Installs without scripts, because npm removes an optional package whose install script fails. */
function installSources(): void {
  console.log('Installing @tensorflow/tfjs-node without its download …');
  run(
    'npm',
    ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'],
    'npm could not install @tensorflow/tfjs-node',
  );
  if (!existsSync(addon))
    throw new Stop('npm did not install @tensorflow/tfjs-node. Are optional packages omitted (omit=optional)?');
}
