import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run, Stop } from './process.js';
import type { Tools } from './tools.js';

/** Downloads the newest tensorflow-cpu for this Python, without its dependencies. */
export function downloadWheel({ python }: Tools, folder: string): string {
  console.log('Downloading tensorflow-cpu …');
  const args = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--dest', folder, 'tensorflow-cpu'];
  run(
    python,
    args,
    `pip found no tensorflow-cpu for this Python. Try another Python (PYTHON=…), or use a wheel that you have: --wheel FILE`,
  );
  const wheel = readdirSync(folder).find((file) => file.endsWith('.whl'));
  if (wheel === undefined) throw new Stop('pip downloaded no wheel');
  return join(folder, wheel);
}

/** Python program that unpacks a wheel, which is a zip file. */
const EXTRACT = `
import re, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    names = [n for n in wheel.namelist() if re.match(r'tensorflow/(include/.*[.]h|libtensorflow_(cc|framework)[.]so[.]2)$', n)]
    if not any(n.endswith('libtensorflow_cc.so.2') for n in names): sys.exit('the wheel has no libtensorflow_cc.so.2')
    wheel.extractall(sys.argv[2], names)
`;

/** Unpacks TensorFlow's headers and libraries from a wheel into `folder`/tensorflow. */
export function extractWheel({ python }: Tools, wheel: string, folder: string): void {
  console.log('Unpacking TensorFlow …');
  run(python, ['-c', EXTRACT, wheel, folder], `${wheel} is not a wheel of tensorflow-cpu`);
}
