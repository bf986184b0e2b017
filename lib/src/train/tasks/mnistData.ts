import type { Dataset } from '../data/dataset.js';
import { type ImageSet, loadMnist } from '../data/loadMnist.js';

/** Mean and standard deviation of all grey levels of the 60,000 training images, on a scale from 0 to 1. */
const [MEAN, STD] = [0.1307, 0.3081];

/** Images as numbers of mean 0 and second moment 1, flat [784] or as [28, 28, 1], with their labels. */
export function mnistData(flat: boolean, folder?: string): { train: Dataset; test: Dataset } {
  const { train, test } = loadMnist(folder);
  return { train: toDataset(train, flat), test: toDataset(test, flat) };
}

function toDataset({ count, height, width, pixels, labels }: ImageSet, flat: boolean): Dataset {
  // A table and a plain loop: `Float32Array.from` with a function takes a second for these millions of numbers.
  const scaled = Float32Array.from({ length: 256 }, (_, pixel) => (pixel / 255 - MEAN) / STD);
  const data = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) data[i] = scaled[pixels[i]];
  return {
    x: { shape: flat ? [count, height * width] : [count, height, width, 1], data },
    y: { shape: [count], data: labels },
  };
}
