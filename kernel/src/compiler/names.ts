import { createPastCells } from './pastCells.js';
import { NODE_NAMES } from './syntax/names.js';
import type { Compiled, DeclaredName, ImportedName } from './syntax/types.js';

/** The source of a visible name: a declaration of a cell, or an import in one. */
type Origin = { cell: number } & (({ from: 'cell' } & DeclaredName) | ({ from: 'import' } & ImportedName));

/** The text of a cell as a module for the checker. */
export interface CellText {
  text: string;
  /** The place in the text where the cell's own code begins. */
  start: number;
  /** The cells from which it has names. */
  refersTo: number[];
  /** The names that the cell declares as a value or as a type, and earlier cells as the other. */
  shared: ReadonlyMap<string, DeclaredName>;
}

/** A cell that has run, with the names that it reached. */
export interface RunCell {
  cell: number;
  code: string;
  text: CellText;
  compiled: Compiled;
  reached: readonly string[];
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
  /**
   * Adds a cell that has run. If `isTwin` says that a past cell with the same names gives them the
   * same types, the past cell's text is used on, so that what refers to it stays the same. Returns
   * the cells that no name can reach any more, which are forgotten; the added one may be among
   * them.
   */
  add(run: RunCell, isTwin: (candidate: Candidate) => boolean): number[];
  /** The text of a past cell. */
  textOf(cell: number): string | undefined;
  /** The past cell whose text stands for a cell: its own number if there is none. */
  moduleOf(cell: number): number;
}

/** A past cell whose names may have the same types as those of a cell that has run. */
export interface Candidate {
  cell: number;
  past: number;
  /** The names of both. */
  declared: readonly DeclaredName[];
}

/**
 * Number of cells without visible names to which a cell may refer, directly or not. Above it, the
 * cell's types are compared with those of a predecessor even if that has other code.
 */
const MAX_HIDDEN = 5;

