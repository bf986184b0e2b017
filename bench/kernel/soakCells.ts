/**
 * Cells of all kinds, which run one after the other again and again. `#` stands for a number that
 * changes each time.
 */
export const SOAK_CELLS: readonly string[] = [
  '1 + #',
  'function scale(x: number): number { return # * x; }\nscale(2)',
  'let total = 0; for (let i = 0; i < 1e4; i++) total += i % 7;\ntotal',
  'total += #;',
  'for (let i = 0; i < 100; i++) console.log(i, #); console.error("done");',
  "import { heNormal, random } from 'initlab';\nheNormal()(random(#), [100, 100])",
  "import { histogram } from 'initlab/plot';\nhistogram(heNormal()(random(#), [50, 50]))",
  'interface Point { x: number; y?: string }\nconst point: Point = { x: # };\npoint',
  'class Counter { private count = #; next(): number { return ++this.count; } }\nnew Counter().next()',
  "throw new Error('failure #', { cause: new RangeError('reason') });",
  'const wrong: string = #;',
  'const broken = (;',
  'await new Promise((resolve) => setTimeout(resolve, 5));\nsetTimeout(() => console.log("late"), 20); #',
  "void Promise.reject(new Error('nobody waits for # '));",
  'new Float64Array(1e6).fill(#).length',
  "(globalThis as any)[Symbol.for('Jupyter.displayData')]({ data: { 'text/html': '<b>' + 'x'.repeat(1e5) }, metadata: {}, transient: {} }, false);",
  "import { readdirSync } from 'node:fs';\nreaddirSync('.').length + #",
  'const [first, ...others] = Array.from({ length: # % 9 + 1 }, (_, i) => i);\nothers',
];

/** A cell that ends processes or threads of its own, which few of all cells do. */
export const COSTLY_CELLS: readonly string[] = [
  '!echo #',
  "import { execFileSync } from 'node:child_process';\nexecFileSync(process.execPath, ['--version']).toString() + #",
  "import { Worker } from 'node:worker_threads';\nnew Worker('setInterval(() => {}, 1000)', { eval: true }).terminate().then(() => #)",
];
