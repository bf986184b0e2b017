import { checkStream } from './drawFrom.js';
import type { Initializer } from './initializer.js';
import { checkShape } from './shape.js';

/**
 * Makes an initializer of this library. It carries its description and draws only after checking
 * the shape. `initializerOf` makes it again from the description, so every `name` must be in the
 * table there.
 */
export function withDescription(name: string, options: object, draw: Initializer): Initializer {
  const initializer: Initializer = (random, shape) => {
    checkStream(random);
    checkShape(shape);
    return draw(random, shape);
  };
  // The options are copied, so that the caller can no longer change them.
  return Object.assign(initializer, { description: { name, options: JSON.parse(JSON.stringify(options)) } });
}
