// Cuts the first records of the four original MNIST files and writes them gzipped beside this script:
//   node data/mnist/cut.mjs FOLDER-WITH-THE-ORIGINAL-FILES
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const counts = { train: 12_000, t10k: 2_000 };
const folder = process.argv[2];
if (!folder) {
  console.error('Usage: node data/mnist/cut.mjs FOLDER-WITH-THE-ORIGINAL-FILES');
  process.exit(2);
}

for (const [set, count] of Object.entries(counts)) {
  for (const kind of ['images-idx3', 'labels-idx1']) {
    const name = `${set}-${kind}-ubyte`;
    const original = readFileSync(join(folder, name));
    const headerBytes = kind === 'images-idx3' ? 16 : 8;
    const recordBytes = kind === 'images-idx3' ? 28 * 28 : 1;
    const cut = Buffer.from(original.subarray(0, headerBytes + count * recordBytes));
    cut.writeUInt32BE(count, 4);
    writeFileSync(join(import.meta.dirname, `${name}.gz`), gzipSync(cut, { level: 9 }));
  }
}
