import { readFileSync } from 'node:fs';
import { useBackend } from 'initlab';
import { type Opener, openMutations } from './mutations.js';

// Script of the process that `measureMutations` starts.
const [file, count, seed, opener] = process.argv.slice(2);
await useBackend('wasm');
const outcome = await openMutations(readFileSync(file), Number(count), Number(seed), opener as Opener);
console.log(JSON.stringify({ ...outcome, mebibytes: process.resourceUsage().maxRSS / 1024 }));
