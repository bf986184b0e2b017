import type { Evidence } from '../../evidence/evidence.js';
import type { ExaminedOutput } from '../../evidence/outputs.js';
import type { FindingDraft } from '../../finding.js';
import type { Check } from '../check.js';
import { changeActivation } from './changeActivation.js';

/** Recognizes outputs that are the same whatever the weights are, such as a softmax of one unit. */
export const constantOutput: Check = {
  kinds: ['constantOutput'],
  stage: 'output',
  explains: ['outputRange', 'lossMismatch'],
  run: (evidence) => evidence.outputs.flatMap((output) => judge(evidence, output)),
};

function judge({ view }: Evidence, output: ExaminedOutput): FindingDraft[] {
  const { range, activation, units, maker, loss } = output;
  if (range === undefined || !Number.isFinite(range[0])) return [];
  if (range[1] - range[0] > 1e-6 * Math.max(1, Math.abs(range[0]))) return [];
  const isSoftmax = /softmax/i.test(activation?.name ?? '') && units === 1;
  const isNumber = /Error$/.test(loss.facts?.family ?? '');
  const better = isNumber || loss.facts?.reads === 'logits' ? 'linear' : 'sigmoid';
  const article = better === 'linear' ? 'a linear output' : 'a sigmoid';
  return [
    {
      kind: 'constantOutput',
      layer: view.calls[maker].name,
      quantity: 'width of the range of the output',
      observed: range[1] - range[0],
      expected: 1,
      band: [1e-6, Number.POSITIVE_INFINITY],
      why: isSoftmax
        ? `Use ${article} instead of the softmax. A softmax divides each unit by the sum over all units, and with one unit this gives ${range[0]} for every input and all weights, so all gradients are 0 and nothing is learned.`
        : `Change the last layers: they give ${range[0]} for every input and all weights, so all gradients are 0 and nothing is learned.`,
      repair: isSoftmax
        ? [
            ...changeActivation(view, output, better),
            // A cross entropy among classes needs several units.
            ...(loss.facts?.family === 'crossEntropy' && better === 'sigmoid'
              ? [{ type: 'setLoss' as const, loss: 'binaryCrossentropy' }]
              : []),
          ]
        : [{ type: 'replaceLayer', layer: view.calls[maker].name, activation: 'linear' }],
    },
  ];
}
