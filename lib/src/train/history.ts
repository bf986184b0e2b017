import type { Evaluation } from './evaluate.js';
import type { StepValues } from './trainingStep.js';

/** Measurements of a run; entry i belongs to step i + 1. */
export interface TrainingHistory {
  /** Mean loss of each step's batch, before the update. */
  loss: Float32Array;
  /**
   * Share of each batch that is classified correctly before the update. Present for classes only.
   */
  accuracy?: Float32Array;
  /** Norm of the gradient with respect to all trainable weights together. */
  gradientNorm: Float32Array;
  /** Loss and accuracy on the data of `evaluate`, after the given numbers of steps. */
  evaluations: { step: Int32Array; loss: Float32Array; accuracy?: Float32Array };
}

/** Collects values step by step. `history` returns what has been collected so far. */
export class Recorder {
  readonly #steps: StepValues[] = [];
  readonly #evaluations: (Evaluation & { step: number })[] = [];

  add({ loss, accuracy, gradientNorm }: StepValues): void {
    this.#steps.push({ loss, accuracy, gradientNorm });
  }

  addEvaluation(step: number, evaluation: Evaluation): void {
    this.#evaluations.push({ step, ...evaluation });
  }

  history(): TrainingHistory {
    return {
      loss: Float32Array.from(this.#steps, ({ loss }) => loss),
      ...accuracies(this.#steps),
      gradientNorm: Float32Array.from(this.#steps, ({ gradientNorm }) => gradientNorm),
      evaluations: {
        step: Int32Array.from(this.#evaluations, ({ step }) => step),
        loss: Float32Array.from(this.#evaluations, ({ loss }) => loss),
        ...accuracies(this.#evaluations),
      },
    };
  }
}

function accuracies(values: { accuracy?: number | undefined }[]): { accuracy?: Float32Array } {
  const known = values.flatMap(({ accuracy }) => accuracy ?? []);
  return known.length > 0 ? { accuracy: Float32Array.from(known) } : {};
}
