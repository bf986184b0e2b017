import { PbfWriter } from 'pbf';

/** A node, with its attributes as numbers, lists of whole numbers, texts or tensors. */
export interface Node {
  type: string;
  inputs: string[];
  outputs: string[];
  name?: string;
  attributes?: Record<string, number | readonly number[] | string | Tensor | { float: number }>;
  domain?: string;
}

export interface Tensor {
  shape: readonly number[];
  data: ArrayLike<number>;
  /** Code of the type of numbers. Default 1, float32; 7 is int64. */
  type?: 1 | 7;
}

export interface Graph {
  opset: number;
  nodes: Node[];
  tensors?: Record<string, Tensor>;
  /** Shapes of the inputs. A first size of null is the number of samples. */
  inputs: Record<string, readonly (number | null)[]>;
  outputs: string[];
}

/** Writes an ONNX model by the specification of the format, onnx.proto. */
export function writeOnnx({ opset, nodes, tensors = {}, inputs, outputs }: Graph): Uint8Array {
  const model = new PbfWriter();
  model.writeVarintField(1, 8);
  model.writeStringField(2, 'test');
  model.writeMessage(
    7,
    (_, graph) => {
      for (const node of nodes) graph.writeMessage(1, writeNode, node);
      graph.writeStringField(2, 'graph');
      for (const [name, tensor] of Object.entries(tensors)) graph.writeMessage(5, writeTensor, { name, ...tensor });
      for (const [name, shape] of Object.entries(inputs)) graph.writeMessage(11, writeValue, { name, shape });
      for (const name of outputs) graph.writeMessage(12, writeValue, { name });
    },
    undefined,
  );
  for (const domain of new Set(['', ...nodes.map((node) => node.domain ?? '')]))
    model.writeMessage(
      8,
      (_, entry) => {
        entry.writeStringField(1, domain);
        entry.writeVarintField(2, domain === '' ? opset : 1);
      },
      undefined,
    );
  return model.finish();
}

function writeNode({ type, inputs, outputs, name, attributes = {}, domain }: Node, writer: PbfWriter): void {
  for (const input of inputs) writer.writeStringField(1, input);
  for (const output of outputs) writer.writeStringField(2, output);
  writer.writeStringField(3, name ?? `/${type}_${outputs[0]}`);
  writer.writeStringField(4, type);
  for (const [key, value] of Object.entries(attributes)) writer.writeMessage(5, writeAttribute, { key, value });
  if (domain !== undefined) writer.writeStringField(7, domain);
}

type Attribute = NonNullable<Node['attributes']>[string];

function writeAttribute({ key, value }: { key: string; value: Attribute }, writer: PbfWriter): void {
  writer.writeStringField(1, key);
  if (typeof value === 'string') {
    writer.writeStringField(4, value);
    writer.writeVarintField(20, 3);
  } else if (typeof value === 'number') {
    writer.writeVarintField(3, value);
    writer.writeVarintField(20, 2);
  } else if (Array.isArray(value)) {
    for (const number of value) writer.writeVarintField(8, number);
    writer.writeVarintField(20, 7);
  } else if ('float' in value) {
    writer.writeFloatField(2, value.float);
    writer.writeVarintField(20, 1);
  } else {
    writer.writeMessage(5, writeTensor, { name: '', ...(value as Tensor) });
    writer.writeVarintField(20, 4);
  }
}

function writeTensor({ name, shape, data, type = 1 }: Tensor & { name: string }, writer: PbfWriter): void {
  for (const size of shape) writer.writeVarintField(1, size);
  writer.writeVarintField(2, type);
  writer.writeStringField(8, name);
  const numbers = type === 1 ? Float32Array.from(data) : BigInt64Array.from(Array.from(data, BigInt));
  writer.writeBytesField(9, new Uint8Array(numbers.buffer));
}

function writeValue({ name, shape }: { name: string; shape?: readonly (number | null)[] }, writer: PbfWriter): void {
  writer.writeStringField(1, name);
  writer.writeMessage(
    2,
    (_, type) =>
      type.writeMessage(
        1,
        (_, tensor) => {
          tensor.writeVarintField(1, 1);
          if (shape) tensor.writeMessage(2, writeShape, shape);
        },
        undefined,
      ),
    undefined,
  );
}

function writeShape(shape: readonly (number | null)[], writer: PbfWriter): void {
  for (const size of shape)
    writer.writeMessage(
      1,
      (_, dimension) => (size === null ? dimension.writeStringField(2, 'n') : dimension.writeVarintField(1, size)),
      undefined,
    );
}
