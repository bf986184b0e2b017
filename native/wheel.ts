import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run, Stop } from './process.js';
import type { Tools } from './tools.js';

/** Fetches the newest tensorflow-cpu for this Python, without what it depends on. */
export function downloadWheel({ python }: Tools, folder: string): string {
  console.log('Downloading tensorflow-cpu …');
  const args = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--dest', folder, 'tensorflow-cpu'];
  run(
    python,
    args,
    `pip got no tensorflow-cpu for this Python; another Python (PYTHON=…) may have one, or give its wheel: --wheel FILE`,
  );
  const wheel = readdirSync(folder).find((file) => file.endsWith('.whl'));
  if (wheel === undefined) throw new Stop('pip downloaded no wheel');
  return join(folder, wheel);
}

/** A wheel is a zip file, which Python can read. */
const EXTRACT = `
import re, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    names = [n for n in wheel.namelist() if re.match(r'tensorflow/(include/.*[.]h|libtensorflow_(cc|framework)[.]so[.]2)$', n)]
    if not any(n.endswith('libtensorflow_cc.so.2') for n in names): sys.exit('there is no libtensorflow_cc.so.2 in it')
    wheel.extractall(sys.argv[2], names)
`;

/** Takes TensorFlow's headers and libraries out of a wheel, to `folder`/tensorflow. */
export function extractWheel({ python }: Tools, wheel: string, folder: string): void {
  console.log('Unpacking TensorFlow …');
  run(python, ['-c', EXTRACT, wheel, folder], `${wheel} is not a wheel of tensorflow-cpu`);
}
