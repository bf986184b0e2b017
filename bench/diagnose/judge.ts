import { useBackend } from 'initlab';
import { faults } from '../../test/diagnose/faults.js';
import { healthy } from '../../test/diagnose/healthy.js';
import { judgeFault, judgeHealthy } from '../../test/diagnose/score.js';
import { absoluteRules } from './sageMaker.js';

/** A process of its own: judges the networks of one half, and sends each judgement to its parent. */
const [half, first, count] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const [titles, judge] = half === 'healthy' ? [Object.keys(healthy), judgeHealthy] : [Object.keys(faults), judgeFault];

await useBackend('wasm');
for (const title of titles) {
  let right = 0;
  for (let i = 0; i < count; i++) {
    // One in four of those that are repaired is trained, too.
    const judged = await judge(title, first + i, { others: absoluteRules, learn: i % 4 === 0 });
    if (judged.right) right++;
    process.send?.(judged);
  }
  console.error(`${title}: ${right} of ${count}`);
}
process.disconnect?.();
