/** A setting of the playground that is a number, which a slider chooses. */
export interface NumberSetting {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly initial: number;
}

/** A setting of the playground that is one of some names. */
export interface ChoiceSetting<Name extends string = string> {
  readonly label: string;
  /** Text by which the page shows each name. */
  readonly names: Readonly<Record<Name, string>>;
  readonly initial: Name;
}

/** The numbers that a reader chooses. */
export const NUMBERS = {
  depth: { label: 'Depth', min: 1, max: 100, step: 1, initial: 30 },
  width: { label: 'Width', min: 8, max: 256, step: 8, initial: 128 },
  scale: { label: 'Weights ×', min: 0.1, max: 4, step: 0.01, initial: 1 },
  bias: { label: 'Bias, standard deviation', min: 0, max: 1, step: 0.05, initial: 0 },
  batch: { label: 'Samples', min: 2, max: 64, step: 1, initial: 16 },
  seed: { label: 'Seed', min: 0, max: 999, step: 1, initial: 0 },
} as const satisfies Record<string, NumberSetting>;

/** The names that a reader chooses. */
export const CHOICES = {
  activation: {
    label: 'Activation',
    names: {
      relu: 'ReLU',
      leakyRelu: 'leaky ReLU, slope .01',
      tanh: 'tanh',
      sigmoid: 'sigmoid',
      gelu: 'GELU',
      silu: 'SiLU (swish)',
      elu: 'ELU',
      selu: 'SELU',
      linear: 'linear',
    },
    initial: 'relu',
  },
  init: {
    label: 'Initializer',
    names: {
      heNormal: 'He',
      xavierUniform: 'Xavier (Glorot)',
      lecunNormal: 'LeCun',
      orthogonal: 'orthogonal',
    },
    initial: 'xavierUniform',
  },
  normalization: {
    label: 'Normalization',
    names: { none: 'none', layerNorm: 'layer', rmsNorm: 'RMS', batchNorm: 'batch' },
    initial: 'none',
  },
  residual: { label: 'Shortcuts', names: { no: 'none', yes: 'around every layer' }, initial: 'no' },
  rate: {
    label: 'Learning rate',
    names: { '0.001': '.001', '0.003': '.003', '0.01': '.01', '0.03': '.03', '0.1': '.1', '0.3': '.3' },
    initial: '0.01',
  },
  input: {
    label: 'Inputs',
    names: { normal: 'independent samples', alike: 'similar samples', shifted: 'not centred' },
    initial: 'normal',
  },
  task: {
    label: 'Task',
    names: { moons: 'two half moons', curve: 'a sine curve', digits: 'handwritten digits' },
    initial: 'moons',
  },
} as const satisfies Record<string, ChoiceSetting>;

type Numbers = Record<keyof typeof NUMBERS, number>;
type Choices = { [Key in keyof typeof CHOICES]: keyof (typeof CHOICES)[Key]['names'] };

/** Everything that a reader chooses in the playground. */
export type Settings = Numbers & Choices;

/** Settings with which the playground opens: ReLU with the default initializer of TensorFlow.js. */
export const INITIAL: Settings = Object.fromEntries(
  Object.entries({ ...NUMBERS, ...CHOICES }).map(([key, { initial }]) => [key, initial]),
) as Settings;

/** Whether the layers of the net are a chain of dense layers and activations. */
export function isPlain({ normalization, residual }: Settings): boolean {
  return normalization === 'none' && residual === 'no';
}

/** Settings that were read, and the names of those that could not be. */
export interface ReadSettings {
  settings: Settings;
  refused: string[];
}

/**
 * Reads settings from the query of an address, which anyone may have written. Only numbers within
 * their range and known names are taken; instead of others stand the initial settings.
 */
export function readSettings(query: string): ReadSettings {
  const settings: Record<string, string | number> = { ...INITIAL };
  const refused: string[] = [];
  for (const [key, text] of new URLSearchParams(query)) {
    const value = readValue(key, text);
    if (value === undefined) refused.push(key);
    else settings[key] = value;
  }
  return { settings: settings as Settings, refused };
}

/** Reads the text of one setting; undefined if it has no such setting or value. */
export function readValue(key: string, text: string): string | number | undefined {
  if (Object.hasOwn(NUMBERS, key)) {
    const { min, max, step } = NUMBERS[key as keyof typeof NUMBERS];
    if (!/^\d{1,3}(\.\d{1,3})?$/.test(text)) return undefined;
    const value = Number((min + Math.round((Number(text) - min) / step) * step).toFixed(3));
    return value >= min && value <= max ? value : undefined;
  }
  if (!Object.hasOwn(CHOICES, key)) return undefined;
  return Object.hasOwn(CHOICES[key as keyof typeof CHOICES].names, text) ? text : undefined;
}

/** Writes the settings that are not the initial ones as the query of an address. */
export function writeSettings(settings: Settings): string {
  const keys = (Object.keys(INITIAL) as (keyof Settings)[]).filter((key) => settings[key] !== INITIAL[key]);
  return new URLSearchParams(keys.map((key): [string, string] => [key, String(settings[key])])).toString();
}
