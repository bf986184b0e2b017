import type { UnitState } from '../signal/trace/unitStates.js';
import { collapseFindings } from './checks/collapse.js';
import { backward } from './checks/gradientRatio.js';
import { hiddenByNormalization } from './checks/hiddenByNormalization.js';
import { initialLoss } from './checks/initialLoss.js';
import { inputScale } from './checks/inputs.js';
import { learningRate } from './checks/learningRate.js';
import { nonFinite } from './checks/nonFinite.js';
import { residualGrowth } from './checks/residualGrowth.js';
import { symmetricWeights } from './checks/symmetricWeights.js';
import { uncentredWeights } from './checks/uncentredWeights.js';
import { deadLayers, unitFindings } from './checks/units.js';
import { SCALE, weightScale } from './checks/weightScale.js';
import { zeroWeights } from './checks/zeroWeights.js';
import { controls, type Fair } from './evidence/controlDraws.js';
import type { Examination } from './evidence/examine.js';
import type { Expectation } from './evidence/expectation.js';
import type { Finding, FindingKind } from './finding.js';

/**
 * All findings, causes before symptoms. What a cause explains is not looked for: the signal behind wrong weights, the loss behind a signal that is wrong,
 * the step behind a loss that is wrong.
 */
export function findings(examined: Examination, expected: Expectation): Finding[] {
  const inputs = inputScale(examined);
  let drawn: UnitState[][] = [];
  const fair: Fair = (draws) => {
    if (drawn.length < draws) drawn = controls(examined, draws);
    return drawn;
  };
  const shape = [...zeroWeights(examined), ...symmetricWeights(examined)];
  const weights =
    shape.length > 0
      ? shape
      : firstOf(
          () => deadLayers(examined, fair),
          () => uncentredWeights(examined),
          () => weightScale(examined, expected),
        );
  const causes = [...inputs, ...weights];
  const found = causes.some(isFault) ? causes : withSymptoms(causes, symptoms(examined, expected, fair));
  const all = [...found, ...hiddenByNormalization(examined)];
  return [...all.filter(isFault), ...all.filter((one) => !isFault(one))];
}

/** What follows from weights of a wrong scale. */
const followers: readonly FindingKind[] = [
  'saturated',
  'dead',
  'vanishingBackward',
  'explodingBackward',
  'correlationCollapse',
];

/** Weights that are off by too little to be a fault by themselves become one where a symptom of theirs is. */
function withSymptoms(notes: readonly Finding[], found: readonly Finding[]): Finding[] {
  const scale = notes.find(({ quantity }) => quantity === SCALE);
  const [symptom] = found;
  if (scale === undefined || symptom === undefined || !followers.includes(symptom.kind)) return [...notes, ...found];
  const cause = { ...scale, severity: 'fault' as const, why: `${scale.why} ${symptom.why}` };
  return [...notes.map((one) => (one === scale ? cause : one)), ...found.slice(1)];
}

function symptoms(examined: Examination, expected: Expectation, fair: Fair): Finding[] {
  return firstOf(
    () => nonFinite(examined),
    () => residualGrowth(examined),
    () => unitFindings(examined, fair),
    () => backward(examined, expected),
    () => collapseFindings(examined, fair),
    () => initialLoss(examined),
    () => learningRate(examined),
  );
}

/** What the first of the checks that finds a fault has found. */
function firstOf(...checks: (() => Finding[])[]): Finding[] {
  for (const check of checks) {
    const found = check();
    if (found.length > 0) return found;
  }
  return [];
}

function isFault({ severity }: Finding): boolean {
  return severity === 'fault';
}
