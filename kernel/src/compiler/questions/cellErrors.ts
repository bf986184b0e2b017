import type { Diagnostic } from 'typescript';
import type { VisibleNames } from '../names.js';
import type { Compiled } from '../syntax/types.js';

/** Errors of the checker that do not apply to cells, because they are no real modules. */
const IGNORED_CODES = new Set([
  2441, // A module may not declare `require`.
]);

/** An array without a type, whose elements other code adds, has no known type. */
const UNKNOWN_ELEMENTS = 7005;

/** An import cannot be assigned to. For the reader, it is a constant of another cell. */
const ASSIGNED_IMPORT = 2632;

/** Whether an error in the text of a cell as a module is one of the cell itself. */
export function concernsCell({ code, start = 0, length = 0 }: Diagnostic, text: string, cell: Compiled): boolean {
  if (IGNORED_CODES.has(code)) return false;
  return code !== UNKNOWN_ELEMENTS || cell.declared.some(({ name }) => name === text.slice(start, start + length));
}

/** Words an error that is about the form in which the checker sees a cell; otherwise undefined. */
export function wordFor(
  { code, start = 0, length = 0 }: Diagnostic,
  text: string,
  names: Pick<VisibleNames, 'kindOf'>,
): string | undefined {
  if (code !== ASSIGNED_IMPORT) return undefined;
  const name = text.slice(start, start + length);
  const kind = names.kindOf(name);
  return kind && `Cannot assign to '${name}' because it is a ${kind}.`;
}

/** Replaces the paths of the modules that cells are for the checker by the labels of the cells. */
export function labelCells(message: string, labelOf: (cell: number) => string | undefined): string {
  return message.replaceAll(/import\("[^"]*\[cell( \d+)?\]"\)\./g, (_, cell?: string) =>
    cell === undefined ? '' : `${labelOf(Number(cell)) ?? 'an earlier cell'}.`,
  );
}
