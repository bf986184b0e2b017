import { useBackend } from 'initlab';
import { faults } from '../test/diagnose/faults.js';
import { healthy } from '../test/diagnose/healthy.js';
import { type Judged, judgeFault, judgeHealthy } from '../test/diagnose/score.js';
import { confusion, perNetwork, summary, wrongOnes } from './diagnose/report.js';
import { absoluteRules } from './diagnose/sageMaker.js';

/** Seeds that nothing was chosen by: those of development are below 100 and from 9000 on. */
const FIRST_SEED = 1001;

/**
 * Judges networks of known faults and healthy ones, by this library and by absolute rules, and prints who was right, as Markdown. SEEDS
 * networks of each kind, default 20, which takes about half an hour; every second one whose weights are repaired is trained.
 */
export async function run(): Promise<void> {
  await useBackend('wasm');
  const count = Number(process.env.SEEDS ?? 20);
  const judged: Judged[] = [];
  for (const [titles, judge] of [
    [Object.keys(healthy), judgeHealthy],
    [Object.keys(faults), judgeFault],
  ] as const) {
    for (const title of titles) {
      for (let seed = FIRST_SEED; seed < FIRST_SEED + count; seed++)
        judged.push(await judge(title, seed, { others: absoluteRules, learn: seed < FIRST_SEED + count / 2 }));
      console.error(`${title}: ${judged.slice(-count).filter(({ right }) => right).length} of ${count}`);
    }
  }
  console.log([summary(judged), perNetwork(judged), confusion(judged), wrongOnes(judged)].join('\n\n'));
}
