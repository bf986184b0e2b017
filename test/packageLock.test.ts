import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';

interface Entry {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const file = join(import.meta.dirname, '../package-lock.json');
const { packages } = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, Entry> };

describe('package-lock.json', () => {
  it('contains every package that another one in it needs, on every platform', () => {
    const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !places(path, name).some((place) => place in packages))
        .map((name) => `${name}, needed by ${path || 'the project'}`),
    );
    expect(missing).to.deep.equal([]);
  });

  it('names no registry, so that any registry can serve it', () => {
    expect(readFileSync(file, 'utf8')).to.not.match(/"resolved": "https?:/);
  });
});

/** Lists the places where Node looks for a package from the folder `path`. */
function places(path: string, name: string): string[] {
  const folders = [...path.matchAll(/\/node_modules\//g)].map(({ index }) => path.slice(0, index));
  return [path, ...folders, ''].map((folder) => `${folder}${folder && '/'}node_modules/${name}`);
}