export function createVisibleNames(): VisibleNames {
  const names = new Map<string, Origin>();
  const cells = createPastCells();

  function has(name: string): boolean {
    const origin = names.get(name);
    if (!origin) return NODE_NAMES.has(name);
    return origin.from === 'import' ? !origin.isTypeOnly : origin.isValue;
  }

  function surround(code: string, { mentioned, declared, imported, isUnchecked, isDeep }: Compiled): CellText {
    const own = new Set([...declared, ...imported].map(({ name }) => name));
    const seen = [...names.values()].filter(({ name }) => mentioned.has(name) && !own.has(name));
    // A cell that runs again takes the place of its earlier run.
    const augmenting = cells.augmenting().filter((cell) => cells.get(cell)?.code !== code);
    // The compiler only heeds this comment before all code.
    const unchecked = isUnchecked ? '// @ts-nocheck\n' : '';
    const shared = new Map(declared.flatMap((name) => share(name)));
    const imports = [
      ...augmenting.map((cell) => `import "cell:${cell}";`),
      ...seen.map((origin) => toDeclaration(origin, moduleName(origin))),
      ...declared.flatMap((name) => (shared.has(name.name) ? toOtherMeaning(name, names.get(name.name)) : [])),
    ].join(' ');
    const before = unchecked + imports;
    const body = isDeep ? declared.flatMap(toUnknown).join(' ') : code;
    const exported = declared.flatMap(({ name, isExported }) => (isExported ? [] : [name]));
    const start = before.length + 1;
    const origins = [...seen, ...[...shared.keys()].flatMap((name) => names.get(name) ?? [])];
    const refersTo = [...new Set([...augmenting, ...origins.map(({ cell }) => cell)])];
    return { text: `${before}\n${body}\nexport { ${exported.join(', ')} };`, start, refersTo, shared };
  }

  const moduleName = ({ cell }: Origin): string => `"cell:${cells.moduleOf(cell)}"`;

  /** Declares what the name of a declaration means beside it. */
  function toOtherMeaning({ isType, isExported, name }: DeclaredName, origin: Origin | undefined): string[] {
    if (origin?.from !== 'cell') return [];
    const module = `import(${moduleName(origin)}).${name};`;
    const variable = origin.kind === 'variable' ? 'let' : 'const';
    const declaration = isType ? `declare ${variable} ${name}: typeof ${module}` : `type ${name} = ${module}`;
    return [isExported ? `export ${declaration}` : declaration];
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

  /** Finds the past cell that may stand for a cell. `isSure` says that it does. */
  function findTwin(
    code: string,
    { text, refersTo }: CellText,
    declared: readonly DeclaredName[],
    isAugmenting: boolean,
  ): { past: number; isSure: boolean } | undefined {
    const equal = cells.findLast((past) => past.text === text);
    if (equal !== undefined) return { past: cells.moduleOf(equal), isSure: true };
    if (isAugmenting || declared.length === 0) return undefined;
    const repeated = cells.findLast((past) => past.code === code);
    if (repeated !== undefined) return { past: cells.moduleOf(repeated), isSure: false };
    const visible = new Set([...names.values()].map(({ cell }) => cell));
    const hidden = [...cells.reachedFrom(refersTo)].filter((cell) => !visible.has(cell));
    const isPlain = declared.every(({ kind, isType }) => !isType && (kind === 'variable' || kind === 'constant'));
    const before = names.get(declared[0]?.name ?? '');
    if (hidden.length <= MAX_HIDDEN || !isPlain || before?.from !== 'cell') return undefined;
    return { past: cells.moduleOf(before.cell), isSure: false };
  }

  return {
    has,
    kindOf(name) {
      const origin = names.get(name);
      return origin?.from === 'cell' ? origin.kind : undefined;
    },
    surround,
    add({ cell, code, text, compiled, reached }, isTwin) {
      const { imported, isAugmenting } = compiled;
      const declared = compiled.declared.map((name) => text.shared.get(name.name) ?? name);
      const found = findTwin(code, text, declared, isAugmenting);
      cells.add(cell, { code, text: text.text, declared, refersTo: text.refersTo, isAugmenting });
      if (found && (found.isSure || isTwin({ cell, past: found.past, declared }))) cells.replace(cell, found.past);
      const reachedNames = new Set(reached);
      for (const name of imported) {
        if (name.isTypeOnly || reachedNames.has(name.name)) names.set(name.name, { from: 'import', cell, ...name });
      }
      for (const [i, name] of declared.entries()) {
        if (!compiled.declared[i]?.isValue || reachedNames.has(name.name))
          names.set(name.name, { from: 'cell', cell, ...name });
      }
      return cells.keepOnly([...names.values()].map((origin) => origin.cell));
    },
    textOf: (cell) => cells.get(cell)?.text,
    moduleOf: cells.moduleOf,
  };
}

/** Declares a name whose type is not computed. */
function toUnknown({ name, isValue, isType, kind, isExported }: DeclaredName): string[] {
  const prefix = isExported ? 'export ' : '';
  const value = `${prefix}declare ${kind === 'variable' ? 'let' : 'const'} ${name}: any;`;
  return [...(isValue ? [value] : []), ...(isType ? [`${prefix}type ${name} = any;`] : [])];
}

function toDeclaration(origin: Origin, module: string): string {
  const { name } = origin;
  if (origin.from === 'import') return toImport(origin);
  if (!origin.isValue || origin.kind !== 'variable') return `import { ${name} } from ${module};`;
  const type = origin.isType ? ` type ${name} = import(${module}).${name};` : '';
  return `declare let ${name}: typeof import(${module}).${name};${type}`;
}

function toImport({ name, specifier, imported, isTypeOnly }: ImportedName): string {
  const type = isTypeOnly ? 'type ' : '';
  const from = JSON.stringify(specifier);
  if (imported === '=') return `import ${type}${name} = require(${from});`;
  if (imported === '*') return `import ${type}* as ${name} from ${from};`;
  return `import ${type}{ ${imported === name ? name : `${JSON.stringify(imported)} as ${name}`} } from ${from};`;
}
