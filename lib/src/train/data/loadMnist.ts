import { builtin } from '../../foundation/builtin.js';
import { DataError } from './dataError.js';
import { dataFolders } from './dataFolder.js';
import { parseIdx } from './parseIdx.js';
import { readContent } from './readContent.js';

/** Grey images of `height` × `width` pixels with their labels. */
export interface ImageSet {
  count: number;
  height: number;
  width: number;
  /** Grey levels from 0 (paper) to 255 (ink), image by image and row by row. */
  pixels: Uint8Array;
  /** Digits 0 to 9, one per image. */
  labels: Uint8Array;
}

export interface Mnist {
  train: ImageSet;
  test: ImageSet;
}

/**
 * SHA-256 of each uncompressed file: of the subset that ships with initlab, and of the original.
 */
const KNOWN_DIGESTS: Record<string, readonly string[]> = {
  'train-images-idx3-ubyte': [
    'dcb5db4d00d217c253d297e530dbd4ee402e840c88dfbb51ac744c47306c98c1',
    'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  ],
  'train-labels-idx1-ubyte': [
    '2c90b8c2199fe10795e2ce1bdba6c1f0d101391374b748823bdf06b4f282b679',
    '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  ],
  't10k-images-idx3-ubyte': [
    '3f6bd66dee48df299584c67669bceee490faa25f931496bd7473b42106d7daed',
    '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  ],
  't10k-labels-idx1-ubyte': [
    '7b098e5f6a3065807cebeabf36fb1724a8aff19f2673ac08b4923e0e8c715bce',
    'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  ],
};

/**
 * Loads MNIST: 28 × 28 grey images of handwritten digits and their labels.
 *
 * Reads the four original IDX files, gzipped or not, from the first of these that is given:
 * `folder`, the environment variable `INITLAB_DATA`, or else the `data` folder of the initlab
 * checkout. The files may be in the folder itself or in its sub-folder `mnist`. The checkout
 * contains the first 12,000 training images and the first 2,000 test images. A folder with the
 * complete files gives 60,000 and 10,000.
 *
 * @throws DataError that names the file if one is missing or truncated, or does not match its
 * SHA-256
 * @see LeCun, Cortes and Burges, The MNIST database of handwritten digits (1998)
 * @example
 * ```ts
 * import { loadMnist } from 'initlab/tasks';
 * const { train } = loadMnist();
 * train.count; // 12000
 * train.labels[0]; // 5
 * ```
 */
export function loadMnist(folder?: string): Mnist {
  const home = findFolder(folder);
  return { train: loadSet(home, 'train'), test: loadSet(home, 't10k') };
}

function findFolder(folder: string | undefined): string {
  const { candidates, fromEnvironment } = dataFolders('mnist', folder);
  const found = candidates.find((candidate) => Object.keys(KNOWN_DIGESTS).some((name) => findFile(candidate, name)));
  if (found) return found;
  throw new DataError(
    candidates.join(' or '),
    'notFound',
    `no MNIST files here${fromEnvironment ? ' (INITLAB_DATA names this folder)' : ''}. Expected train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, ` +
      'gzipped (.gz) or not. Give their folder to loadMnist(folder) or set INITLAB_DATA; the initlab repository has them in data/mnist.',
  );
}

function findFile(folder: string, name: string): string | undefined {
  const { existsSync } = builtin('node:fs');
  const { join } = builtin('node:path');
  return [`${name}.gz`, name].map((file) => join(folder, file)).find((file) => existsSync(file));
}

/** The sets that were read last, each with the state of its files. */
const lastRead = new Map<'train' | 't10k', { state: string; images: ImageSet }>();

/**
 * Reads a set once, until one of its files changes. The caller gets numbers of its own, because it
 * may change them.
 */
function loadSet(folder: string, set: 'train' | 't10k'): ImageSet {
  const files = [`${set}-images-idx3-ubyte`, `${set}-labels-idx1-ubyte`].map((name) => findFile(folder, name));
  const state = files.map((file) => (file === undefined ? 'missing' : stateOf(file))).join();
  const last = lastRead.get(set);
  const images = last?.state === state ? last.images : readSet(folder, set);
  lastRead.set(set, { state, images });
  return { ...images, pixels: images.pixels.slice(), labels: images.labels.slice() };
}

function stateOf(file: string): string {
  const { size, mtimeMs, ino } = builtin('node:fs').statSync(file);
  return [file, size, mtimeMs, ino].join(' ');
}

function readSet(folder: string, set: 'train' | 't10k'): ImageSet {
  const images = loadChecked(folder, `${set}-images-idx3-ubyte`);
  const labels = loadChecked(folder, `${set}-labels-idx1-ubyte`);
  const [count, height, width] = images.shape;
  if (labels.shape[0] !== count) {
    throw new DataError(
      folder,
      'mismatch',
      `${count} ${set} images but ${labels.shape[0]} labels: images and labels must come from the same set.`,
    );
  }
  return { count, height, width, pixels: images.data, labels: labels.data };
}

function loadChecked(folder: string, name: string): { shape: readonly number[]; data: Uint8Array } {
  const file = findFile(folder, name);
  if (!file)
    throw new DataError(builtin('node:path').join(folder, `${name}.gz`), 'notFound', 'missing.', {
      advice: 'The folder has other MNIST files; add this one to them.',
    });
  const content = readContent(file);
  const { shape, data } = parseIdx(content, file);
  const digest = builtin('node:crypto').createHash('sha256').update(content).digest('hex');
  if (!KNOWN_DIGESTS[name].includes(digest)) {
    throw new DataError(
      file,
      'altered',
      `altered: SHA-256 of its content is ${digest}; expected ${KNOWN_DIGESTS[name].join(' (subset) or ')} (original).`,
      { advice: 'Restore the file, for example with git checkout.' },
    );
  }
  return { shape, data: data as Uint8Array };
}
