import type { Measured } from '../../worker/playground/messages.js';

/** Ratio of the last to the first second moment from which a signal counts as changed. */
const LARGE_RATIO = 100;

/** Correlation from which samples count as alike. */
const ALIKE = 0.99;

/** Share of dead units from which it is worth a sentence. */
const MANY_DEAD = 0.1;

/** Says in a few sentences what a measurement means. */
export function describeMeasurement({ settings, signal, gradient, correlation, dead }: Measured): string {
  const forward = fate('The signal', signal);
  // The gradient goes from the last layer back to the first.
  const backward = fate('The gradient', gradient.slice(1).reverse());
  const alike = correlation.at(-1) ?? Number.NaN;
  const deadShare = dead.at(-1) ?? 0;
  return [
    forward,
    backward,
    alike > ALIKE && `All samples look alike to the last layer: their mean cosine is ${alike.toFixed(3)}.`,
    deadShare > MANY_DEAD &&
      `${Math.round(100 * deadShare)} % of the units of the last layer are dead: off for all ${settings.batch} samples.`,
  ]
    .filter((sentence) => sentence !== false)
    .join(' ');
}

/** Says what becomes of second moments on their way. */
function fate(name: string, moments: readonly number[]): string {
  const steps = moments.length - 1;
  const [first, last] = [moments[0], moments.at(-1) ?? Number.NaN];
  if (moments.some((moment) => !Number.isFinite(moment))) return `${name} explodes beyond what float32 can hold.`;
  if (last === 0) return `${name} vanishes: nothing of it is left.`;
  const ratio = last / first;
  if (steps === 0 || (ratio < LARGE_RATIO && ratio > 1 / LARGE_RATIO)) return `${name} keeps its size.`;
  const factor = ratio ** (1 / steps);
  const verb = ratio > 1 ? 'explodes' : 'vanishes';
  return `${name} ${verb}: its second moment changes by a factor of ${factor.toPrecision(2)} per layer, ${power(ratio)} in all.`;
}

/** Writes a number as a power of ten, such as 3·10⁻⁷. */
function power(value: number): string {
  const [digits, exponent] = value.toExponential(0).split('e');
  const raised = [...String(Number(exponent))]
    .map((sign) => (sign === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)]))
    .join('');
  return digits === '1' ? `10${raised}` : `${digits}·10${raised}`;
}
