import { escapeHtml } from '../../display/escapeHtml.js';
import { significant } from '../../display/significant.js';
import { withDisplay } from '../../display/withDisplay.js';
import { wrapLines } from '../../display/wrapLines.js';
import { median } from '../../foundation/statistics.js';
import {
  type Deaths,
  deathsBetween,
  GRADUAL_SHARE,
  type LossJump,
  largestJump,
  rowOf,
  type TrainingEvent,
} from './events.js';
import { nonFiniteText } from './locate.js';
import type { MonitoredNonFinite, MonitorReport } from './report.js';

/** Diagnosis of a training run, as plain data that shows itself as text. */
export interface TrainingDiagnosis {
  /**
   * 'learned' if the loss on the sample ended below that of a blind guess, or if none is known,
   * well below where it began; 'diverged' if a number became NaN or infinite.
   */
  verdict: 'learned' | 'not learned' | 'diverged';
  /** Remarkable events in the order of their steps. */
  events: TrainingEvent[];
  /** Number of steps that were observed. */
  steps: number;
  /** Quantities that could not be measured, each with its reason. */
  leftOut: string[];
  /** Loss on the sample before the first step, at its lowest and after the last step. */
  loss: { first: number | null; lowest: number | null; last: number | null };
  /** Loss of a blind guess, if it is known. */
  blindLoss?: number;
  toString(): string;
}

/** Everything that is known of one training run. */
export interface TrainingRecord {
  reports: readonly MonitorReport[];
  /** Loss of each step's batch; entry i belongs to step i + 1. */
  batchLosses: readonly number[];
  deaths: readonly Deaths[];
  nonFinite: MonitoredNonFinite | undefined;
  leftOut: readonly string[];
}

/** Part of the blind guess's loss that a network must reach to have learned something. */
const LEARNED_SHARE = 0.98;

/** The same part of the first loss, if no blind guess is known. */
const LEARNED_SHARE_OF_FIRST = 0.9;

/** Part of the goal for a few batches, whose losses scatter more than that of the sample. */
const BATCH_SHARE = 0.8;

/** Typical update of the weights above which a learning rate is too large. */
const LARGE_UPDATE = 0.1;

/** Typical update of the weights below which a learning rate is too small. */
const SMALL_UPDATE = 1e-6;

/** Share of saturated outputs from which a layer counts as saturated, if it rose to there. */
const SATURATED_SHARE = 0.5;

/** Number of batches whose median loss stands for the loss at a step. */
const MEDIAN_STEPS = 5;

/** Loss after a jump, relative to the loss before, from which the run has recovered. */
const RECOVERED_FACTOR = 1.5;

/** Says what happened in a run. */
export function diagnoseTraining(record: TrainingRecord): TrainingDiagnosis {
  const { reports, batchLosses, nonFinite, leftOut } = record;
  const sound = finitePart(record);
  const losses = reports.flatMap(({ loss }) => loss ?? []);
  const [first, last] = [reports[0].loss, reports[reports.length - 1].loss];
  const lowest = losses.length === 0 ? null : losses.reduce((a, b) => Math.min(a, b));
  const { blindLoss } = reports[0];
  const goal = blindLoss === undefined ? LEARNED_SHARE_OF_FIRST * (first ?? Number.NaN) : LEARNED_SHARE * blindLoss;
  const hasLearned = last !== null && last < goal;
  const verdict = nonFinite ? 'diverged' : hasLearned ? 'learned' : 'not learned';
  const events = [
    ...deathEvents(sound),
    ...saturationEvents(sound.reports),
    ...jumpEvents(sound),
    ...(verdict === 'not learned' ? [...causesOf(reports), unlearnedEvent(record, goal, lowest)] : []),
    ...(nonFinite ? [nonFiniteEvent(nonFinite)] : []),
  ];
  const data = {
    verdict,
    events: events.sort((a, b) => a.step - b.step),
    steps: batchLosses.length,
    leftOut: [...leftOut],
    loss: { first, lowest, last },
    ...(blindLoss !== undefined && { blindLoss }),
  } as Omit<TrainingDiagnosis, 'toString'>;
  return show(data);
}

/** Leaves out what was measured after a number became NaN or infinite, except the first report. */
function finitePart(record: TrainingRecord): TrainingRecord {
  const { nonFinite, reports, batchLosses } = record;
  if (nonFinite === undefined) return record;
  return {
    ...record,
    reports: [reports[0], ...reports.slice(1).filter((report) => !report.nonFinite)],
    batchLosses: batchLosses.slice(0, nonFinite.step),
  };
}

