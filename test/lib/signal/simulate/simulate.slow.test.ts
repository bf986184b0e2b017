import { spawnSync } from 'node:child_process';
import { expect } from 'chai';

/**
 * Measures the largest memory, in MB, that a separate process takes for `trials` nets of 100 layers
 * of 512 units.
 */
function memoryOf(trials: number): number {
  const code = `import { heUniform, simulate } from 'initlab';
    const options = { widths: Array(101).fill(512), activation: 'relu', init: heUniform(), batch: 1, jobs: 2 };
    const { layers } = await simulate({ ...options, trials: ${trials} });
    console.log(layers[100].activation.trials.length, process.resourceUsage().maxRSS / 1024);`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    timeout: 550_000,
  });
  const [done, memory] = stdout.split(' ').map(Number);
  expect(done).to.equal(trials);
  return memory;
}

describe('simulate', function () {
  this.timeout(600_000);

  it('takes no more memory for 1,000 nets of 100 layers of 512 units than for two, one on each thread', () => {
    // The weights of a single net would take 105 MB.
    expect(memoryOf(1000)).to.be.below(memoryOf(2) + 50);
  });
});
