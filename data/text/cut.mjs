// Writes the text beside this script from the original file, with the line ends of Unix:
//   node data/text/cut.mjs PATH-OF-alice29.txt
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const original = process.argv[2];
if (!original) {
  console.error('Usage: node data/text/cut.mjs PATH-OF-alice29.txt');
  process.exit(2);
}
const text = readFileSync(original, 'latin1').replaceAll('\r\n', '\n');
const begin = text.indexOf('CHAPTER I\n');
const end = text.indexOf('THE END') + 'THE END'.length;
writeFileSync(join(import.meta.dirname, 'alice.txt'), `${text.slice(begin, end)}\n`, 'latin1');
