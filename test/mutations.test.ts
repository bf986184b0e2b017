import { expect } from 'chai';
import { useBackend } from 'initlab';
import { temporaryFolder } from './kernel/support/files.js';
import { drawFrom } from './support/mutate.js';
import { faultOf, makeSubjects, withoutWarnings } from './support/mutationSubjects.js';

/** Number of mutated files of each kind; `npm run bench -- mutate` reads 20,000. */
const COUNT = 120;

describe('a mutated file', function () {
  this.timeout(60_000);

  it('gives a result or one clear line, whatever its kind, and is not changed by reading it', async () => {
    await useBackend('wasm');
    const folder = temporaryFolder();
    const faults: string[] = [];
    await withoutWarnings(async () => {
      for (const [index, subject] of (await makeSubjects(folder)).entries()) {
        for (let i = 0; i < COUNT; i++) {
          const fault = await faultOf(subject, folder, drawFrom(index * 1_000_000 + i));
          if (fault !== undefined) faults.push(`${subject.name} ${i}: ${fault}`);
        }
      }
    });
    expect(faults).to.deep.equal([]);
  });
});
