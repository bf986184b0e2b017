import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Round } from './half.js';

const FOLDER = join(import.meta.dirname, 'sources');

/** Words for the cause of a fault. README.md says what each of them means. */
export const CAUSES = [
  'bad-data',
  'batch-norm',
  'capacity',
  'data-order',
  'dead-relu',
  'detached-parameters',
  'dropout',
  'exploding-gradient',
  'frozen-weights',
  'hidden-activation',
  'init-scale',
  'init-symmetric',
  'inputs-unscaled',
  'labels-form',
  'learning-rate-high',
  'learning-rate-low',
  'log-of-zero',
  'loss-mismatch',
  'loss-reduction',
  'metric',
  'no-nonlinearity',
  'optimizer',
  'output-activation',
  'precision',
  'regularization',
  'residual-norm',
  'saturation',
  'shape-broadcast',
  'softmax-single',
  'softmax-twice',
  'targets-unscaled',
  'too-few-steps',
  'vanishing-gradient',
] as const;

/** Kinds of evidence for a cause, the strongest first. README.md says what each of them means. */
export const EVIDENCE = ['benchmark', 'maintainer', 'answer', 'reporter', 'comment', 'article', 'code'] as const;

/** Names for the place of a fault; `null` means that it lies in no layer. */
export const LAYER = /^(input|output|hidden|hidden-\d+|recurrent|batch-normalization|attention)$/;

/** The fields that every entry has about its source. */
interface Source {
  id: string;
  /** The round in which the entry was collected. It decides to which part the entry belongs. */
  round: Round;
  address: string;
  /** The title of the source. */
  title: string;
  network: string;
  /** Whether the text was actually read. Only sound examples may be listed from memory. */
  read: boolean;
  /** The text that was read; `null` if none was. */
  readIn: string | null;
  /** Details that are general knowledge and not in the text that was read. */
  filledIn: string | null;
}

/** A report of a network that does not learn. */
export interface FailingSource extends Source {
  symptom: string;
  acceptedCause: string;
  cause: (typeof CAUSES)[number];
  /** Further causes that the same source names. */
  also: (typeof CAUSES)[number][];
  /** Whether sources or answers disagree on the cause, or the repair is doubtful. */
  contested: boolean;
  evidence: (typeof EVIDENCE)[number];
  layer: string | null;
  repair: string;
}

/** An example that learns. */
export interface SoundSource extends Source {
  /** The skill that the source or common knowledge reports. */
  result: string;
  /** Whether the network is diagnosed after training instead of before. */
  trained: boolean;
}

/** An entry that could not be built, with the reason. */
export interface DroppedSource {
  id: string;
  reason: string;
}

/** The reports, in the order in which they were found. */
export function failingSources(): FailingSource[] {
  return readJson('failing.json') as FailingSource[];
}

/** The sound examples, in the order in which they were found. */
export function soundSources(): SoundSource[] {
  return readJson('sound.json') as SoundSource[];
}

/** The entries that were dropped, from either list. */
export function droppedSources(): DroppedSource[] {
  return readJson('dropped.json') as DroppedSource[];
}

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
}
