import type { Dataset } from '../data/dataset.js';
import { type ImageSet, loadMnist } from '../data/loadMnist.js';

/**
 * Mean and standard deviation of the grey levels of the 60,000 training images, scaled to [0, 1].
 */
const MEAN = 0.1307;
const STD = 0.3081;

/** Loads images with mean 0 and second moment 1, as [784] or [28, 28, 1], with their labels. */
export function mnistData(isFlat: boolean, folder?: string): { train: Dataset; test: Dataset } {
  const { train, test } = loadMnist(folder);
  return { train: toDataset(train, isFlat), test: toDataset(test, isFlat) };
}

function toDataset({ count, height, width, pixels, labels }: ImageSet, isFlat: boolean): Dataset {
  // A table and a plain loop, because `Float32Array.from` with a function takes a second here.
  const scaled = Float32Array.from({ length: 256 }, (_, pixel) => (pixel / 255 - MEAN) / STD);
  const data = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) data[i] = scaled[pixels[i]];
  return {
    x: { shape: isFlat ? [count, height * width] : [count, height, width, 1], data },
    y: { shape: [count], data: labels },
  };
}