function deathEvents({ reports, deaths, batchLosses }: TrainingRecord): TrainingEvent[] {
  const scale = scaleOf(reports);
  const none = { ...reports[0], layers: reports[0].layers.map((layer) => ({ ...layer, deadUnits: 0 })) };
  const last = reports[reports.length - 1];
  const atStart = deathsBetween(none, reports[0], GRADUAL_SHARE).map(({ layer, units, after }): TrainingEvent => {
    const message = `${capital(countOf(after, units))} of ${layer} were dead before the first step.`;
    return { kind: 'deadUnits', step: 0, layer, message };
  });
  const gradual = deathsBetween(reports[0], last, GRADUAL_SHARE)
    .filter(({ layer }) => !deaths.some((death) => death.layer === layer))
    .map(({ layer, units, before, after }): TrainingEvent => {
      const message = `Units of ${layer} died little by little: ${before} of ${units} were dead before the first step, ${after} after step ${last.step}.`;
      return { kind: 'deadUnits', step: last.step, layer, message };
    });
  // A jump is described once, however many layers lost units with it.
  const named = new Set<number>();
  return [
    ...atStart,
    ...gradual,
    ...deaths.map(({ layer, units, before, after, lastAlive, step, updateRatio }): TrainingEvent => {
      // The loss of a batch is measured before its update, so units that died at one step show at
      // the next.
      const found = largestJump(batchLosses, scale, lastAlive + 1, step + 1);
      const jump = found && !named.has(found.step) ? found : undefined;
      if (jump) named.add(jump.step);
      const size = updateRatio === undefined ? '' : `, ${percent(updateRatio)} of the weights,`;
      const cause =
        lastAlive === step - 1
          ? `The update of step ${step}${size} killed`
          : `Between steps ${lastAlive} and ${step}, training killed`;
      const whole = before === 0 ? countOf(after, units) : `${after - before} more of the ${units} units`;
      return { kind: 'deadUnits', step, layer, message: `${cause} ${whole} of ${layer}${jumpClause(jump)}.` };
    }),
  ];
}

function jumpClause(jump: LossJump | undefined): string {
  if (jump === undefined) return '';
  return `; the loss of the batch jumped from ${text(jump.before)} to ${text(jump.after)} at step ${jump.step}`;
}

