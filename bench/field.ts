import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { useBackend } from 'initlab';
import { confirm } from '../test/field/confirm.js';
import type { Half } from '../test/field/half.js';
import { builtIds, type Entry, entriesOf } from '../test/field/library.js';
import { droppedSources } from '../test/field/sources.js';
import { type Judgement, judge } from '../test/field/verdict.js';
import { report, summary } from './field/report.js';

const LOG = new URL('../docs/field-log.md', import.meta.url);

/**
 * Judges `diagnose` on networks of the field library and prints the table as Markdown. With
 * `--confirm` it trains the networks instead, to see that each does what its source says. The
 * held-out set is run only if it is named, and each whole run of it adds a section to the log.
 */
export async function run(args: readonly string[] = []): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { half: { type: 'string', default: 'development' }, confirm: { type: 'boolean', default: false } },
  });
  if (values.half !== 'development' && values.half !== 'heldOut') {
    throw new RangeError(`--half is ${values.half}; it must be development or heldOut`);
  }
  await useBackend('wasm');
  const ids = positionals.length > 0 ? positionals : builtIds(values.half);
  const entries = await entriesOf(values.half, ids);
  if (values.confirm) return confirmAll(entries);
  const judgements: Judgement[] = [];
  for (const entry of entries) {
    const start = performance.now();
    const judgement = await judge(entry);
    judgements.push(judgement);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const { id, cause, verdict, said } = judgement;
    console.error(`${id} (${cause}): ${verdict}, ${seconds} s; ${said.join(', ') || 'nothing found'}`);
  }
  const dropped = droppedSources().map(({ id, reason }) => `- ${id}: ${reason}`);
  console.log([report(judgements), `Dropped: ${dropped.length}`, ...dropped].join('\n\n'));
  if (values.half === 'heldOut' && positionals.length === 0) log(values.half, judgements);
}

async function confirmAll(entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) {
    const start = performance.now();
    const runs = (await confirm(entry)).map(({ seed, built, repaired, holds }) => {
      const after = repaired ? `, repaired ${repaired.skill.toPrecision(3)}` : '';
      return `seed ${seed}: ${built.skill.toPrecision(3)} (${built.end})${after}${holds ? '' : ' DOES NOT HOLD'}`;
    });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${entry.network.id} (from ${entry.network.learnsFrom}): ${runs.join('; ')}; ${seconds} s`);
  }
}

function log(half: Half, judgements: readonly Judgement[]): void {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const date = new Date().toISOString().slice(0, 10);
  appendFileSync(LOG, `\n## ${date}, commit ${commit}, ${half}\n\n${summary(judgements)}\n`);
}
