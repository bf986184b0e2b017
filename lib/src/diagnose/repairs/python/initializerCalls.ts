import { gainOption } from '../../../init/gainOption.js';
import type { InitializerDescription } from '../../../init/initializer.js';
import { descriptionText } from '../../../model/weights/initializerText.js';

interface Scaled {
  /** Variance times the fan. */
  scale: number;
  mode: 'fanIn' | 'fanOut' | 'fanAvg' | 'fanGeoAvg';
  distribution: string;
}

const SCHEMES: Readonly<Record<string, Scaled>> = {
  heNormal: { scale: 2, mode: 'fanIn', distribution: 'normal' },
  heUniform: { scale: 2, mode: 'fanIn', distribution: 'uniform' },
  lecunNormal: { scale: 1, mode: 'fanIn', distribution: 'normal' },
  lecunUniform: { scale: 1, mode: 'fanIn', distribution: 'uniform' },
  xavierNormal: { scale: 1, mode: 'fanAvg', distribution: 'normal' },
  xavierUniform: { scale: 1, mode: 'fanAvg', distribution: 'uniform' },
  varianceScaling: { scale: 1, mode: 'fanIn', distribution: 'truncatedNormal' },
};

/** Reads an initializer that divides a scale by a fan. Returns undefined for any other. */
function scaledOf({ name, options }: InitializerDescription): Scaled | undefined {
  const scheme = Object.hasOwn(SCHEMES, name) ? SCHEMES[name] : undefined;
  if (scheme === undefined) return undefined;
  const scale =
    name === 'varianceScaling' ? Number(options.scale ?? 1) : gainOption(options, Math.sqrt(scheme.scale)) ** 2;
  return { ...scheme, ...(options as Partial<Scaled>), scale };
}

/** Writes a number as Python reads it, to six digits. */
export function pythonNumber(value: unknown): string {
  return String(Number(Number(value).toPrecision(6)));
}

/**
 * Writes the statements that draw a weight in PyTorch, or undefined if PyTorch has no such
 * initializer.
 */
export function torchStatements(description: InitializerDescription, weight: string): string[] | undefined {
  const { name, options } = description;
  const call = (initializer: string, ...more: string[]): string =>
    `nn.init.${initializer}_(${[weight, ...more].join(', ')})`;
  const gain = options.gain === undefined ? [] : [`gain=${pythonNumber(options.gain)}`];
  if (name === 'zeros' || name === 'ones') return [call(name)];
  if (name === 'constant') return [call('constant', pythonNumber(options.value ?? 0))];
  if (name === 'normal')
    return [call('normal', `mean=${pythonNumber(options.mean ?? 0)}`, `std=${pythonNumber(options.std ?? 1)}`)];
  if (name === 'uniform') return [call('uniform', pythonNumber(options.low ?? -1), pythonNumber(options.high ?? 1))];
  if (name === 'orthogonal') return [call('orthogonal', ...gain)];
  const scaled = scaledOf(description);
  if (scaled === undefined || scaled.mode === 'fanGeoAvg' || options.inAxes !== undefined) return undefined;
  return scaledTorch(scaled, options.layer === 'convTranspose', call, weight);
}

function scaledTorch(
  { scale, mode, distribution }: Scaled,
  isTransposed: boolean,
  call: (initializer: string, ...more: string[]) => string,
  weight: string,
): string[] | undefined {
  const form = distribution === 'truncatedNormal' ? 'normal' : distribution;
  if (form !== 'normal' && form !== 'uniform') return undefined;
  const gain = Math.sqrt(scale);
  if (mode === 'fanAvg')
    return [call(`xavier_${form}`, ...(Math.abs(gain - 1) < 1e-9 ? [] : [`gain=${pythonNumber(gain)}`]))];
  // PyTorch counts the fans of a transposed convolution the other way round.
  const isOut = (mode === 'fanOut') !== isTransposed;
  const fan = isOut ? ["mode='fan_out'"] : [];
  const isOf = (value: number): boolean => Math.abs(scale - value) < 1e-9;
  const nonlinearity = isOf(2) ? 'relu' : 'linear';
  const draw = call(`kaiming_${form}`, ...fan, `nonlinearity='${nonlinearity}'`);
  return isOf(1) || isOf(2) ? [draw] : [draw, `${weight}.mul_(${pythonNumber(gain)})`];
}

/** Writes an initializer of Keras, or undefined if Keras has no such initializer. */
export function kerasInitializer(description: InitializerDescription): string | undefined {
  const { name, options } = description;
  const make = (type: string, ...more: string[]): string => `keras.initializers.${type}(${more.join(', ')})`;
  if (name === 'zeros') return make('Zeros');
  if (name === 'ones') return make('Ones');
  if (name === 'constant') return make('Constant', pythonNumber(options.value ?? 0));
  if (name === 'normal') return make('RandomNormal', pythonNumber(options.mean ?? 0), pythonNumber(options.std ?? 1));
  if (name === 'uniform')
    return make('RandomUniform', pythonNumber(options.low ?? -1), pythonNumber(options.high ?? 1));
  if (name === 'orthogonal')
    return make('Orthogonal', ...(options.gain === undefined ? [] : [pythonNumber(options.gain)]));
  const scaled = scaledOf(description);
  const modes = { fanIn: 'fan_in', fanOut: 'fan_out', fanAvg: 'fan_avg' } as const;
  const forms: Record<string, string> = {
    normal: 'untruncated_normal',
    truncatedNormal: 'truncated_normal',
    uniform: 'uniform',
  };
  if (scaled === undefined || scaled.mode === 'fanGeoAvg' || options.inAxes !== undefined) return undefined;
  const form = forms[scaled.distribution];
  // Keras counts the fans of transposed and depthwise convolutions differently.
  if (form === undefined || options.layer === 'convTranspose' || options.layer === 'depthwise') return undefined;
  return make('VarianceScaling', pythonNumber(scaled.scale), `'${modes[scaled.mode]}'`, `'${form}'`);
}

/** Writes a comment for an initializer that the other library lacks. */
export function initializerComment(description: InitializerDescription, weight: string): string {
  return `# Draw ${weight} by initlab's ${descriptionText(description)}.`;
}
