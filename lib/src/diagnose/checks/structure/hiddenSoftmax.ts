import { activation } from '../../../activation/activation.js';
import { hasSettableActivation } from '../../../model/setActivation.js';
import type { ModelView } from '../../../network/view/modelView.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { ExaminedMatrix } from '../../matrices/examinedMatrix.js';
import { redraw } from '../../repairs/redraw.js';
import type { Check } from '../check.js';

/**
 * Recognizes a softmax between two layers with weights. Its outputs share a sum of 1, so they are
 * small and nearly equal, and few units carry a signal. Attention is not meant, where a softmax
 * weighs the values of another input.
 */
export const hiddenSoftmax: Check = {
  kinds: ['hiddenActivation'],
  stage: 'structure',
  explains: ['correlationCollapse', 'vanishingBackward'],
  run(evidence) {
    const { view } = evidence;
    const hidden = evidence.matrices.filter(({ call, layer }) => {
      const { activation: own, kind } = view.calls[call];
      return (
        kind.operation === 'dense' &&
        own?.name === 'softmax' &&
        !layer.isOutput &&
        !isModelOutput(view, call) &&
        hasSettableActivation(view.calls[call].layer) &&
        feedsMatrix(evidence, call)
      );
    });
    if (hidden.length === 0) return [];
    const names = hidden.map(({ call }) => view.calls[call].name);
    const units = evidence.trace.layers[hidden[0].call].width;
    return [
      {
        kind: 'hiddenActivation',
        isMild: true,
        layer: names[0],
        quantity: 'mean of an output of the hidden layer',
        observed: 1 / units,
        expected: 1,
        band: [0.5, 2],
        why: `Use ReLU instead of the softmax in ${names.join(', ')}. A softmax makes its ${units} outputs sum to 1, so each is about ${(1 / units).toPrecision(2)}, hardly depends on the input, and cannot grow without the others shrinking.`,
        repair: [
          ...names.map((layer) => ({ type: 'setActivation' as const, layer, activation: 'relu' })),
          ...redraw(evidence, hidden.map(withRelu)),
        ],
      },
    ];
  },
};

/** Whether a call is also an output of the model. */
function isModelOutput({ outputs }: ModelView, call: number): boolean {
  return outputs.some((output) => output.call === call || output.maker === call);
}

/** Operations that pass a signal on to the next weights. */
const PASSING: readonly string[] = ['dropout', 'noise', 'flatten', 'reshape', 'norm'];

/** Whether a weight matrix reads the outputs of a call. */
function feedsMatrix(evidence: Evidence, call: number): boolean {
  const { view, matrices } = evidence;
  return view.consumers[call].some(
    (next) =>
      matrices.some((matrix) => matrix.call === next) ||
      (PASSING.includes(view.calls[next].kind.operation) && feedsMatrix(evidence, next)),
  );
}

function withRelu(matrix: ExaminedMatrix): ExaminedMatrix {
  return { ...matrix, layer: { ...matrix.layer, activation: { name: 'relu', activation: activation('relu') } } };
}
