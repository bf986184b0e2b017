import type { Optimizer } from '@tensorflow/tfjs-core';
import { chooseLosses, type Losses } from '../../network/lossChoice.js';
import type { ModelView } from '../../network/view/modelView.js';
import { blindLoss } from './blindLoss.js';
import { diagnoseTraining, scaleOf, type TrainingDiagnosis, type TrainingRecord } from './diagnosis.js';
import { areMany, type Deaths, deathsBetween, GRADUAL_SHARE, lossJump, SUDDEN_SHARE } from './events.js';
import { locateNonFinite, type Traces, withGradientGrowth } from './locate.js';
import { type Measured, type Measurement, measure } from './measure.js';
import { jsonNumber, type MonitoredLayer, type MonitoredNonFinite, type MonitorReport } from './report.js';
import { keepInputs, type Sample } from './sample.js';
import { Schedule } from './schedule.js';
import { findNonFinite, type LayerWeights, listWeights, updateRatios, WeightHistory } from './weights.js';

/** Options of a run of a monitor. */
export interface RunOptions {
  view: ModelView;
  sample: Sample;
  loss: Losses | undefined;
  every: number | undefined;
  /** The optimizer that trains the model. Default: the one that the model is compiled with. */
  optimizer?: Optimizer | undefined;
  /** Receives each report. Its result is awaited. */
  onReport: (report: MonitorReport) => unknown;
  /** Draws a report. The time that it takes counts as the monitor's. */
  draw: (run: MonitorRun) => void;
}

/** Observes one training run, from `begin` to `end`. Holds tensors in between. */
export class MonitorRun implements TrainingRecord {
  readonly reports: MonitorReport[] = [];
  readonly batchLosses: number[] = [];
  readonly deaths: Deaths[] = [];
  readonly leftOut: string[];
  nonFinite: MonitoredNonFinite | undefined;
  diagnosis: TrainingDiagnosis | undefined;
  readonly #options: RunOptions;
  readonly #schedule: Schedule;
  readonly #inputs: ReturnType<typeof keepInputs>;
  readonly #weights: LayerWeights[];
  readonly #history: WeightHistory;
  readonly #measured: Measured;
  readonly #blindLoss: number | undefined;
  #hasEnded = false;

