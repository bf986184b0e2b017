/** The modules that cells in a page can import. */
export const PAGE_MODULES = [
  'initlab',
  'initlab/plot',
  'initlab/tasks',
  '@tensorflow/tfjs',
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-layers',
  'node:assert',
  'node:assert/strict',
  'node:util',
] as const;

export type PageModule = (typeof PAGE_MODULES)[number];
