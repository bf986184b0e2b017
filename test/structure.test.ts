import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..');
const PACKAGES = ['lib/src', 'kernel/src', 'site/src', 'site/client'];

/** Largest number of entries in a folder, so that a reader can take them in at a glance. */
const MOST_ENTRIES = 16;
/**
 * Folders that may be wider: each file of `init` is a family of initializers, and the kernel's
 * engine follows the parts of tslab that it replaces.
 */
const WIDE = ['lib/src/init', 'kernel/src/engine'];

/** The floors of the library, from the ground. A file imports from its own floor or from below. */
const FLOORS = [
  ['foundation'],
  ['random', 'activation', 'display', 'plot'],
  ['init'],
  ['backend'],
  ['network'],
  ['theory', 'signal'],
  ['model', 'train'],
  ['recommend'],
  ['diagnose'],
  ['cli', 'index.ts'],
];

describe('the layout of the sources', () => {
  const imports = new Map(PACKAGES.flatMap((folder) => filesBelow(folder)).map((file) => [file, importsOf(file)]));

  it(`has at most ${MOST_ENTRIES} entries in a folder`, () => {
    const wide = PACKAGES.flatMap(foldersBelow).filter(
      (folder) => entriesOf(folder).length > MOST_ENTRIES && !WIDE.includes(folder),
    );
    expect(wide.map((folder) => `${folder}: ${entriesOf(folder).length}`)).to.deep.equal([]);
  });

  it('has no import cycle', () => {
    expect(circleIn(imports)).to.deep.equal([]);
  });

  it('lets a file of the library import only from its own floor or from below', () => {
    const climbs = [...imports].flatMap(([file, targets]) =>
      targets.filter((target) => floorOf(target) > floorOf(file)).map((target) => `${file} imports ${target}`),
    );
    expect(climbs).to.deep.equal([]);
  });

  it('has a floor for every room of the library', () => {
    const rooms = entriesOf('lib/src');
    expect(rooms.filter((room) => !FLOORS.flat().includes(room))).to.deep.equal([]);
  });

  it('lets no package import the sources of another', () => {
    const packageOf = (file: string): string => file.split('/')[0];
    const across = [...imports].flatMap(([file, targets]) =>
      targets.filter((target) => packageOf(target) !== packageOf(file)).map((target) => `${file} imports ${target}`),
    );
    expect(across).to.deep.equal([]);
  });

  it('is checked by functions that find a cycle of imports and an import from above', () => {
    const circle = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts']],
      ['c.ts', ['b.ts']],
    ]);
    expect(circleIn(circle)).to.deep.equal(['b.ts', 'c.ts', 'b.ts']);
    expect(floorOf('lib/src/diagnose/diagnose.ts')).to.be.above(floorOf('lib/src/network/losses.ts'));
  });
});

/** Lists the entries of a folder, except what the build generates. */
function entriesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).filter((name) => name !== 'generated' && name !== '.DS_Store');
}

function foldersBelow(folder: string): string[] {
  const inner = readdirSync(join(ROOT, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...inner.flatMap(({ name }) => foldersBelow(`${folder}/${name}`))];
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : filesBelow(path);
    return path.endsWith('.ts') && !path.endsWith('.d.ts') ? [path] : [];
  });
}

/** Lists the files of the project that a file imports, including those of types. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(ROOT, file), 'utf8'), true, true);
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith('.') && !name.includes('/generated/'))
    .map((name) =>
      relative(ROOT, join(ROOT, dirname(file), name))
        .split(sep)
        .join('/'),
    )
    .map((name) => name.replace(/\.js$/, '.ts'));
}

/**
 * Finds the first import cycle, as a list of the files on it. The list is empty if there is none.
 */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const target of imports.get(file) ?? []) {
      const circle = walk(target, [...path, file]);
      if (circle.length > 0) return circle;
    }
    done.add(file);
    return [];
  };
  for (const file of imports.keys()) {
    const circle = walk(file, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

/** Computes the floor of a file of the library; −1 for files of other packages. */
function floorOf(file: string): number {
  const [, room] = /^lib\/src\/([^/]+)/.exec(file) ?? [];
  return FLOORS.findIndex((rooms) => rooms.includes(room));
}
