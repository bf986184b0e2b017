/**
 * Runs `npm run bench -- NAME`, which measures the speed of this library and of others on this
 * machine.
 */
const BENCHES: Record<string, () => Promise<{ run(): Promise<void> }>> = {
  diagnose: () => import('./diagnose.js'),
  init: () => import('./init.js'),
  kernel: () => import('./kernel.js'),
  signal: () => import('./signal.js'),
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(BENCHES, name));
if (names.length === 0 || unknown.length > 0) {
  console.error(`Usage: npm run bench -- NAME…\nThe names are: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
for (const name of names) await (await BENCHES[name]()).run();
process.exit();
