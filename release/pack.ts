import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { readRepository } from './repository.js';

const ROOT = join(import.meta.dirname, '..');

interface Manifest {
  name: string;
  types: string;
  exports: Record<string, string | { types?: string }>;
}

/**
 * Packs a built package into a tarball, as `npm publish` takes it. JavaScript loses its comments
 * and spaces but keeps its names, so that stacks can be read. Declarations that no export reaches
 * are left out. Returns the path of the tarball.
 *
 * @param folder folder of the package, relative to the repository
 * @param out folder for the tarball
 */
export function packPackage(folder: string, out: string): string {
  const source = join(ROOT, folder);
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Manifest;
  const staged = join(out, manifest.name);
  rmSync(staged, { recursive: true, force: true });
  mkdirSync(staged, { recursive: true });
  for (const name of ['package.json', 'README.md', 'LICENSE', 'bin', 'dist', 'logo'])
    if (existsSync(join(source, name))) cpSync(join(source, name), join(staged, name), { recursive: true });
  const published = { ...manifest, repository: readRepository(ROOT, folder) };
  writeFileSync(join(staged, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
  const dist = join(staged, 'dist');
  const reached = reachedDeclarations(staged, manifest);
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    const path = join(dist, name);
    const isNeedless = name === '.tsbuildinfo' || (name.endsWith('.d.ts') && !reached.has(path));
    if (isNeedless) rmSync(path);
    else if (name.endsWith('.js')) writeFileSync(path, withoutSpaces(readFileSync(path, 'utf8')));
  }
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', out], { cwd: staged, encoding: 'utf8' }),
  ) as { filename: string }[];
  rmSync(staged, { recursive: true });
  return join(out, filename);
}

function withoutSpaces(code: string): string {
  return transformSync(code, { minifyWhitespace: true, minifySyntax: true, format: 'esm', target: 'es2023' }).code;
}

/** Lists the declarations that the package's exports reach by their imports. */
function reachedDeclarations(folder: string, { types, exports }: Manifest): Set<string> {
  const reached = new Set<string>();
  const visit = (path: string): void => {
    if (reached.has(path) || !existsSync(path)) return;
    reached.add(path);
    for (const [, target] of readFileSync(path, 'utf8').matchAll(/(?:from|import\(|import)\s*['"](\.[^'"]+)['"]/g))
      visit(join(dirname(path), target.replace(/\.js$/, '.d.ts')));
  };
  const entries = Object.values(exports).map((entry) => (typeof entry === 'string' ? undefined : entry.types));
  for (const entry of [types, ...entries]) if (entry !== undefined) visit(join(folder, entry));
  return reached;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const out = join(ROOT, 'release/dist');
  for (const folder of ['lib', 'kernel']) console.log(packPackage(folder, out));
}
