import * as tf from '@tensorflow/tfjs-core';
import { type Diagnosis, diagnose } from 'initlab';
import { faults, faulty } from './faults.js';
import { type Case, Chooser, data, healthy } from './networks.js';

/** One network, as it was judged. */
export interface Judged {
  title: string;
  seed: number;
  expected: string;
  layer: string;
  found: string;
  foundLayer: string;
  right: boolean;
  diagnosis: Diagnosis;
}

/** Judges a network with a known fault. */
export function judgeFault(title: string, seed: number, also?: (given: Case) => void): Judged {
  const given = faulty(title, new Chooser(seed), seed);
  const { model, x, y, loss, learningRate } = given;
  const diagnosis = diagnose(model, { x, y, loss, ...(learningRate && { learningRate }) });
  also?.(given);
  model.dispose();
  const [first] = diagnosis.findings.filter(({ severity }) => severity === 'fault');
  const kinds = [given.kind].flat();
  const right = first !== undefined && (kinds as string[]).includes(first.kind) && first.layer === given.layer;
  return {
    title,
    seed,
    expected: kinds[0],
    layer: given.layer,
    found: first?.kind ?? 'none',
    foundLayer: first?.layer ?? '',
    right,
    diagnosis,
  };
}

/** Judges a network without fault. */
export function judgeHealthy(title: string, seed: number, also?: (given: Case) => void): Judged {
  const choose = new Chooser(seed);
  const model = healthy[title](choose, seed);
  const given = { title, model, ...data(model, choose.of([16, 32, 64, 128]), seed + 77) };
  const diagnosis = diagnose(model, { x: given.x, y: given.y, loss: given.loss });
  also?.(given);
  model.dispose();
  const [first] = diagnosis.findings.filter(({ severity }) => severity === 'fault');
  return {
    title,
    seed,
    expected: 'none',
    layer: '',
    found: first?.kind ?? 'none',
    foundLayer: first?.layer ?? '',
    right: first === undefined,
    diagnosis,
  };
}

export { faults, healthy, tf };
