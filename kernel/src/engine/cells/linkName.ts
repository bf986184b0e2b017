/** The value of a name. */
export type Getter = () => unknown;
export type Setter = (value: unknown) => void;

/**
 * Makes a variable of a cell a property of the names of all cells. Without `set`, it is a constant
 * for the other cells.
 */
export function linkName(names: object, name: string, get: Getter, set: Setter = refuse): void {
  Object.defineProperty(names, name, { get, set, configurable: true, enumerable: true });
}

function refuse(): never {
  throw new TypeError('Assignment to constant variable.');
}
