import { existsSync, readdirSync, statSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { catchStopSignals } from 'initlab-kernel/stopSignals';
import { readCommitted } from '../lessons/committed.js';
import { findLessons } from '../lessons/files.js';
import { countLessons } from '../lessons/run.js';
import { buildSite } from '../pages/buildSite.js';
import { buildReference } from '../reference/build.js';
import { exitWithUsage, readOptions } from './options.js';
import { reportFailures } from './reportFailures.js';

const USAGE = `Usage: npm run site -- [--out FOLDER] [--base PATH] [--gzip]

Writes the lessons, with the outputs in their files, as a folder of static pages for any web server.

  --out FOLDER   write to this folder, which is emptied first (default: _site)
  --base PATH    path of the site on its server, for the page of unknown addresses (default: /)
  --gzip         write a compressed copy beside each text, for servers that send it (nginx: gzip_static)
  --help         show this text`;

const { values } = readOptions(USAGE, { out: { type: 'string' }, base: { type: 'string' }, gzip: { type: 'boolean' } });
const { out = '_site', base = '/', gzip = false } = values as { out?: string; base?: string; gzip?: boolean };
if (!/^\/(.*\/)?$/.test(base)) exitWithUsage(`--base must begin and end with a slash, not be "${base}".`, USAGE);

let stop: AbortSignal | undefined;
try {
  if (existsSync(out)) {
    if (!statSync(out).isDirectory()) throw new Error(`${out} is a file, not a folder. Choose a folder with --out.`);
    if (readdirSync(out).length > 0 && !existsSync(join(out, 'assets/page.js')))
      throw new Error(`The folder ${out} has other files, which would be lost. Choose another folder with --out.`);
  }
  const lessons = readCommitted(findLessons());
  const reference = await buildReference();
  const failed = await reportFailures(lessons);
  // Until here nothing was written, so that a stop signal can have its usual effect.
  stop = catchStopSignals().signal;
  const faults = await buildSite({ lessons, reference, outDir: out, base, hasGzip: gzip, signal: stop });
  for (const fault of faults) console.error(fault);
  console.log(`${countLessons(lessons.length)} written to ${isAbsolute(out) ? out : relative('', out) || out}`);
  process.exit(failed + faults.length > 0 ? 1 : 0);
} catch (error) {
  if (stop?.aborted) process.exit(stop.reason);
  console.error((error as Error).message);
  process.exit(1);
}
