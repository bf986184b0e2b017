import type { Evidence } from './evidence.js';

/**
 * Largest number of hidden weight matrices in a shallow network; more if all have the scale of a
 * common default, with which people train such networks without trouble.
 */
const MOST_MATRICES = { usual: 2, default: 5 };

/**
 * Checks whether a network is so shallow that the effects of its layers on the signal hardly add
 * up. Such a network may learn well with weights that would keep a deep one from learning.
 */
export function isShallow(
  { matrices }: Pick<Evidence, 'matrices'>,
  { isDefault = false }: { isDefault?: boolean } = {},
): boolean {
  const hidden = matrices.filter(({ layer }) => !layer.isOutput);
  // The depth of a recurrent layer is the length of its sequences.
  if (hidden.some(({ layer }) => layer.weights.recurrent)) return false;
  return hidden.length <= (isDefault ? MOST_MATRICES.default : MOST_MATRICES.usual);
}
