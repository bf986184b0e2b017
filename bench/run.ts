/**
 * Runs `npm run bench -- NAME`, which measures the speed of this library and of others on this
 * machine.
 */
const BENCHES: Record<string, () => Promise<{ run(args?: readonly string[]): Promise<void> }>> = {
  diagnose: () => import('./diagnose.js'),
  field: () => import('./field.js'),
  hub: () => import('./hub.js'),
  init: () => import('./init.js'),
  kernel: () => import('./kernel.js'),
  lessons: () => import('./lessons/lessons.js'),
  monitor: () => import('./monitor.js'),
  mutate: () => import('./mutate.js'),
  pages: () => import('./lessons/pages.js'),
  scale: () => import('./scale.js'),
  signal: () => import('./signal.js'),
  soak: () => import('./kernel/soak.js'),
  static: () => import('./hub/staticPages.js'),
  sweeps: () => import('./sweeps.js'),
};

/** Benchmarks that take the words after their name as arguments. */
const WITH_ARGUMENTS = ['field', 'hub', 'lessons', 'mutate', 'pages', 'signal', 'soak'];

const words = process.argv.slice(2);
const names = WITH_ARGUMENTS.includes(words[0]) ? words.slice(0, 1) : words;
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
if (names.length === 0 || unknown.length > 0) {
  console.error(`Usage: npm run bench -- NAME…\nThe names are: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
for (const name of names) await (await BENCHES[name]()).run(words.slice(names.length));
process.exit();
