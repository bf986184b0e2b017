import { heNormal, orthogonal, random } from 'initlab';
import type { Contestant } from '../support/compare.js';
import { MILLIONS, type RowKey, timedContestant } from './contestants.js';

/** Makes this library's contestant. */
export function libraryContestant(): Contestant<RowKey> {
  const stream = random(1);
  const out = new Float32Array(MILLIONS);
  return timedContestant('initlab', {
    uniform: () => stream.uniform(out),
    normal: () => stream.normal(out),
    truncatedNormal: () => stream.truncatedNormal(out),
    heNormal: () => heNormal()(stream, [512, 512]),
    orthogonal256: () => orthogonal()(stream, [256, 256]),
    orthogonal512: () => orthogonal()(stream, [512, 512]),
  });
}