function countOf(dead: number, units: number): string {
  return dead === units ? `all ${units} units` : `${dead} of ${units} units`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function saturationEvents(reports: readonly MonitorReport[]): TrainingEvent[] {
  const [first, last] = [reports[0], reports[reports.length - 1]];
  return last.layers.flatMap(({ name, saturatedShare: end }): TrainingEvent[] => {
    const start = rowOf(first, name)?.saturatedShare;
    if (end === undefined || start === undefined || end < SATURATED_SHARE) return [];
    if (start >= SATURATED_SHARE) {
      const message = `${percent(start)} of the outputs of ${name} were saturated before the first step.`;
      return [{ kind: 'saturation', step: 0, layer: name, message }];
    }
    if (end - start < SATURATED_SHARE / 2) return [];
    const found = reports.find((report) => (rowOf(report, name)?.saturatedShare ?? 0) >= SATURATED_SHARE) ?? last;
    const message = `${name} saturated: ${percent(start)} of its outputs were at an end of their range at the start, ${percent(end)} at the end.`;
    return [{ kind: 'saturation', step: found.step, layer: name, message }];
  });
}

/** Reports the largest jump of the loss, unless it came with units that died. */
function jumpEvents({ reports, batchLosses, deaths }: TrainingRecord): TrainingEvent[] {
  const jump = largestJump(batchLosses, scaleOf(reports));
  if (jump === undefined) return [];
  if (deaths.some(({ lastAlive, step }) => jump.step > lastAlive && jump.step <= step + 1)) return [];
  const back = recovery(batchLosses, jump);
  const end = back === undefined ? 'and did not come back' : `and came back by step ${back}`;
  const message = `The loss of the batch jumped from ${text(jump.before)} to ${text(jump.after)} at step ${jump.step} ${end}.`;
  return [{ kind: 'lossJump', step: jump.step, message }];
}

/** Finds the step at which the median of a few losses is back near where it was. */
function recovery(batchLosses: readonly number[], { step, before }: LossJump): number | undefined {
  for (let start = step; start + MEDIAN_STEPS <= batchLosses.length; start++) {
    if (median(batchLosses.slice(start, start + MEDIAN_STEPS)) <= RECOVERED_FACTOR * before) return start + 1;
  }
  return undefined;
}

/** Names what keeps a run from learning. The rate is not a cause where no gradient arrives. */
function causesOf(reports: readonly MonitorReport[]): TrainingEvent[] {
  const withoutGradient = gradientEvents(reports);
  return withoutGradient.length > 0 ? withoutGradient : updateEvents(reports);
}

/** Reports the layers that no gradient reaches at the end. */
function gradientEvents(reports: readonly MonitorReport[]): TrainingEvent[] {
  const last = reports[reports.length - 1];
  const without = last.layers.filter(({ gradient }) => gradient === 0).map(({ name }) => name);
  if (without.length === 0) return [];
  const first = reports.find((report) => without.every((name) => rowOf(report, name)?.gradient === 0)) ?? last;
  const since = first.step === 0 ? 'from the start' : `from step ${first.step} on`;
  const message = `No gradient reached ${listed(without)} ${since}.`;
  return [{ kind: 'noGradient', step: first.step, layer: without[0], message }];
}

function updateEvents(reports: readonly MonitorReport[]): TrainingEvent[] {
  const ratios = reports.flatMap(({ layers }) => layers.flatMap(({ updateRatio }) => updateRatio ?? []));
  const moved = ratios.filter((ratio) => ratio > 0);
  if (moved.length === 0) return [];
  const typical = median(moved);
  const rate = reports[reports.length - 1].learningRate;
  const named = rate === undefined ? 'the learning rate' : `the learning rate (${text(rate)})`;
  const step = reports[Math.min(1, reports.length - 1)].step;
  if (typical > LARGE_UPDATE) {
    const message = `A typical update was ${percent(typical)} of a layer's weights; about 0.1 % is usual. Lower ${named}.`;
    return [{ kind: 'updates', step, message }];
  }
  if (typical >= SMALL_UPDATE) return [];
  const message = `A typical update was ${text(typical)} of a layer's weights; about 0.001 is usual. Raise ${named}.`;
  return [{ kind: 'updates', step, message }];
}

function unlearnedEvent({ reports, batchLosses }: TrainingRecord, goal: number, lowest: number | null): TrainingEvent {
  const { step, loss, blindLoss } = reports[reports.length - 1];
  const below = reports.findLast((report) => report.loss !== null && report.loss < goal)?.step ?? 0;
  const since = Math.max(below, lastBelow(batchLosses, BATCH_SHARE * goal));
  const reference = blindLoss === undefined ? 'where it began' : `the ${text(blindLoss)} of a blind guess`;
  const message =
    since > 0
      ? `The loss was well below ${reference} until step ${since}, but after step ${step} it is ${shown(loss)}.`
      : `The loss on the sample never fell well below ${reference}: its lowest was ${shown(lowest)}.`;
  return { kind: 'blind', step, message };
}

/** Finds the last step at which a batch and most batches before it were below the goal, or 0. */
function lastBelow(batchLosses: readonly number[], goal: number): number {
  for (let end = batchLosses.length; end >= MEDIAN_STEPS; end--) {
    const isBelow = batchLosses[end - 1] < goal && median(batchLosses.slice(end - MEDIAN_STEPS, end)) < goal;
    if (isBelow) return end;
  }
  return 0;
}

function nonFiniteEvent(found: MonitoredNonFinite): TrainingEvent {
  return {
    kind: 'nonFinite',
    step: found.step,
    ...(found.layer !== undefined && { layer: found.layer }),
    message: nonFiniteText(found),
  };
}

/** Loss with which a jump is compared: the first one, or that of a blind guess if it is smaller. */
export function scaleOf([first]: readonly MonitorReport[]): number {
  return Math.min(first?.loss ?? Number.POSITIVE_INFINITY, first?.blindLoss ?? Number.POSITIVE_INFINITY);
}

function show(data: Omit<TrainingDiagnosis, 'toString'>): TrainingDiagnosis {
  const line = headline(data);
  const sentences = data.events.map(({ message }) => message);
  const missing = data.leftOut.length === 0 ? '' : `Not measured: ${data.leftOut.join('; ')}.`;
  return withDisplay(data, {
    text: () =>
      [line, ...sentences.flatMap((sentence) => bullet(sentence)), ...(missing ? wrapLines(missing, 80) : [])].join(
        '\n',
      ),
    html: () =>
      [
        `<p><strong>${escapeHtml(line)}</strong></p>`,
        sentences.length > 0
          ? `<ul>${sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join('')}</ul>`
          : '',
        missing === '' ? '' : `<p><small>${escapeHtml(missing)}</small></p>`,
      ].join('\n'),
    markdown: () =>
      [`**${line}**`, sentences.map((sentence) => `- ${sentence}`).join('\n'), missing].filter(Boolean).join('\n\n'),
  });
}

/** Writes the verdict with the course of the loss in one line. */
function headline({ verdict, steps, loss, blindLoss }: Omit<TrainingDiagnosis, 'toString'>): string {
  const guess = blindLoss === undefined ? '' : `; a blind guess has ${text(blindLoss)}`;
  const way = `loss ${shown(loss.first)} before, ${shown(loss.last)} after ${steps} step${steps === 1 ? '' : 's'}${guess}`;
  return `${verdict}: ${way}`;
}

function bullet(sentence: string): string[] {
  return wrapLines(sentence, 78).map((part, i) => `${i === 0 ? '- ' : '  '}${part}`);
}

function listed(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} other layers` : names.join(', ');
}

function percent(share: number): string {
  return `${significant(100 * share, 2)} %`;
}

function text(value: number): string {
  return significant(value, 3);
}

function shown(value: number | null): string {
  return value === null ? 'not finite' : text(value);
}
