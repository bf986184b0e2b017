import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { expect } from 'chai';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '..');
const PACKAGES = ['lib/src', 'kernel/src', 'site/src', 'site/client', 'site/worker'];

/** Largest number of entries in a folder, so that a reader can take them in at a glance. */
const MOST_ENTRIES = 16;
/** The folder that may be wider: each file of `init` is a family of initializers. */
const WIDE = ['lib/src/init'];

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

interface Manifest {
  imports?: Record<string, { node: string }>;
}

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

  it('takes values of TensorFlow.js from modules that load it when it is used', () => {
    const direct = filesBelow('lib/src').flatMap((file) =>
      parse(file)
        .statements.filter(ts.isImportDeclaration)
        .filter(({ importClause }) => importClause?.phaseModifier !== ts.SyntaxKind.TypeKeyword)
        .filter(({ moduleSpecifier }) => /^'@tensorflow\/tfjs-(core|layers)/.test(moduleSpecifier.getText()))
        .map((statement) => `${file}: ${statement.getText()}`),
    );
    expect(direct).to.deep.equal([]);
  });

  it('lets no package import the sources of another', () => {
    const packageOf = (file: string): string => file.split('/')[0];
    const across = [...imports].flatMap(([file, targets]) =>
      targets.filter((target) => packageOf(target) !== packageOf(file)).map((target) => `${file} imports ${target}`),
    );
    expect(across).to.deep.equal([]);
  });

  it('exports a function, class or constant only if another file imports it', () => {
    const places = ['test', 'bench', 'lib/bin', 'kernel/bin', 'site/bin'];
    const users = [...PACKAGES, ...places].flatMap(scriptsBelow).map((file) => parse(file));
    const imported = new Set(users.flatMap(importedNames));
    const isImported = (file: string, name: string): boolean =>
      imported.has(`${file}#${name}`) || imported.has(`${file}#*`);
    const needless = users
      .filter(({ fileName }) => imports.has(fileName))
      .flatMap((source) =>
        exportedValues(source)
          .filter((name) => !isImported(source.fileName, name))
          .map((name) => `${source.fileName} exports ${name}`),
      );
    expect(needless).to.deep.equal([]);
  });

  it('is checked by functions that find what a file exports and imports', () => {
    const text = "export { c } from './c.js';\nimport { a as b } from '../a.js';\nconst d = await import('./d.js');\n";
    expect(importedNames(parse('lib/src/x/y.ts', text))).to.have.members([
      'lib/src/x/c.ts#c',
      'lib/src/a.ts#a',
      'lib/src/x/d.ts#*',
    ]);
    const test = parse('test/y.ts', "import { a } from '../lib/dist/a.js';");
    expect(importedNames(test)).to.deep.equal(['lib/src/a.ts#a']);
    const source = parse('a.ts', 'export const a = 1, b = 2;\nexport function c() {}\nexport interface D {}\n');
    expect(exportedValues(source)).to.deep.equal(['a', 'b', 'c']);
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

/** Lists the files below a folder that may import others, including those that are not compiled. */
function scriptsBelow(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[cm]?[jt]s$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => `${folder}/${name.split(sep).join('/')}`);
}

function parse(file: string, text: string = readFileSync(join(ROOT, file), 'utf8')): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

/**
 * Lists what a file imports or re-exports, as FILE#NAME. NAME is * if it may use all names. A
 * compiled file counts as its source.
 */
function importedNames(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const add = (specifier: ts.Node | undefined, names: readonly string[]): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier) || !/^[.#]/.test(specifier.text)) return;
    const target = fileOf(specifier.text, source.fileName);
    const file = target.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
    found.push(...names.map((name) => `${file}#${name}`));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, namesOf(node.importClause?.namedBindings));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, namesOf(node.exportClause));
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], ['*']);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, ['*']);
    else if (isUrlOf(node)) add(node.arguments?.[0], ['*']);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Resolves a relative specifier, or one that a package maps in its `imports` for Node.js. */
function fileOf(specifier: string, importer: string): string {
  if (specifier.startsWith('.')) return join(dirname(importer), specifier).split(sep).join('/');
  const [folder] = importer.split('/');
  const { imports = {} } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;
  return `${folder}/${imports[specifier].node.replace(/^\.\//, '')}`;
}

function namesOf(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): string[] {
  if (!bindings || !('elements' in bindings)) return ['*'];
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);
}

/** Recognizes `new URL('./file.js', import.meta.url)`, by which a worker names its file. */
function isUrlOf(node: ts.Node): node is ts.NewExpression {
  return ts.isNewExpression(node) && node.expression.getText() === 'URL';
}

/** Lists the functions, classes and constants that a file declares and exports. */
function exportedValues({ statements }: ts.SourceFile): string[] {
  return statements.flatMap((statement) => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.map(({ name }) => name.getText());
    const isValue = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement);
    return isValue && statement.name ? [statement.name.text] : [];
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
