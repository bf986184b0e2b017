// Registers the gradients of tfjs, which tfjs-core alone lacks.
import '@tensorflow/tfjs-layers';
import { repairGradients } from './gradients.js';
import { addMethods } from './methods.js';
import { registerInitializer } from './streamInitializer.js';

let isExtended = false;

/**
 * Adds to tfjs what it lacks on every backend: methods of tensors, gradients, and the class of this library's initializers.
 * Importing the library changes nothing in tfjs. `useBackend` calls this function, and so does whatever computes gradients,
 * because a program may have a backend of its own.
 */
export function extendTfjs(): void {
  if (isExtended) return;
  isExtended = true;
  addMethods();
  repairGradients();
  registerInitializer();
}
