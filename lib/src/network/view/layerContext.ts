import { activationName } from '../../signal/trace/passes/patches.js';
import { consumersOf } from './downstream.js';
import type { ModelView } from './modelView.js';

/** What lies around a call with weights. */
export interface Surroundings {
  /** Whether a normalization behind makes the scale of its weights of no effect, forward. */
  normalized: boolean;
  /** Whether its inputs are those of a sigmoid, of mean ½. */
  afterSigmoid: boolean;
}

export function surroundingsOf(view: ModelView, call: number): Surroundings {
  return { normalized: isNormalized(view, consumersOf(view.calls), call), afterSigmoid: isAfterSigmoid(view, call) };
}

/** Layers that keep the ratio of two scales. */
const passing = /^(Add|Dropout|Reshape|Flatten|Activation|ReLU|LeakyReLU|ELU)$/;

/** Whether every way from a call meets a normalization before another matrix. */
function isNormalized(view: ModelView, consumers: readonly number[][], from: number): boolean {
  const next = consumers[from];
  return (
    next.length > 0 &&
    next.every((call) => {
      const kind = view.calls[call].layer.getClassName();
      if (/Normalization$/.test(kind) || view.layersOf(call).some((layer) => layer.kind === 'norm')) return true;
      return passing.test(kind) && isNormalized(view, consumers, call);
    })
  );
}

/** Whether what a call takes comes from a sigmoid, past layers without weights. */
function isAfterSigmoid(view: ModelView, call: number): boolean {
  return view.calls[call].inputs.some((from) => {
    const { layer } = view.calls[from];
    if (layer.getClassName() === 'Activation') return activationName(layer) === 'sigmoid';
    const [own] = view.layersOf(from);
    return own ? own.activation.name === 'sigmoid' : isAfterSigmoid(view, from);
  });
}
