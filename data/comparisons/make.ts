// Trains the starts of a comparison with five seeds and writes the runs beside this script. With
// names of starts it trains only these, and keeps the runs of the others:
//   node --import tsx data/comparisons/make.ts transformers [START...]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { useBackend } from 'initlab';
import { type ComparedRun, type CompareOptions, compare, type Start, type StoredRun } from 'initlab/tasks';

const [name, ...chosen] = process.argv.slice(2);
if (!name) {
  console.error('Usage: node --import tsx data/comparisons/make.ts NAME [START...]');
  process.exit(2);
}
await useBackend('wasm');
interface Script {
  starts: Record<string, Start>;
  options: CompareOptions;
  /** Options of one start, if they differ from start to start. */
  optionsOf?: (start: string) => Partial<CompareOptions>;
}
const { starts, options, optionsOf }: Script = await import(`./${name}.ts`);
const file = join(import.meta.dirname, `${name}.json`);
const kept: StoredRun[] = chosen.length > 0 && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
const names = Object.keys(starts).filter((start) => chosen.length === 0 || chosen.includes(start));
const made = (await trainAll()).map(({ name: start, seed, end, steps, loss, lastLoss, testLoss, testAccuracy }) => ({
  ...{ name: start, seed, end, steps, lastLoss, testLoss, testAccuracy },
  loss: Array.from(loss, (value) => Number(value.toPrecision(6))),
}));
const rows = Object.keys(starts).flatMap((start) =>
  names.includes(start) ? made.filter((run) => run.name === start) : kept.filter((run) => run.name === start),
);
// One run per line, so that a change shows which run it is.
writeFileSync(file, `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`);
for (const { name: start, seed, lastLoss, testAccuracy } of made) console.log(start, seed, lastLoss, testAccuracy);

/** Trains the starts one after another, each with its own options. */
async function trainAll(): Promise<ComparedRun[]> {
  const runs: ComparedRun[] = [];
  for (const start of names)
    runs.push(...(await compare({ [start]: starts[start] }, { ...options, ...optionsOf?.(start) })));
  return runs;
}
