import { NODE_NAMES } from './syntax/names.js';
import type { Compiled, DeclaredName, ImportedName } from './syntax/types.js';

/** The source of a visible name: a declaration of a cell, or an import. */
type Origin = ({ from: 'cell'; cell: number } & DeclaredName) | ({ from: 'import' } & ImportedName);

/** A cell that has run, as the compiler keeps it. */
interface PastCell {
  /** The text that was checked, with the lines around the cell's own. */
  text: string;
  /** The cells that it refers to. */
  refersTo: number[];
  /** The code, if it adds to the global scope. */
  augmenting: string | undefined;
}

/** The text of a cell as a module for the checker. */
export interface CellText {
  text: string;
  /** The place in the text where the cell's own code begins. */
  start: number;
  refersTo: number[];
  /** The names that the cell declares as a value or as a type, and earlier cells as the other. */
  shared: ReadonlyMap<string, DeclaredName>;
}

/** The names that cells can see, and the past cells in which they are declared. */
export interface VisibleNames {
  /** Whether a name has a value at run time. */
  has(name: string): boolean;
  kindOf(name: string): DeclaredName['kind'] | undefined;
  /**
   * Puts the imports before a cell that give it the names of earlier cells, and the exports after
   * it that give later cells its own. A variable of another cell is declared instead of imported,
   * because an import cannot be assigned to. If the cell declares a type under the name of an
   * earlier value, or the other way round, the name has both meanings from there on.
   */
  surround(code: string, compiled: Compiled): CellText;
  /** Adds a cell that has run, with the names that it reached. */
  add(cell: number, text: CellText, compiled: Compiled, code: string, reached: readonly string[]): void;
  /** The text of a past cell. */
  textOf(cell: number): string | undefined;
}

export function createVisibleNames(): VisibleNames {
  const names = new Map<string, Origin>();
  const cells = new Map<number, PastCell>();

  function has(name: string): boolean {
    const origin = names.get(name);
    if (!origin) return NODE_NAMES.has(name);
    return origin.from === 'import' ? !origin.isTypeOnly : origin.isValue;
  }

  function surround(code: string, { mentioned, declared, imported, isUnchecked }: Compiled): CellText {
    const own = new Set([...declared, ...imported].map(({ name }) => name));
    const seen = [...names.values()].filter(({ name }) => mentioned.has(name) && !own.has(name));
    const augmenting = [...cells].flatMap(([cell, past]) => (past.augmenting === undefined ? [] : [cell]));
    // The compiler only heeds this comment before all code.
    const unchecked = isUnchecked ? '// @ts-nocheck\n' : '';
    const shared = new Map(declared.flatMap((name) => share(name)));
    const imports = [
      ...augmenting.map((cell) => `import "cell:${cell}";`),
      ...seen.map(toDeclaration),
      ...declared.flatMap((name) => (shared.has(name.name) ? toOtherMeaning(name, names.get(name.name)) : [])),
    ].join(' ');
    const before = unchecked + imports;
    const exported = declared.flatMap(({ name, isExported }) => (isExported ? [] : [name]));
    const start = before.length + 1;
    const origins = [...seen, ...[...shared.keys()].flatMap((name) => names.get(name) ?? [])];
    const refersTo = [
      ...new Set([...augmenting, ...origins.flatMap((origin) => ('cell' in origin ? [origin.cell] : []))]),
    ];
    return { text: `${before}\n${code}\nexport { ${exported.join(', ')} };`, start, refersTo, shared };
  }

  /** Joins a declaration with the other meaning that an earlier cell gave to the name. */
  function share(own: DeclaredName): [string, DeclaredName][] {
    const origin = names.get(own.name);
    if (origin?.from !== 'cell' || own.isValue === own.isType) return [];
    const { isValue, isType, isGeneric, kind } = origin;
    if (own.isType && isValue) return [[own.name, { ...own, isValue, kind }]];
    // The parameters of a type cannot be passed on under the same name.
    return own.isValue && isType && !isGeneric ? [[own.name, { ...own, isType }]] : [];
  }

  /** Forgets the cells from which no name can be reached any more. */
  function forget(): void {
    const reached = new Set<number>();
    const reach = (cell: number): void => {
      if (reached.has(cell)) return;
      reached.add(cell);
      for (const other of cells.get(cell)?.refersTo ?? []) reach(other);
    };
    for (const origin of names.values()) if (origin.from === 'cell') reach(origin.cell);
    for (const [cell, past] of cells) if (past.augmenting !== undefined) reach(cell);
    for (const cell of cells.keys()) if (!reached.has(cell)) cells.delete(cell);
  }

  return {
    has,
    kindOf(name) {
      const origin = names.get(name);
      return origin?.from === 'cell' ? origin.kind : undefined;
    },
    surround,
    add(cell, { text, refersTo, shared }, { declared, imported, isAugmenting }, code, reached) {
      for (const [other, past] of cells) if (past.augmenting === code) cells.delete(other);
      cells.set(cell, { text, refersTo, augmenting: isAugmenting ? code : undefined });
      const reachedNames = new Set(reached);
      for (const name of imported) {
        if (name.isTypeOnly || reachedNames.has(name.name)) names.set(name.name, { from: 'import', ...name });
      }
      for (const name of declared) {
        if (!name.isValue || reachedNames.has(name.name))
          names.set(name.name, { from: 'cell', cell, ...(shared.get(name.name) ?? name) });
      }
      forget();
    },
    textOf: (cell) => cells.get(cell)?.text,
  };
}

function toDeclaration(origin: Origin): string {
  const { name } = origin;
  if (origin.from === 'import') return toImport(origin);
  const cell = `"cell:${origin.cell}"`;
  if (!origin.isValue || origin.kind !== 'variable') return `import { ${name} } from ${cell};`;
  const type = origin.isType ? ` type ${name} = import(${cell}).${name};` : '';
  return `declare let ${name}: typeof import(${cell}).${name};${type}`;
}

/** Declares what the name of a declaration means beside it. */
function toOtherMeaning({ isType, isExported, name }: DeclaredName, origin: Origin | undefined): string[] {
  if (origin?.from !== 'cell') return [];
  const module = `import("cell:${origin.cell}").${name};`;
  const variable = origin.kind === 'variable' ? 'let' : 'const';
  const declaration = isType ? `declare ${variable} ${name}: typeof ${module}` : `type ${name} = ${module}`;
  return [isExported ? `export ${declaration}` : declaration];
}

function toImport({ name, specifier, imported, isTypeOnly }: ImportedName): string {
  const type = isTypeOnly ? 'type ' : '';
  const from = JSON.stringify(specifier);
  if (imported === '=') return `import ${type}${name} = require(${from});`;
  if (imported === '*') return `import ${type}* as ${name} from ${from};`;
  return `import ${type}{ ${imported === name ? name : `${JSON.stringify(imported)} as ${name}`} } from ${from};`;
}
