import type { Finding } from 'initlab';
import { type Cause, causesOf } from './causes.js';
import { learns, trainAndMeasure } from './confirm.js';
import { type Entry, isFailing } from './library.js';
import { type FieldNetwork, seedsOf, type Training } from './network.js';
import { isAt } from './places.js';
import { diagnoseTraining, followRepairs } from './repairs.js';
import type { FailingSource } from './sources.js';

/** The verdicts of README.md; `silent` is the right answer for a sound network. */
export type Verdict = 'right' | 'partly' | 'wrong' | 'silent' | 'false alarm';

/** The judgement on the diagnosis of one network. */
export interface Judgement {
  id: string;
  cause: Cause | 'sound';
  isContested: boolean;
  verdict: Verdict;
  /** The findings of `diagnose`, each as its kind and layer; notes are in brackets. */
  said: string[];
  /** The reason why the verdict is not better. */
  reason?: string | undefined;
}

/** Diagnoses a network, and trains it after the repair if the true cause came first. */
export async function judge(entry: Entry): Promise<Judgement> {
  const { network, source } = entry;
  const seed = seedsOf(network)[0];
  const cause: Judgement['cause'] = isFailing(source) ? source.cause : 'sound';
  const common = { id: network.id, cause, isContested: isFailing(source) && source.contested };
  const training = network.build(seed);
  try {
    const judged = isFailing(source)
      ? await judgeFailing(network, source, training, seed)
      : await judgeSound(network, source.trained, training, seed);
    return { ...common, ...judged };
  } catch (error) {
    // An error counts as a wrong answer, because a user who asks for the cause and gets an
    // exception has no answer.
    const reason = error instanceof Error ? `diagnose threw: ${error.message}` : 'diagnose threw';
    return { ...common, verdict: isFailing(source) ? 'wrong' : 'false alarm', said: [], reason };
  } finally {
    training.model.dispose();
  }
}

type Judged = Pick<Judgement, 'verdict' | 'said' | 'reason'>;

async function judgeSound(
  network: FieldNetwork,
  isTrained: boolean,
  training: Training,
  seed: number,
): Promise<Judged> {
  if (isTrained) {
    const outcome = await trainAndMeasure(training, seed);
    if (!learns(network, outcome)) throw new Error(`${network.id} did not learn, so it is not sound`);
  }
  const { findings } = diagnoseTraining(training);
  const isAlarm = findings.some(({ severity }) => severity === 'fault');
  return { verdict: isAlarm ? 'false alarm' : 'silent', said: findings.map(toWords) };
}

async function judgeFailing(
  network: FieldNetwork,
  { cause, also, layer }: FailingSource,
  built: Training,
  seed: number,
): Promise<Judged> {
  const { training, found, isChanged } = await followRepairs(built);
  const said = found.findings.map(toWords);
  const naming = found.findings.filter((finding) => causesOf(finding).includes(cause));
  const [first] = found.findings;
  if (naming.length === 0) {
    const isAlso = first?.severity === 'fault' && causesOf(first).some((word) => also.includes(word));
    if (isAlso) return { verdict: 'partly', said, reason: 'names a further cause of the source' };
    return { verdict: 'wrong', said, reason: 'the cause is not named' };
  }
  if (first.severity !== 'fault' || naming[0] !== first) {
    return { verdict: 'partly', said, reason: 'the cause is named, but not first or not as a fault' };
  }
  const isPlaced = network.at ? network.at.includes(first.layer) : isAt(built.model, first.layer, layer);
  if (!isPlaced) return { verdict: 'partly', said, reason: `the layer should be ${network.at ?? layer}` };
  if (!isChanged) return { verdict: 'partly', said, reason: 'the repair changes nothing' };
  // The accepted repair may need a longer training than the report had; so may this one.
  const accepted = network.repaired?.(seed);
  accepted?.model.dispose();
  const steps = Math.max(training.steps, accepted?.steps ?? 0);
  const outcome = await trainAndMeasure({ ...training, steps }, seed);
  if (learns(network, outcome)) return { verdict: 'right', said };
  return { verdict: 'partly', said, reason: `after the repair the skill is ${outcome.skill.toPrecision(2)}` };
}

function toWords({ kind, layer, severity }: Finding): string {
  return severity === 'fault' ? `${kind} at ${layer}` : `(${kind} at ${layer})`;
}
