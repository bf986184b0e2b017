import type { Evidence } from './evidence.js';

/** The most hidden matrices of a shallow network, and of one with the gains of a usual default. */
const MOST_MATRICES = { usual: 2, default: 3 };

/**
 * Whether a network is so shallow that what its layers do to the signal does not add up, and that
 * it may learn well with weights that would stop a deep one.
 */
export function isShallow(
  { matrices }: Pick<Evidence, 'matrices'>,
  { isDefault = false }: { isDefault?: boolean } = {},
): boolean {
  const hidden = matrices.filter(({ layer }) => !layer.isOutput);
  // A recurrent layer is as deep as its sequence is long.
  if (hidden.some(({ layer }) => layer.weights.recurrent)) return false;
  return hidden.length <= (isDefault ? MOST_MATRICES.default : MOST_MATRICES.usual);
}
