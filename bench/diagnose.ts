import { useBackend } from 'initlab';
import { faults } from '../test/diagnose/faults.js';
import { healthy } from '../test/diagnose/networks.js';
import { type Judged, judgeFault, judgeHealthy } from '../test/diagnose/score.js';
import { confusion, perFault, summary } from './diagnose/report.js';
import { absoluteRules } from './diagnose/sageMaker.js';

/** Seeds that nothing was chosen by: those of development are from 9000 on. */
const FIRST_SEED = 1;

/** Judges networks of known faults and healthy ones, by this library and by absolute rules, and prints who was right. SEEDS networks of each kind, default 20. */
export async function run(): Promise<void> {
  await useBackend('wasm');
  const count = Number(process.env.SEEDS ?? 20);
  const seeds = Array.from({ length: count }, (_, i) => FIRST_SEED + i);
  const judged: Judged[] = [];
  for (const [titles, judge] of [
    [Object.keys(healthy), judgeHealthy],
    [Object.keys(faults), judgeFault],
  ] as const) {
    for (const title of titles) {
      for (const seed of seeds) judged.push(judge(title, seed, absoluteRules));
      console.log(perFault(title, judged.slice(-count)));
    }
  }
  console.log(`\n${confusion(judged)}\n\n${summary(judged)}`);
}
