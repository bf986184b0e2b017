/** An ONNX model, as far as it is needed. */
export interface OnnxModel {
  /** Version of the operators. */
  opset: number;
  /** Name of the program that wrote it. */
  producer: string;
  graph: OnnxGraph | undefined;
}

export interface OnnxGraph {
  /** Nodes in an order in which they can be computed. */
  nodes: OnnxNode[];
  /** Constants, weights above all. */
  tensors: OnnxTensor[];
  inputs: OnnxValue[];
  outputs: OnnxValue[];
}

export interface OnnxNode {
  name: string;
  /** Name of the operator. */
  type: string;
  domain: string;
  /** Names of its inputs. An input that is left out is empty. */
  inputs: string[];
  outputs: string[];
  attributes: Map<string, OnnxAttribute>;
}

export interface OnnxAttribute {
  name: string;
  floats: number[];
  integers: number[];
  texts: string[];
  tensor?: OnnxTensor;
}

/** A constant. Its numbers are in one of several places. */
export interface OnnxTensor {
  name: string;
  type: number;
  shape: number[];
  floats: number[];
  integers: number[];
  raw?: Uint8Array;
  /** Place in a file beside the model. */
  external: Map<string, string>;
}

/** An input or an output of a graph. */
export interface OnnxValue {
  name: string;
  type: number;
  /** Sizes, of which those that depend on the data are null. Undefined if the file has none. */
  shape: (number | null)[] | undefined;
}
