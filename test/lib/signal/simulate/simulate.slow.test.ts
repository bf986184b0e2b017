import { spawnSync } from 'node:child_process';
import { expect } from 'chai';
import { heNormal, orthogonal, simulate } from 'initlab';

/**
 * Measures the largest memory, in MB, that a separate process takes for `trials` nets of 100 layers
 * of `width` units.
 */
function memoryOf(trials: number, width: number): number {
  const code = `import { heUniform, simulate } from 'initlab';
    const options = { widths: Array(101).fill(${width}), activation: 'relu', init: heUniform(), batch: 1, jobs: 2 };
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

  it('takes no more memory for 100 nets of 100 layers of 512 units than for two, one on each thread', () => {
    // The weights of a single net would take 105 MB, and those of one layer 1 MB.
    expect(memoryOf(100, 512)).to.be.below(memoryOf(2, 512) + 50);
  });

  it('takes memory for the results only, and not for signals, of 1,750 more nets of 100 layers of 128 units', () => {
    // Their results take 23 MB. Their signals would take 90 MB, and one layer of weights 115 MB.
    expect(memoryOf(2000, 128)).to.be.below(memoryOf(250, 128) + 60);
  });

  // Lesson 7 says so. The logarithms are nearly normal, so the standard error of their variance is
  // 8 % for 300 nets; four of them are one false alarm in 16,000. The ratio of the claims is 5/3.
  for (const [name, init, constant] of [
    ['orthogonal weights', orthogonal({ gain: Math.SQRT2 }), 3],
    ['He’s weights', heNormal(), 5],
  ] as const) {
    it(`spreads the logarithm of the second moment by ${constant}L/n after L ReLU layers with ${name}`, async () => {
      const [depth, width] = [20, 128];
      const widths = Array.from({ length: depth + 1 }, () => width);
      const { layers } = await simulate({ widths, activation: 'relu', init, batch: 1, trials: 300, seed: 1 });
      const start = layers[0].activation.trials;
      const logs = Array.from(layers[depth].activation.trials, (q, i) => Math.log(q / start[i]));
      const mean = logs.reduce((sum, log) => sum + log / logs.length, 0);
      const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1);
      expect(variance / ((constant * depth) / width)).to.be.closeTo(1, 0.33);
    });
  }
});
