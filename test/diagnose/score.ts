import { type Diagnosis, diagnose } from 'initlab';
import { faulty } from './faults.js';
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
  /** Whether the fault was gone after its repair; absent where the repair is not in the weights. */
  repaired?: boolean;
  /** What `also` said of the network. */
  rules: string[];
  diagnosis: Diagnosis;
}

/** What others say of a network. */
type Others = (given: Case) => string[];

/** Judges a network with a known fault, and again when it is repaired. */
export function judgeFault(title: string, seed: number, others?: Others): Judged {
  const given = faulty(title, new Chooser(seed), seed);
  const kinds: readonly string[] = [given.kind].flat();
  const judged = judge(given, seed, kinds, given.layer, others);
  given.model.dispose();
  return judged;
}

/** Judges a network without fault. */
export function judgeHealthy(title: string, seed: number, others?: Others): Judged {
  const choose = new Chooser(seed);
  const model = healthy[title](choose, seed);
  const given = { title, model, ...data(model, choose.of([16, 32, 64, 128]), seed + 77) };
  const judged = judge(given, seed, ['none'], '', others);
  model.dispose();
  return judged;
}

function judge(given: Case, seed: number, kinds: readonly string[], layer: string, others?: Others): Judged {
  const { title, model, x, y, loss, learningRate } = given;
  const options = { x, y, loss, ...(learningRate !== undefined && { learningRate }) };
  const diagnosis = diagnose(model, options);
  const rules = others?.(given) ?? [];
  const first = firstFault(diagnosis);
  const [found, foundLayer] = [first?.kind ?? 'none', first?.layer ?? ''];
  const right = kinds.includes(found) && foundLayer === layer;
  const judged = { title, seed, expected: kinds[0], layer, found, foundLayer, right, rules, diagnosis };
  if (!first?.repair.apply || layer === '') return judged;
  diagnosis.apply();
  return {
    ...judged,
    repaired: diagnose(model, options).findings.every(
      ({ kind, severity }) => kind !== first.kind || severity === 'note',
    ),
  };
}

function firstFault({ findings }: Diagnosis): Diagnosis['findings'][number] | undefined {
  return findings.find(({ severity }) => severity === 'fault');
}
