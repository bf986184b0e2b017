import type { Tensor } from '@tensorflow/tfjs-core';
import { add, customGrad, keep, scalar, tidy } from '#tfjs-core';
import type { CallOutput } from '../../../network/view/modelGraph.js';
import type { Pass } from './forward.js';
import type { Target } from './observer.js';

/**
 * Gradients with respect to the signals between segments. They arrive from later segments, and the
 * segment that computes the signal passes them on. They outlive any tidy, so call `dispose` at the
 * end.
 */
export class ArrivingGradients {
  readonly #gradients = new Map<string, Tensor>();

  /** Adds a gradient that arrives from one of the segments that take the signal. */
  add(target: Target, { call, output }: CallOutput, gradient: Tensor | undefined): void {
    if (!gradient) return;
    const key = keyOf(target, call, output);
    const known = this.#gradients.get(key);
    this.#gradients.set(key, keep(known ? tidy(() => add(known, gradient)) : gradient.clone()));
    known?.dispose();
  }

  /**
   * Makes a number whose gradients with respect to the outputs of a segment are those that have
   * arrived; undefined if none has.
   */
  product({ results }: Pass, outputs: readonly CallOutput[], target: Target): Tensor | undefined {
    const reached = outputs.filter(({ call, output }) => this.#gradients.has(keyOf(target, call, output)));
    if (reached.length === 0) return undefined;
    const arrived = reached.map(({ call, output }) => this.#gradients.get(keyOf(target, call, output)) as Tensor);
    const pass = (): { value: Tensor; gradFunc: () => Tensor[] } => ({
      value: scalar(0),
      gradFunc: () => arrived.map((gradient) => gradient.clone()),
    });
    const signals = reached.map(({ call, output }) => results[call][output]);
    return customGrad(pass as Parameters<typeof customGrad>[0])(...signals);
  }

  /** Disposes the gradients with respect to outputs that have passed them on. */
  release(outputs: readonly CallOutput[]): void {
    for (const { call, output } of outputs) {
      for (const target of ['output', 'loss'] as const) {
        const key = keyOf(target, call, output);
        this.#gradients.get(key)?.dispose();
        this.#gradients.delete(key);
      }
    }
  }

  dispose(): void {
    for (const gradient of this.#gradients.values()) gradient.dispose();
    this.#gradients.clear();
  }
}

function keyOf(target: Target, call: number, output: number): string {
  return `${target} ${call} ${output}`;
}
