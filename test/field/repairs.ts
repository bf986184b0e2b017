import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import * as initlab from 'initlab';
import ts from 'typescript';
import { dataOf, optimizerSettings } from './confirm.js';
import { mapped } from './data.js';
import type { Training, Values } from './network.js';

/** Largest number of times that a reader diagnoses and repairs before training again. */
const MOST_ROUNDS = 3;

type TrainCall = Parameters<typeof initlab.train>;

/** A network after the repairs that `diagnose` proposes. */
export interface Repaired {
  training: Training;
  /** The diagnosis before any repair. */
  found: initlab.Diagnosis;
  /** Whether a repair changed the weights, the model, the data or the settings. */
  isChanged: boolean;
}

/** Diagnoses a network with its data and the settings of its training. */
export function diagnoseTraining(training: Training): initlab.Diagnosis {
  const { optimizer, learningRate } = optimizerSettings(training);
  const rate = learningRate === undefined ? {} : { learningRate };
  try {
    const { model, loss, steps } = training;
    return initlab.diagnose(model, dataOf(training), { loss, optimizer, ...rate, steps });
  } finally {
    if (typeof optimizer === 'object') optimizer.dispose();
  }
}

/**
 * Follows a diagnosis as a reader would: applies the repairs of the model, and runs the code of the
 * other repairs as if it were pasted. Then the network is diagnosed again, until it is healthy or
 * for three rounds.
 */
export async function followRepairs(training: Training): Promise<Repaired> {
  const found = diagnoseTraining(training);
  let [current, diagnosis, isChanged] = [training, found, false];
  for (let round = 0; round < MOST_ROUNDS && diagnosis.verdict === 'unhealthy'; round++) {
    if (round > 0) diagnosis = diagnoseTraining(current);
    const faults = diagnosis.findings.filter(({ severity }) => severity === 'fault');
    if (faults.some(({ repair }) => repair.apply)) {
      diagnosis.apply();
      isChanged = true;
    }
    for (const { repair } of faults.filter(({ repair: { apply } }) => !apply)) {
      const next = await runCode(repair.code, current);
      isChanged ||= next !== current;
      current = next;
    }
  }
  return { training: current, found, isChanged };
}

/**
 * Runs the code of a repair with `model`, `x` and `y` in scope, and returns the training with their
 * new values. The function `train` in that scope does not train, but records its settings. Returns
 * the same object if the code changed nothing.
 */
async function runCode(code: string, training: Training): Promise<Training> {
  const calls: TrainCall[] = [];
  const modules: Record<string, object> = {
    '@tensorflow/tfjs-core': tf,
    '@tensorflow/tfjs': { ...tf, ...tfl },
    '@tensorflow/tfjs-layers': tfl,
    initlab: { ...initlab, train: (...call: TrainCall) => void calls.push(call) },
  };
  const load = (name: string): object => {
    if (name in modules) return modules[name];
    throw new Error(`the code of a repair imports ${name}`);
  };
  const [x, y] = [toTensor(training.x), toTensor(training.y)];
  const compiledBefore = training.model.loss;
  const changed = await compile(code)(load, {}, SILENT_CONSOLE, training.model, x, y);
  const [model, given, options] = calls.at(-1) ?? [changed.model, changed, {}];
  const data = given as { x: unknown; y: unknown };
  const loss = options?.loss ?? compiledLoss(model, compiledBefore);
  const settings = { ...options, ...(loss !== undefined && { loss }) };
  const isSame = model === training.model && data.x === x && data.y === y && !isNewSetting(settings, training);
  if (isSame) return training;
  const [newX, newY] = [toValues(data.x, training.x), toValues(data.y, training.y)];
  // If the code leaves rows out, the skill is still that on all rows.
  const isShorter = newX.shape[0] < training.x.shape[0];
  return {
    ...training,
    model,
    x: newX,
    y: newY,
    ...(isShorter && !training.test && { test: filledIn(training.x) }),
    ...(loss !== undefined && { loss }),
    ...(options?.learningRate !== undefined && { learningRate: options.learningRate }),
    ...(options?.optimizer !== undefined && { optimizer: optimizerFrom(options.optimizer) }),
    ...(options?.batchSize !== undefined && { batchSize: options.batchSize }),
    ...(options?.steps !== undefined && { steps: options.steps }),
    skill: data.y === y ? training.skill : unscaled(training, newY),
  };
}

