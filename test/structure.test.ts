import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..');
const PACKAGES = ['lib/src', 'kernel/src', 'site/src', 'site/client'];

/** The most entries that a folder shows, so that a reader meets the idea and not its helpers. */
const MOST_ENTRIES = 16;
/** Each file of `init` is a public function; the kernel's engine is to be rebuilt in rooms. */
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

  it(`shows at most ${MOST_ENTRIES} entries in a folder`, () => {
    const wide = PACKAGES.flatMap(foldersBelow).filter(
      (folder) => entriesOf(folder).length > MOST_ENTRIES && !WIDE.includes(folder),
    );
    expect(wide.map((folder) => `${folder}: ${entriesOf(folder).length}`)).to.deep.equal([]);
  });

  it('has no circle of imports', () => {
    expect(circleIn(imports)).to.deep.equal([]);
  });

  it('imports from the same floor of the library or from below', () => {
    const climbs = [...imports].flatMap(([file, targets]) =>
      targets.filter((target) => floorOf(target) > floorOf(file)).map((target) => `${file} imports ${target}`),
    );
    expect(climbs).to.deep.equal([]);
  });

  it('has a floor for every room of the library', () => {
    const rooms = entriesOf('lib/src');
    expect(rooms.filter((room) => !FLOORS.flat().includes(room))).to.deep.equal([]);
  });

  it('keeps the library, the kernel and the site apart', () => {
    const packageOf = (file: string): string => file.split('/')[0];
    const across = [...imports].flatMap(([file, targets]) =>
      targets.filter((target) => packageOf(target) !== packageOf(file)).map((target) => `${file} imports ${target}`),
    );
    expect(across).to.deep.equal([]);
  });

  it('finds a circle and a climb where there are some', () => {
    const circle = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts']],
      ['c.ts', ['b.ts']],
    ]);
    expect(circleIn(circle)).to.deep.equal(['b.ts', 'c.ts', 'b.ts']);
    expect(floorOf('lib/src/diagnose/diagnose.ts')).to.be.above(floorOf('lib/src/network/losses.ts'));
  });
});

/** What a reader sees of a folder: what the build generates does not count. */
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

/** The files of the project that a file imports, types included. */
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
 * Finds the first circle of imports, as a list of the files on it. The list is empty if there is
 * none.
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

/** The height of a file of the library; files of other packages have none. */
function floorOf(file: string): number {
  const [, room] = /^lib\/src\/([^/]+)/.exec(file) ?? [];
  return FLOORS.findIndex((rooms) => rooms.includes(room));
}
