import type { Evaluation } from './evaluate.js';
import type { StepValues } from './trainingStep.js';

/** What was measured while training; entry i belongs to step i + 1. */
export interface TrainingHistory {
  /** Mean loss of the step's batch before the update. */
  loss: Float32Array;
  /** Share of the batch whose class was right before the update; for classes only. */
  accuracy?: Float32Array;
  /** Norm of the gradient by all trainable weights together. */
  gradientNorm: Float32Array;
  /** With `evaluate`: loss and accuracy on its data after these numbers of steps. */
  evaluations: { step: Int32Array; loss: Float32Array; accuracy?: Float32Array };
}

/** Collects values step by step; `history` has what is there so far. */
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