/** Fills in 0 for numbers that are missing. */
function filledIn(values: Values): Values {
  return mapped(values, (value) => (Number.isFinite(value) ? value : 0));
}

/** Reads the loss that the code has compiled the model with; undefined if it has not. */
function compiledLoss({ loss }: tfl.LayersModel, before: unknown): Training['loss'] | undefined {
  return loss === before ? undefined : (loss as Training['loss']);
}

const SILENT_CONSOLE = { log(): void {} };

type Compiled = (
  load: (name: string) => object,
  exports: object,
  output: typeof SILENT_CONSOLE,
  model: tfl.LayersModel,
  x: tf.Tensor,
  y: tf.Tensor,
) => Promise<{ model: tfl.LayersModel; x: tf.Tensor; y: tf.Tensor }>;

function compile(code: string): Compiled {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const AsyncFunction = (async () => {}).constructor as FunctionConstructor;
  const names = ['require', 'exports', 'console', 'model', 'x', 'y'];
  return new AsyncFunction(...names, `${outputText}\nreturn { model, x, y };`) as unknown as Compiled;
}

/** Checks whether the options of a call of `train` differ from the present settings. */
function isNewSetting(given: Partial<TrainCall[2]>, now: Training): boolean {
  const names = ['loss', 'optimizer', 'learningRate', 'batchSize', 'steps'] as const;
  const [wanted, present] = [names.map((name) => given?.[name]), names.map((name) => now[name])];
  return wanted.some((value, i) => value !== undefined && value !== present[i]);
}

function optimizerFrom(optimizer: NonNullable<TrainCall[2]['optimizer']>): Training['optimizer'] {
  if (typeof optimizer === 'string') return optimizer;
  // Each use disposes its optimizer, so each gets one of its own.
  const config = optimizer.getConfig();
  const type = optimizer.constructor as unknown as { fromConfig(of: object, config: object): tf.Optimizer };
  return () => type.fromConfig(type, config);
}

function toTensor({ shape, data }: Values): tf.Tensor {
  return tf.tensor(data, shape, data instanceof Int32Array ? 'int32' : 'float32');
}

function toValues(value: unknown, old: Values): Values {
  if (value instanceof tf.Tensor) {
    const data = value.dataSync();
    return { shape: [...value.shape], data: value.dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data) };
  }
  const { shape, data } = value as Partial<Values>;
  return shape && data ? { shape, data } : old;
}

/**
 * Measures the skill of a network that learns scaled targets. Its outputs are first scaled back,
 * column by column, by the linear map between the old and the new targets.
 */
function unscaled({ y: old, skill }: Training, y: Values): Training['skill'] {
  const columns = old.data.length / old.shape[0];
  if (y.data.length !== old.data.length) return skill;
  const lines = Array.from({ length: columns }, (_, column) => {
    const rows = Array.from(old.data.filter((_value, i) => i % columns === column));
    const [low, high] = [rows.indexOf(Math.min(...rows)), rows.indexOf(Math.max(...rows))];
    const at = (values: Values, row: number): number => values.data[row * columns + column];
    const slope = (at(y, high) - at(y, low)) / (at(old, high) - at(old, low));
    return { slope, offset: at(y, low) - slope * at(old, low) };
  });
  return (outputs) => skill(outputs.map((value, i) => (value - lines[i % columns].offset) / lines[i % columns].slope));
}
