/**
 * Compiles every `lib/assembly/*.ts`, which is AssemblyScript, to WebAssembly with SIMD and embeds
 * it, in hexadecimal digits, in a module `lib/src/foundation/wasm/generated/*.ts` that exports
 * `wasm`. It runs before every `tsc -b` and does nothing while the sources stay the same.
 *
 * To add a module, write `lib/assembly/NAME.ts` and import
 * `{ wasm } from '…/foundation/wasm/generated/NAME.js'` where it is used. Code that several modules
 * share goes into a subfolder, which is not compiled by itself. The memory is imported: it may come
 * from `instantiate` or from another module, so a module allocates nothing and keeps no static
 * data.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sources = import.meta.dirname;
const generated = join(sources, '../src/foundation/wasm/generated');
const options = ['-O3', '--noAssert', '--runtime=stub', '--importMemory', '--noExportMemory', '--enable=simd'];
/**
 * Relaxed instructions give different numbers on different machines, and older engines refuse them,
 * so only modules whose names end in Fused use them.
 */
const relaxed = ['--enable=relaxed-simd'];

mkdirSync(generated, { recursive: true });
const mark = `// ${hash()}`;
const kernels = readdirSync(sources).filter((file) => file.endsWith('.ts'));
for (const file of readdirSync(generated)) if (!kernels.includes(file)) rmSync(join(generated, file));
for (const kernel of kernels) if (!isCurrent(join(generated, kernel))) await compile(kernel);

/** Computes a digest of everything that the result depends on. */
function hash() {
  const parts = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((file) => /\.[jt]s$/.test(file));
  const digest = createHash('sha256');
  for (const part of parts.sort()) digest.update(part).update(readFileSync(join(sources, part)));
  const compiler = new URL('package.json', import.meta.resolve('assemblyscript/package.json'));
  return digest.update(JSON.parse(readFileSync(compiler, 'utf8')).version).digest('hex');
}

function isCurrent(/** @type {string} */ file) {
  try {
    return readFileSync(file, 'utf8').startsWith(`${mark}\n`);
  } catch {
    return false;
  }
}

async function compile(/** @type {string} */ kernel) {
  const { default: asc } = await import('assemblyscript/asc');
  /** @type {Uint8Array | undefined} */
  let binary;
  const features = kernel.endsWith('Fused.ts') ? [...options, ...relaxed] : options;
  const { error, stderr } = await asc.main([kernel, '--baseDir', sources, '--outFile', 'out.wasm', ...features], {
    writeFile: (_name, contents) => {
      binary = /** @type {Uint8Array} */ (contents);
    },
  });
  if (error) {
    process.stderr.write(stderr.toString());
    process.exit(1);
  }
  // In a compressed package, these digits take 30 % less than base64, which spreads bytes over
  // characters.
  const digits = Buffer.from(binary ?? []).toString('hex');
  writeFileSync(join(generated, kernel), `${mark}\nexport const wasm: string = '${digits}';\n`);
}
