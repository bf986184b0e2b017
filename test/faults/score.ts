import { type DiagnoseOptions, type Diagnosis, diagnose, type Finding, type LabelledData, train } from 'initlab';
import type { Case, Given } from './case.js';
import { type FaultyCase, faultyCase } from './faults.js';
import { healthyCase } from './healthy.js';

/** The judgement on one network. */
export interface Judged {
  title: string;
  seed: number;
  /** The right kind of finding; 'none' for a healthy network. */
  expected: string;
  layer: string;
  severity: Finding['severity'];
  found: string;
  foundLayer: string;
  right: boolean;
  /**
   * Whether the network was healthy after the repair. Absent if the repair does not change the
   * model.
   */
  repaired?: boolean;
  /**
   * Whether the repaired network then learns: its loss falls below that of a guess that does not
   * look at the input.
   */
  learns?: boolean;
  /** The names of the rules of another judge that fired. */
  rules: string[];
}

interface JudgeOptions {
  /** Another judge, which returns the names of its rules that fire. */
  others?: (given: Case) => string[];
  /** Whether to train the repaired network. Default true. */
  learn?: boolean;
}

/** Diagnoses a network with a known fault, repairs it, and diagnoses it again. */
export async function judgeFault(title: string, seed: number, options: JudgeOptions = {}): Promise<Judged> {
  const given = await faultyCase(title, seed);
  try {
    return await judge(given, seed, options);
  } finally {
    given.model.dispose();
  }
}

/** Diagnoses a healthy network. */
export async function judgeHealthy(title: string, seed: number, { others }: JudgeOptions = {}): Promise<Judged> {
  const given = await healthyCase(title, seed);
  const diagnosis = diagnose(given.model, dataOf(given), optionsOf(given));
  const first = firstOf(diagnosis, 'fault');
  const rules = others?.(given) ?? [];
  given.model.dispose();
  const [found, foundLayer] = [first?.kind ?? 'none', first?.layer ?? ''];
  const right = diagnosis.verdict === 'healthy' && found === 'none';
  return { title, seed, expected: 'none', layer: '', severity: 'fault', found, foundLayer, right, rules };
}

async function judge(given: FaultyCase, seed: number, { others, learn = true }: JudgeOptions): Promise<Judged> {
  const { title, model, kind, layer, severity } = given;
  const diagnosis = diagnose(model, dataOf(given), optionsOf(given));
  const rules = others?.(given) ?? [];
  // Only the first fault counts, because it is what a reader acts on. A network that is only worth
  // a note must have no fault.
  const first = firstOf(diagnosis, 'fault') ?? (severity === 'note' ? noted(diagnosis, kind) : undefined);
  const [found, foundLayer] = [first?.kind ?? 'none', first?.layer ?? ''];
  const right = first?.severity === severity && kind.includes(found as Finding['kind']) && foundLayer === layer;
  const judged = { title, seed, expected: kind[0], layer, severity, found, foundLayer, right, rules };
  if (!first?.repair.apply || severity === 'note') return judged;
  diagnosis.apply();
  const after = diagnose(model, dataOf(given), optionsOf(given));
  return { ...judged, repaired: after.verdict === 'healthy', ...(learn && { learns: await learns(given) }) };
}

/** Selects the data of a case. */
export function dataOf({ x, y }: Given): LabelledData {
  return { x, y };
}

/** Selects the options of `diagnose` for a case. */
export function optionsOf({ loss, optimizer, learningRate, steps }: Given): DiagnoseOptions {
  return {
    loss,
    ...(optimizer && { optimizer }),
    ...(learningRate !== undefined && { learningRate }),
    ...(steps !== undefined && { steps }),
  };
}

function firstOf({ findings }: Diagnosis, severity: Finding['severity']): Finding | undefined {
  return findings.find((finding) => finding.severity === severity);
}

function noted({ findings }: Diagnosis, kinds: readonly string[]): Finding | undefined {
  return findings.find(({ kind }) => kinds.includes(kind)) ?? findings[0];
}

/**
 * Trains on the diagnosed samples with Adam: at its usual learning rate, then at a third of it,
 * which deep plain nets need, then at ten times it, which small RNNs need. Returns whether one of
 * these runs learns.
 */
async function learns({ model, x, y, loss }: Case): Promise<boolean> {
  const classes = loss === 'crossEntropy';
  const labels = { shape: [y.length], data: classes ? Int32Array.from(y) : y };
  const before = model.getWeights().map((weight) => weight.clone());
  try {
    for (const [learningRate, steps] of [
      [0.001, 60],
      [0.0003, 150],
      [0.01, 60],
    ]) {
      model.setWeights(before);
      const trained = await train(model, { x, y: labels }, { steps, learningRate, loss, progress: false });
      const last = trained.loss.slice(-10).reduce((sum, value) => sum + value / 10, 0);
      if (last < 0.97 * blindLoss(y, classes)) return true;
    }
    return false;
  } finally {
    for (const weight of before) weight.dispose();
  }
}

/**
 * Computes the loss of the best guess that does not look at the input: the entropy of the labels,
 * or the variance of the targets.
 */
function blindLoss(y: Float32Array, classes: boolean): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / values.length, 0);
  if (!classes) return mean(Array.from(y, (value) => (value - mean([...y])) ** 2));
  const shares = [...new Set(y)].map((label) => y.filter((value) => value === label).length / y.length);
  return shares.reduce((sum, share) => sum - share * Math.log(share), 0);
}
