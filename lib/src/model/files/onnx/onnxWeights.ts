import type { OpenFile } from '../openFile.js';
import type { StoredTensor, WeightFile } from '../weightFile.js';
import { readOnnx } from './onnxFile.js';
import type { OnnxNode } from './onnxModel.js';
import { numberTypeOf, onnxNumbers } from './onnxNumbers.js';

/** Lists the weights of an ONNX model. The nodes say where the units of each matrix are. */
export function readOnnxWeights(file: OpenFile): WeightFile {
  const { graph, producer } = readOnnx(file);
  const nodes = graph?.nodes ?? [];
  const tensors = (graph?.tensors ?? []).map((tensor): StoredTensor => {
    const { name, decode } = numberTypeOf(file.path, tensor);
    const units = unitsOf(tensor.name, nodes);
    const read = decode && (() => onnxNumbers(file.path, tensor));
    return { name: tensor.name, shape: tensor.shape, dtype: name, ...(units && { units }), ...(read && { read }) };
  });
  return { format: `ONNX${producer === '' ? '' : ` of ${producer}`}`, layout: 'torch', tensors, close: file.close };
}

function unitsOf(name: string, nodes: readonly OnnxNode[]): StoredTensor['units'] {
  const node = nodes.find(({ inputs }) => inputs[1] === name);
  if (node?.type === 'Conv') return 'first';
  if (node?.type === 'MatMul') return 'last';
  if (node?.type !== 'Gemm') return undefined;
  return node.attributes.get('transB')?.integers[0] === 1 ? 'first' : 'last';
}
