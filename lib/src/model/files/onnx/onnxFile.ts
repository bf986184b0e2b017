import { PbfReader } from 'pbf';
import { FileFormatError } from '../fileFormatError.js';
import type { OpenFile } from '../openFile.js';
import type { OnnxAttribute, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from './onnxModel.js';
import { readBytes, readFloats, readIntegers, readMessage, readText } from './protobuf.js';

/** The largest file that the format allows; larger models keep their weights in files beside it. */
const LARGEST_FILE = 2 ** 31;

/**
 * Checks whether a file begins as ONNX models do: with the version of the format, a small number.
 */
export function isOnnx(head: Uint8Array): boolean {
  return (
    head[0] === 0x08 && head[1] > 0 && head[1] < 0x20 && head.length > 2 && [0x12, 0x1a, 0x3a, 0x42].includes(head[2])
  );
}

/**
 * Reads the graph of an ONNX model. Numbers of weights are not copied.
 *
 * @throws FileFormatError if the file is no intact ONNX model
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3
 */
export function readOnnx(file: OpenFile): OnnxModel {
  const { path, size } = file;
  if (size > LARGEST_FILE)
    throw new FileFormatError(path, `it has ${size} bytes, which is more than an ONNX model may have.`);
  const model: OnnxModel = { opset: 0, producer: '', graph: undefined };
  try {
    new PbfReader(file.read(0, size)).readFields(readModelField, model);
  } catch (error) {
    if (error instanceof FileFormatError) throw error;
    throw new FileFormatError(path, `it is not an intact ONNX model (${(error as Error).message}).`, { cause: error });
  }
  if (model.graph === undefined || model.graph.nodes.length === 0)
    throw new FileFormatError(path, 'it is not an ONNX model: it has no graph.');
  return model;
}

type FieldReader<T> = (tag: number, result: T, reader: PbfReader) => void;

const readModelField: FieldReader<OnnxModel> = (tag, model, reader) => {
  if (tag === 2) model.producer = readText(reader);
  else if (tag === 7) model.graph = readMessage(reader, emptyGraph(), readGraphField);
  else if (tag === 8) {
    const { domain, version } = readMessage(reader, { domain: '', version: 0 }, readOpsetField);
    if (domain === '' || domain === 'ai.onnx') model.opset = version;
  }
};

const readOpsetField: FieldReader<{ domain: string; version: number }> = (tag, opset, reader) => {
  if (tag === 1) opset.domain = readText(reader);
  else if (tag === 2) opset.version = reader.readVarint(true);
};

const emptyGraph = (): OnnxGraph => ({ nodes: [], tensors: [], inputs: [], outputs: [] });

const readGraphField: FieldReader<OnnxGraph> = (tag, graph, reader) => {
  if (tag === 1) graph.nodes.push(readMessage(reader, emptyNode(), readNodeField));
  else if (tag === 5) graph.tensors.push(readMessage(reader, emptyTensor(), readTensorField));
  else if (tag === 11) graph.inputs.push(readMessage(reader, emptyValue(), readValueField));
  else if (tag === 12) graph.outputs.push(readMessage(reader, emptyValue(), readValueField));
  else if (tag === 15) throw new Error('it has sparse tensors, which are not known');
};

const emptyNode = (): OnnxNode => ({ name: '', type: '', domain: '', inputs: [], outputs: [], attributes: new Map() });

const readNodeField: FieldReader<OnnxNode> = (tag, node, reader) => {
  if (tag === 1) node.inputs.push(readText(reader));
  else if (tag === 2) node.outputs.push(readText(reader));
  else if (tag === 3) node.name = readText(reader);
  else if (tag === 4) node.type = readText(reader);
  else if (tag === 5) {
    const attribute = readMessage(reader, { name: '', floats: [], integers: [], texts: [] }, readAttributeField);
    node.attributes.set(attribute.name, attribute);
  } else if (tag === 7) node.domain = readText(reader);
};

const readAttributeField: FieldReader<OnnxAttribute> = (tag, attribute, reader) => {
  if (tag === 1) attribute.name = readText(reader);
  else if (tag === 2 || tag === 7) readFloats(reader, attribute.floats, 4);
  else if (tag === 3 || tag === 8) readIntegers(reader, attribute.integers);
  else if (tag === 4 || tag === 9) attribute.texts.push(readText(reader));
  else if (tag === 5) attribute.tensor = readMessage(reader, emptyTensor(), readTensorField);
};

const emptyTensor = (): OnnxTensor => ({ name: '', type: 0, shape: [], floats: [], integers: [], external: new Map() });

const readTensorField: FieldReader<OnnxTensor> = (tag, tensor, reader) => {
  if (tag === 1) readIntegers(reader, tensor.shape);
  else if (tag === 2) tensor.type = reader.readVarint();
  else if (tag === 4) readFloats(reader, tensor.floats, 4);
  else if (tag === 5 || tag === 7 || tag === 11) readIntegers(reader, tensor.integers);
  else if (tag === 8) tensor.name = readText(reader);
  else if (tag === 9) tensor.raw = readBytes(reader);
  else if (tag === 10) readFloats(reader, tensor.floats, 8);
  else if (tag === 13) {
    const { key, value } = readMessage(reader, { key: '', value: '' }, readEntryField);
    tensor.external.set(key, value);
  }
};

const readEntryField: FieldReader<{ key: string; value: string }> = (tag, entry, reader) => {
  if (tag === 1) entry.key = readText(reader);
  else if (tag === 2) entry.value = readText(reader);
};

const emptyValue = (): OnnxValue => ({ name: '', type: 0, shape: undefined });

const readValueField: FieldReader<OnnxValue> = (tag, value, reader) => {
  if (tag === 1) value.name = readText(reader);
  else if (tag === 2) readMessage(reader, value, readTypeField);
};

const readTypeField: FieldReader<OnnxValue> = (tag, value, reader) => {
  if (tag === 1) readMessage(reader, value, readTensorTypeField);
};

const readTensorTypeField: FieldReader<OnnxValue> = (tag, value, reader) => {
  if (tag === 1) value.type = reader.readVarint();
  else if (tag === 2) value.shape = readMessage(reader, [] as (number | null)[], readShapeField);
};

const readShapeField: FieldReader<(number | null)[]> = (tag, shape, reader) => {
  if (tag === 1) shape.push(readMessage(reader, { size: null as number | null }, readSizeField).size);
};

/** A size is a number, or the name of a size that is only known with the data. */
const readSizeField: FieldReader<{ size: number | null }> = (tag, dimension, reader) => {
  if (tag === 1) dimension.size = reader.readVarint(true);
};
