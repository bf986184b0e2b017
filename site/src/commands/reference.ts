import { setPriority } from 'node:os';
import { buildReference } from '../reference/build.js';

// `npm start` runs this in a process of its own, because reading the sources takes long: it leaves
// the reference in the cache. Pages and lessons go first.
setPriority(10);
try {
  await buildReference();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
