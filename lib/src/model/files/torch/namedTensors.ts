import { isKind, type PickledTensor } from './pickled.js';

/** Names under which training programs keep the weights in a checkpoint. */
const CHECKPOINT_KEYS = ['state_dict', 'model_state_dict', 'model', 'module', 'net', 'params'];

/** Largest depth to which dictionaries and modules may be nested. */
const DEEPEST = 64;

/** Attributes of a PyTorch module that hold its tensors and its parts, and add nothing to names. */
const MODULE_KEYS = ['_parameters', '_buffers', '_modules'];

/**
 * Lists the tensors in an unpickled value by their names: those of a state dict, of a checkpoint
 * that holds one, or of a whole module.
 */
export function namedTensors(root: unknown): Map<string, PickledTensor> {
  const tensors = new Map<string, PickledTensor>();
  const seen = new Set<unknown>();
  const visit = (value: unknown, path: readonly string[]): void => {
    if (isKind(value, 'tensor')) {
      if (!tensors.has(path.join('.'))) tensors.set(path.join('.'), value);
      return;
    }
    if (typeof value !== 'object' || value === null || path.length > DEEPEST || seen.has(value)) return;
    seen.add(value);
    for (const [key, item] of partsOf(value)) visit(item, key === '' ? path : [...path, key]);
  };
  const own = weightsOf(root);
  visit(own, []);
  if (tensors.size === 0 && own !== root) {
    seen.clear();
    visit(root, []);
  }
  return tensors;
}

/** Finds the weights in a checkpoint, which also holds the optimizer's numbers. */
function weightsOf(root: unknown): unknown {
  if (!(root instanceof Map)) return root;
  const key = CHECKPOINT_KEYS.find((name) => typeof root.get(name) === 'object' && root.get(name) !== null);
  const isPlain = [...root.values()].some((value) => isKind(value, 'tensor'));
  return key === undefined || isPlain ? root : root.get(key);
}

function partsOf(value: object): [string, unknown][] {
  if (value instanceof Map) {
    const keys = MODULE_KEYS.filter((key) => value.has(key));
    if (keys.length > 0) return keys.map((key) => ['', value.get(key)]);
    return [...value].map(([key, item]) => [String(key), item]);
  }
  if (Array.isArray(value)) return value.map((item, i) => [String(i), item]);
  if (isKind(value, 'object')) return value.parts.filter((part) => typeof part === 'object').map((part) => ['', part]);
  return [];
}
