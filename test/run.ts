import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

/** The end of a program: its exit code, and what it wrote if that was kept. */
interface Ended {
  code: number;
  output: string;
}

/**
 * Runs the formatter, the linter and the type checks alongside the tests, because most of them use
 * only one processor. The arguments are those of mocha. What the checks write is shown after the
 * tests, so that the two do not mix.
 */
async function main(args: readonly string[]): Promise<number> {
  const [checks, tests] = await Promise.all([runChecks(), runTests(args)]);
  process.stdout.write(checks.output);
  if (checks.code !== 0) console.error('npm run check failed; what it found stands above.');
  return checks.code || tests.code;
}

async function runChecks(): Promise<Ended> {
  // A shell finds npm on every system.
  const child = spawn('npm run --silent check 2>&1', { shell: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const [output, code] = await Promise.all([text(child.stdout), exitCode(child)]);
  return { code, output };
}

async function runTests(args: readonly string[]): Promise<Ended> {
  const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js');
  return { code: await exitCode(spawn(process.execPath, [mocha, ...args], { stdio: 'inherit' })), output: '' };
}

function exitCode(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

process.exitCode = await main(process.argv.slice(2));
