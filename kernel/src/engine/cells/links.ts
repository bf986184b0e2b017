import type { Getter, Setter } from './linkName.js';

/** Links the names of one cell, as its code comes to their declarations. */
export interface Links {
  /** Makes a variable visible for later cells. With `set`, they may also assign to it. */
  link(name: string, get: Getter, set?: Setter): void;
  /** Announces a name of a pattern, whose names get their values one after another. */
  announce(name: string, get: Getter, set?: Setter): void;
  /** Links the announced names that got a value before the code stopped inside their pattern. */
  settle(): void;
}

export function createLinks(linkName: Links['link']): Links {
  const announced = new Map<string, { get: Getter; set: Setter | undefined; before: unknown }>();
  return {
    link(name, get, set) {
      announced.delete(name);
      linkName(name, get, set);
    },
    announce: (name, get, set) => void announced.set(name, { get, set, before: read(get) }),
    settle() {
      for (const [name, { get, set, before }] of announced) if (!Object.is(read(get), before)) linkName(name, get, set);
      announced.clear();
    },
  };
}

const UNREACHED = Symbol('unreached');

/** Reads a variable. Before its declaration, one of `const` or `let` only throws. */
function read(get: Getter): unknown {
  try {
    return get();
  } catch {
    return UNREACHED;
  }
}
