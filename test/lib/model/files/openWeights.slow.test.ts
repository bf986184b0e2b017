import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { measureMutations } from './mutations.js';
import { float32, safetensors } from './safetensors.js';

const COUNT = 10_000;

describe('openWeights on many damaged files', function () {
  this.timeout(600_000);

  const files: Record<string, () => Uint8Array> = {
    'of torch.save': () => readFileSync(join(import.meta.dirname, 'fixtures/state.pt')),
    'of torch.save before 1.6': () => readFileSync(join(import.meta.dirname, 'fixtures/legacy.pt')),
    'of safetensors': () => safetensors({ a: float32([1, 2, 3, 4, 5, 6], [3, 2]), b: float32([1]) }),
  };
  for (const [name, bytes] of Object.entries(files)) {
    it(`refuses or reads each of ${COUNT} damaged files ${name} in less than 1 GiB`, async () => {
      const { refused, read, mebibytes } = await measureMutations(bytes(), COUNT, 3);
      expect(refused + read).to.equal(COUNT);
      expect(mebibytes).to.be.below(1024);
    });
  }
});
