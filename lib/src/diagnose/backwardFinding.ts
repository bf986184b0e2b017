import type { Examination } from './examine.js';
import type { Expectation } from './expectation.js';
import { type Finding, finding } from './finding.js';
import { redraw } from './repairWeights.js';

/** Gradients that fall or grow by orders of magnitude though every layer keeps the forward signal. */
export function backward(examined: Examination, { asIs }: Expectation): Finding[] {
  const { trace, matrices, view } = examined;
  const hidden = matrices.filter(({ layer, weight }) => !layer.output && weight !== 'recurrent');
  if (hidden.length < 2) return [];
  const [first, last] = [hidden[0], hidden[hidden.length - 1]];
  const measured = ratioOf(
    trace.layers[first.call].gradient?.secondMoment,
    trace.layers[last.call].gradient?.secondMoment,
  );
  const predicted = ratioOf(asIs[first.call]?.gradient?.secondMoment, asIs[last.call]?.gradient?.secondMoment);
  const observed = predicted ?? measured;
  if (observed === undefined || measured === undefined) return [];
  const width = last.fanOut / first.fanOut;
  const band = [1e-3 * Math.min(1, width), 1e3 * Math.max(1, width)] as const;
  const sure = (value: number): number => (value < band[0] ? -1 : value > band[1] ? 1 : 0);
  // Theory says what nets of these weights do, luck apart; that this one does so too, its measurement must show, if less.
  if (sure(observed) === 0 || Math.log(measured / width) * sure(observed) < Math.log(30)) return [];
  const vanishing = sure(observed) < 0;
  const origin = vanishing ? last : first;
  return [
    finding({
      kind: vanishing ? 'vanishingBackward' : 'explodingBackward',
      layer: view.calls[hidden[0].call].name,
      quantity: 'E gradient², first hidden layer over last',
      observed: measured,
      expected: width,
      band,
      why: `Each layer ${vanishing ? 'shrinks' : 'enlarges'} the gradient on its way back: E φ′² times fanOut·Var(w) is not 1 with ${origin.layer.activation.name}. The first layers learn ${vanishing ? 'almost nothing' : 'in leaps'} while the last learn as they should.`,
      repair: redraw(examined, hidden),
    }),
  ];
}

function ratioOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined || b === 0 ? undefined : a / b;
}