  constructor(options: RunOptions) {
    const { view, sample, every, loss } = options;
    this.#options = options;
    this.#schedule = new Schedule(every);
    const { targets } = sample;
    const losses = chooseLosses(view, loss, targets);
    this.#inputs = keepInputs(sample);
    this.#weights = listWeights(view);
    this.#history = new WeightHistory(this.#weights);
    const training = view.calls.some(({ kind }) => kind.usesBatch);
    const { feeds } = this.#inputs;
    this.#measured = { view, weights: this.#weights, feeds, losses, targets, training };
    this.#blindLoss = blindLoss(view, losses, targets);
    const spellings = [...new Set(losses.map(({ spelling }) => spelling))].join(', ');
    this.leftOut = [...leftOutOf(view, this.#optimizer, spellings, this.#blindLoss)];
  }

  /** Number of steps that have ended. */
  get step(): number {
    return this.batchLosses.length;
  }

  /** Share of the time that the monitor has taken. */
  get share(): number {
    return this.#schedule.share;
  }

  /** Measures the model before its first step. */
  async begin(): Promise<void> {
    const wrong = findNonFinite(this.#weights)[0];
    if (wrong) this.nonFinite = { step: 0, quantity: 'weight', ...wrong, value: String(wrong.value) };
    await this.#report();
    this.#schedule.endStartUp();
  }

  /** Remembers the weights before a step. */
  beforeStep(): void {
    if (!this.#hasEnded && !this.nonFinite) this.#schedule.spend(() => this.#history.add(this.step));
  }

  /**
   * Notes the loss of a step's batch, and measures if a report is due. `failure` says what is not
   * finite if the training loop knows it.
   */
  async afterStep(batchLoss: number, failure?: MonitoredNonFinite): Promise<void> {
    if (this.#hasEnded) return;
    this.batchLosses.push(batchLoss);
    if (this.nonFinite) return;
    this.nonFinite = this.#schedule.spend(() =>
      failure ? withGradientGrowth(this.#traces, failure) : this.#findNonFinite(),
    );
    if (this.nonFinite || this.#isJump() || this.#schedule.isDue(this.step)) await this.#report();
  }

  /** Measures a last time, makes the diagnosis and frees all tensors. */
  async end(failure?: MonitoredNonFinite): Promise<void> {
    if (this.#hasEnded) return;
    try {
      this.nonFinite ??= failure ?? (findNonFinite(this.#weights).length > 0 ? this.#locate() : undefined);
      if (this.reports.at(-1)?.step !== this.step) await this.#report();
      this.diagnosis = diagnoseTraining(this);
    } finally {
      this.free();
    }
    this.#options.draw(this);
  }

  /** Frees the tensors. The run observes no further step. */
  free(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#inputs.free();
    this.#history.free();
  }

  /**
   * Looks for numbers that are not finite: if the loss of the batch is not, and whenever the
   * snapshots are about to lose the step at which finite weights were last seen.
   */
  #findNonFinite(): MonitoredNonFinite | undefined {
    const isSuspect = !Number.isFinite(this.batchLosses[this.step - 1]);
    if (!isSuspect && this.step % (this.#history.length - 1) !== 0) return undefined;
    return isSuspect || findNonFinite(this.#weights).length > 0 ? this.#locate() : undefined;
  }

  #locate(): MonitoredNonFinite {
    return locateNonFinite(this.#traces);
  }

  get #traces(): Traces {
    const { batchLosses, step } = this;
    return { measured: this.#measured, history: this.#history, step, batchLosses };
  }

  #isJump(): boolean {
    return (
      lossJump(this.batchLosses, this.step, scaleOf(this.reports)) !== undefined &&
      this.#schedule.takeRemarkable(this.step)
    );
  }

  get #optimizer(): Optimizer | undefined {
    return this.#options.optimizer ?? this.#options.view.model.optimizer ?? undefined;
  }

  async #report(): Promise<void> {
    const report = this.#schedule.report(this.step, () => {
      const ratios = this.#history.last && updateRatios(this.#weights, this.#history.last);
      const made = this.#makeReport(measure(this.#measured), ratios);
      const before = this.reports.at(-1);
      this.reports.push(made);
      if (before && !this.nonFinite) this.#noteDeaths(before, made);
      return made;
    });
    this.#schedule.spend(() => this.#options.draw(this));
    await this.#options.onReport(report);
  }

  #makeReport({ loss, units, gradients }: Measurement, ratios: Map<string, number> | undefined): MonitorReport {
    const rate = learningRateOf(this.#optimizer);
    const names = this.#measured.view.calls.map(({ name }) => name);
    return {
      step: this.step,
      ...(this.step > 0 && { batchLoss: jsonNumber(this.batchLosses[this.step - 1]) }),
      loss: jsonNumber(loss),
      ...(this.#blindLoss !== undefined && { blindLoss: this.#blindLoss }),
      ...(rate !== undefined && { learningRate: rate }),
      layers: names.flatMap((name): MonitoredLayer[] => {
        const [ratio, gradient, states] = [ratios?.get(name), gradients.get(name), units.get(name)];
        if (ratio === undefined && gradient === undefined && states === undefined) return [];
        return [
          {
            name,
            ...(ratio !== undefined && { updateRatio: jsonNumber(ratio) }),
            ...(gradient !== undefined && { gradient: jsonNumber(gradient) }),
            ...states,
          },
        ];
      }),
      ...(this.nonFinite && { nonFinite: this.nonFinite }),
    };
  }

  /**
   * Notes which units died since the report before, and finds the step by the snapshots. A quarter
   * of a layer counts if it died at one step; otherwise half of a layer does.
   */
  #noteDeaths(before: MonitorReport, after: MonitorReport): void {
    const snapshots = this.#history.all.filter(({ step }) => step > before.step && step < after.step);
    const states = new Map<number, Measurement['units']>();
    const deadAt = (index: number, layer: string): number => {
      const prepare = (): void => this.#history.recall(snapshots[index]);
      const known = states.get(index) ?? measure(this.#measured, { backward: false, prepare }).units;
      states.set(index, known);
      return known.get(layer)?.deadUnits ?? 0;
    };
    for (const death of deathsBetween(before, after, SUDDEN_SHARE)) {
      const { layer, units } = death;
      // The first snapshot in which the units are dead, by halving: they seldom revive in between.
      let [low, high] = [0, snapshots.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (2 * deadAt(middle, layer) >= death.before + death.after) high = middle;
        else low = middle + 1;
      }
      const [alive, dead] = [snapshots[low - 1], snapshots[low]];
      const [from, to] = [alive?.step ?? before.step, dead?.step ?? after.step];
      const counts = {
        before: alive ? deadAt(low - 1, layer) : death.before,
        after: dead ? deadAt(low, layer) : death.after,
      };
      const isSudden = from === to - 1 && areMany(counts.after - counts.before, units, SUDDEN_SHARE);
      if (!isSudden && !areMany(death.after - death.before, units, GRADUAL_SHARE)) continue;
      const ratio = isSudden && alive ? updateRatios(this.#weights, alive, dead).get(layer) : undefined;
      this.deaths.push({
        ...death,
        ...(isSudden && counts),
        lastAlive: from,
        step: to,
        ...(ratio !== undefined && Number.isFinite(ratio) && { updateRatio: ratio }),
      });
    }
  }
}

/** Reads the learning rate of an optimizer, which may be a user's own class. */
function learningRateOf(optimizer: Optimizer | undefined): number | undefined {
  const { learningRate } = (optimizer ?? {}) as { learningRate?: unknown };
  return typeof learningRate === 'number' && Number.isFinite(learningRate) ? learningRate : undefined;
}

/** Lists what is not measured, and why. */
function* leftOutOf(
  { calls }: ModelView,
  optimizer: Optimizer | undefined,
  loss: string,
  guess: number | undefined,
): Generator<string> {
  if (learningRateOf(optimizer) === undefined) {
    const why = optimizer
      ? `the optimizer (${optimizer.constructor.name}) has none to read`
      : 'the optimizer is unknown';
    yield `the learning rate, because ${why}`;
  }
  if (guess === undefined) {
    yield `the loss of a blind guess, because none is known for the loss ${loss} and these targets`;
  }
  const recurrent = calls.filter(({ kind }) => ['rnn', 'lstm', 'gru'].includes(kind.operation));
  if (recurrent.length > 0) {
    const names = [...new Set(recurrent.map(({ name: layer }) => layer))].join(', ');
    yield `the units of ${names}, because their activations lie inside the layer`;
  }
}
