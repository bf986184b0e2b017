import { elementCount } from '../tensorShape.js';
import { isKind, type PickledStorage, type PickledTensor } from './pickled.js';

/** Types of numbers by the names that PyTorch gives storages and dtypes. */
const TYPE_NAMES: Readonly<Record<string, string | undefined>> = {
  'torch.DoubleStorage': 'float64',
  'torch.FloatStorage': 'float32',
  'torch.HalfStorage': 'float16',
  'torch.BFloat16Storage': 'bfloat16',
  'torch.ComplexDoubleStorage': 'complex128',
  'torch.ComplexFloatStorage': 'complex64',
  'torch.LongStorage': 'int64',
  'torch.IntStorage': 'int32',
  'torch.ShortStorage': 'int16',
  'torch.CharStorage': 'int8',
  'torch.ByteStorage': 'uint8',
  'torch.BoolStorage': 'bool',
  'torch.float64': 'float64',
  'torch.float32': 'float32',
  'torch.float16': 'float16',
  'torch.bfloat16': 'bfloat16',
  'torch.int64': 'int64',
  'torch.int32': 'int32',
  'torch.uint16': 'uint16',
  'torch.uint32': 'uint32',
  'torch.uint64': 'uint64',
};

const TENSOR = /^torch\._utils\._rebuild_tensor(_v2|_v3)?$/;
const PARAMETER = /^torch\._utils\._rebuild_parameter(_with_state)?$/;
const WITH_TYPE = 'torch._tensor._rebuild_from_type_v2';

/**
 * Makes what a call in a pickle stands for. Only the calls that make tensors and containers are
 * known; any other becomes an object that holds its arguments. Nothing is ever called.
 */
export function construct(name: string, args: readonly unknown[]): unknown {
  if (name === 'collections.OrderedDict' || name === 'builtins.dict') return dictOf(args[0]);
  if (name === 'torch.Size') return args[0];
  if (TENSOR.test(name)) return tensorOf(args, name.endsWith('_v3'));
  if (PARAMETER.test(name)) return args[0];
  if (name === WITH_TYPE && isKind(args[0], 'global') && args[0].name !== WITH_TYPE && Array.isArray(args[2]))
    return construct(args[0].name, args[2]);
  return { kind: 'object', type: name, parts: [...args] };
}

/** Reads a persistent identifier, which in PyTorch's files is always that of a storage. */
export function storageOf(id: unknown): PickledStorage {
  const [kind, type, key, , length] = Array.isArray(id) ? id : [];
  if (kind !== 'storage' || !isKind(type, 'global') || typeof key !== 'string' || !isCount(length))
    throw new Error('it refers to something other than the numbers of a tensor');
  const isUntyped = type.name === 'torch.storage.UntypedStorage';
  const dtype = isUntyped ? 'uint8' : TYPE_NAMES[type.name];
  if (dtype === undefined) throw new Error(`it has numbers of the type ${type.name}, which is not known`);
  return { kind: 'storage', dtype: isUntyped ? undefined : dtype, key, length };
}

function tensorOf(args: readonly unknown[], isTyped: boolean): PickledTensor {
  const [storage, offset, shape, strides] = args;
  const type = isTyped ? args[6] : undefined;
  if (!isKind(storage, 'storage') || !isCount(offset) || elementCount(shape) === undefined || !Array.isArray(strides))
    throw new Error('it has a tensor without a valid shape');
  const dtype = isKind(type, 'global') ? TYPE_NAMES[type.name] : storage.dtype;
  if (dtype === undefined) throw new Error('it has a tensor of a type that is not known');
  const sizes = shape as number[];
  if (strides.length !== sizes.length || !strides.every(isCount))
    throw new Error('it has a tensor whose strides do not fit its shape');
  return { kind: 'tensor', storage, dtype, offset, shape: sizes, strides };
}

function dictOf(pairs: unknown): Map<unknown, unknown> {
  const entries = Array.isArray(pairs) ? pairs.filter((pair): pair is [unknown, unknown] => Array.isArray(pair)) : [];
  return new Map(entries);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
