import { checkStream } from './drawn.js';
import type { Initializer } from './initializer.js';
import { checkShape } from './shape.js';

/**
 * An initializer of this library: it says what it is, and draws for a shape that has been checked. `initializerOf` makes it again from its
 * description, so each `name` stands in the table there.
 */
export function described(name: string, options: object, draw: Initializer): Initializer {
  const initializer: Initializer = (random, shape) => {
    checkStream(random);
    checkShape(shape);
    return draw(random, shape);
  };
  // A copy, which whoever holds the options cannot change any more.
  return Object.assign(initializer, { description: { name, options: JSON.parse(JSON.stringify(options)) } });
}
