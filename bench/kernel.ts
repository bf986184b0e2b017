import { findContestants } from './kernel/contestants.js';
import { type Measures, measureKernel } from './kernel/measure.js';
import { table } from './kernel/report.js';
import { medianMeasurement } from './support/table.js';

/**
 * Number of rounds. In each round, every kernel has its turn, so that disturbances of the machine
 * affect all of them.
 */
const ROUNDS = 7;

/** Starts the kernels one after another, in seven rounds, and prints a table of the medians. */
export async function run(): Promise<void> {
  const contestants = findContestants();
  const results = new Map<string, Measures[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 1; round <= ROUNDS; round++) {
    for (const contestant of contestants) {
      if (contestant.absent !== undefined) continue;
      process.stderr.write(`round ${round} of ${ROUNDS}  ${contestant.name}\n`);
      results.get(contestant.name)?.push(await measureKernel(contestant));
    }
  }
  console.log(
    `Medians of ${ROUNDS}; in brackets what initlab takes as a multiple of the other. ${process.version}, ${process.platform}.\n`,
  );
  console.log(
    table(contestants, (name, row) => medianMeasurement((results.get(name) ?? []).map((measures) => measures[row]))),
  );
}
