import type * as tfl from '@tensorflow/tfjs-layers';
import { type OnDemand, onDemand } from './onDemand.js';

// The package imports this module as #tfjs-layers in Node.js, and bundlers take ../layers.ts. The
// compiler reads this one, so it says which export is missing here.

const { method, object }: OnDemand<typeof tfl> = onDemand('@tensorflow/tfjs-layers');

export const initializers: typeof tfl.initializers = object('initializers');
export const input: typeof tfl.input = method('input');
export const layers: typeof tfl.layers = object('layers');
export const loadLayersModel: typeof tfl.loadLayersModel = method('loadLayersModel');
export const metrics: typeof tfl.metrics = object('metrics');
export const model: typeof tfl.model = method('model');
export const sequential: typeof tfl.sequential = method('sequential');
