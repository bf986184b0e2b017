import { useBackend } from 'initlab';
import { faults } from '../../test/faults/faults.js';
import { healthy } from '../../test/faults/healthy.js';
import { judgeFault, judgeHealthy } from '../../test/faults/score.js';
import { firingRules } from './sageMaker.js';

/**
 * Script of one worker process. Of all kinds of networks, numbered from 0, it judges those whose
 * number is `part` modulo `parts`, and sends each judgement to its parent.
 */
const [part, parts, first, count] = process.argv.slice(2).map(Number);
const kinds = [
  ...Object.keys(healthy).map((title) => ({ title, judge: judgeHealthy })),
  ...Object.keys(faults).map((title) => ({ title, judge: judgeFault })),
];

await useBackend('wasm');
for (const { title, judge } of kinds.filter((_, i) => i % parts === part)) {
  let right = 0;
  for (let i = 0; i < count; i++) {
    // One in ten of the repaired networks is also trained.
    const judged = await judge(title, first + i, { others: firingRules, learn: i % 10 === 0 });
    if (judged.right) right++;
    process.send?.({ ...judged, order: kinds.findIndex((kind) => kind.title === title) });
  }
  console.error(`${title}: ${right} of ${count}`);
}
process.disconnect?.();
