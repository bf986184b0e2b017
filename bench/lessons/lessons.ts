import { dirname, resolve } from 'node:path';
import { readNotebook, startKernel } from 'initlab-kernel';
import { createCompiler } from '../../kernel/src/compiler/compiler.js';
import { readPreloadSetting } from '../../kernel/src/compiler/project/preloadSetting.js';
import { findLessons, selectLessons } from '../../site/src/lessons/files.js';
import { cpuSeconds } from './cpuSeconds.js';
import { type Phase, runTwin, TWINS } from './twin.js';

/** Calls that train, in the cells of the lessons. */
const TRAINS = /\b(compare|train|descend|tell|watched)\(/;

/** Phases of a cold run of a lesson. */
interface LessonPhases {
  /** Start of the kernel, until its compiler is loaded. */
  start: Phase;
  /** First code cell, which imports the library and chooses the backend. */
  library: Phase;
  /** Cells that train. */
  training: Phase;
  /** All other cells: theory, simulation, tables and figures. */
  rest: Phase;
}

/**
 * Runs lessons cold, each in a new kernel, and prints how long the phases of a run take. The time
 * of the compiler is measured apart, on the same cells, because it is part of every phase. Lessons
 * that have a twin in Python are compared with it, which does the same training by PyTorch, cold,
 * in ipykernel.
 *
 * @param names names of lessons, or none for all of them
 */
export async function run(names: readonly string[] = []): Promise<void> {
  const files = selectLessons(findLessons(), names).filter((file) => names.length > 0 || /^\d/.test(file.name));
  const rows: string[] = [];
  const twins: string[] = [];
  for (const { name, path } of files) {
    process.stderr.write(`${name}\n`);
    const own = await phasesOf(path);
    const compile = compileSeconds(path);
    const total = sum(Object.values(own));
    const columns = [total, own.start, own.library, own.training, own.rest].map(shown);
    rows.push(`| ${name} | ${columns.join(' | ')} | ${compile.toFixed(1)} |`);
    if (!(name in TWINS)) continue;
    const twin = await runTwin(name as keyof typeof TWINS);
    const pairs = [own.start, twin.start, own.library, twin.library, own.training, twin.training].map(shown);
    const ratio = (own.training.cpu / twin.training.cpu).toFixed(2);
    twins.push(`| ${name} | ${pairs.join(' | ')} | ${ratio} |`);
  }
  console.log('Seconds by the clock, in brackets those of the processor. The compiler is part of all phases.\n');
  console.log('| lesson | all | kernel start | library | training | rest | compiler |');
  console.log(`|---|--:|--:|--:|--:|--:|--:|\n${rows.join('\n')}`);
  if (twins.length === 0) return;
  console.log('\nBeside PyTorch on one thread in ipykernel; the ratio is that of the processor times of training.\n');
  console.log('| lesson | start | ipykernel | library | torch | training | torch | ratio |');
  console.log(`|---|--:|--:|--:|--:|--:|--:|--:|\n${twins.join('\n')}`);
}

async function phasesOf(path: string): Promise<LessonPhases> {
  const nothing = (): Phase => ({ wall: 0, cpu: 0 });
  const phases: LessonPhases = { start: nothing(), library: nothing(), training: nothing(), rest: nothing() };
  let from = performance.now();
  let used = 0;
  const kernel = await startKernel({ folder: dirname(resolve(path)) });
  /** Adds what has passed since the last call to a phase. */
  const add = (phase: keyof LessonPhases): void => {
    const [now, cpu] = [performance.now(), cpuSeconds(kernel.pid)];
    phases[phase].wall += (now - from) / 1000;
    phases[phase].cpu += cpu - used;
    [from, used] = [now, cpu];
  };
  try {
    await kernel.request('shell', 'is_complete_request', { code: '' });
    add('start');
    for (const [i, source] of codeCells(path).entries()) {
      const { content } = await kernel.execute(source);
      if (content.status !== 'ok') throw new Error(`${path} fails: ${content.ename}: ${content.evalue}\n${source}`);
      if (i === 0) add('library');
      else add(TRAINS.test(source) ? 'training' : 'rest');
    }
    return phases;
  } finally {
    await kernel.shutdown();
  }
}

/** Compiles the cells of a lesson as the kernel does; the processor seconds of that. */
function compileSeconds(path: string): number {
  const from = process.cpuUsage();
  const folder = dirname(resolve(path));
  const preload = readPreloadSetting(folder, () => {});
  const compiler = createCompiler(folder, preload);
  compiler.prepare();
  for (const name of preload) compiler.preload(name);
  for (const [cell, code] of codeCells(path).entries()) {
    const answer = compiler.compile(cell, code, `cell ${cell}`);
    if (answer.status === 'refused') throw new Error(`${path} does not compile: ${answer.failure.evalue}`);
    // Every word of the cell stands for the names that it declares, all of which have been reached.
    compiler.finish({ cell, code, label: `cell ${cell}`, reached: code.match(/[\p{L}_$][\p{L}\w$]*/gu) ?? [] });
  }
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1e6;
}

function codeCells(path: string): string[] {
  const { cells } = readNotebook(path);
  return cells
    .filter(({ cell_type, source }) => cell_type === 'code' && source.trim() !== '')
    .map((cell) => cell.source);
}

function sum(phases: readonly Phase[]): Phase {
  return phases.reduce((total, { wall, cpu }) => ({ wall: total.wall + wall, cpu: total.cpu + cpu }), {
    wall: 0,
    cpu: 0,
  });
}

function shown({ wall, cpu }: Phase): string {
  return `${wall.toFixed(1)} (${cpu.toFixed(1)})`;
}
