import { repairGradients } from './gradients.js';
import { addMethods } from './methods.js';
import { registerInitializer } from './streamInitializer.js';

let isExtended = false;

/**
 * Adds to tfjs what it lacks on every backend: tensor methods, gradients, and the class of this
 * library's initializers. Importing the library changes nothing in tfjs. `useBackend` calls this
 * function, and so does every function that computes gradients, because a program may choose its
 * backend without `useBackend`.
 */
export function extendTfjs(): void {
  if (isExtended) return;
  isExtended = true;
  // Loads tfjs-layers, which registers the gradients of tfjs that tfjs-core alone lacks.
  registerInitializer();
  addMethods();
  repairGradients();
}
