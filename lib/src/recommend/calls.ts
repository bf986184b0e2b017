import { significant } from '../display/significant.js';
import type { Initializer } from '../init/initializer.js';
import type { CheckedOptions } from './options.js';

/**
 * Calls that initialize the weights of a layer in the same way in other libraries. In PyTorch, `w`
 * is the layer's weight. The initializers of Keras and JAX are in `keras.initializers` and
 * `jax.nn.initializers`; the layouts of kernels are those of Keras and Flax. Both libraries draw
 * from a truncated normal distribution of the same variance where initlab draws from a normal one.
 */
export interface Calls {
  pytorch: string;
  keras: string;
  jax: string;
}

const BY_HAND = 'by hand';

/** Properties that a call depends on besides the name of the initializer. */
interface Scale {
  gain: number;
  layer: CheckedOptions['layer'];
  options: Readonly<Record<string, unknown>>;
}

/** Writes the calls for the initializers that are recommended, by the names that make these. */
const WRITERS: Record<string, (scale: Scale) => Calls> = {
  heNormal: fanInNormal,
  lecunNormal: fanInNormal,
  xavierUniform,
  orthogonal: ({ gain, layer }) => ({
    pytorch: orthogonalByGate(layer, unless1('gain', gain)),
    keras: `Orthogonal(${first(unless1('gain', gain))})`,
    jax: `orthogonal(${first(unless1('scale', gain))})`,
  }),
  deltaOrthogonal: ({ gain }) => ({
    pytorch: `nn.init.zeros_(w); nn.init.orthogonal_(w.data[:, :, 1, 1]${unless1('gain', gain)})`,
    keras: BY_HAND,
    jax: `delta_orthogonal(${first(unless1('scale', gain))})`,
  }),
  identity: () => ({ pytorch: 'nn.init.eye_(w)', keras: 'Identity()', jax: BY_HAND }),
  zeros: () => ({ pytorch: 'nn.init.zeros_(w)', keras: 'Zeros()', jax: 'zeros' }),
  normal: ({ options: { std = 1 } }) => ({
    pytorch: `nn.init.normal_(w${unless1('std', std as number)})`,
    keras: `RandomNormal(stddev=${short(std as number)})`,
    jax: `normal(stddev=${short(std as number)})`,
  }),
};

/** Translates an initializer of a recommendation. */
export function callsOf({ description }: Initializer, gain: number, layer: CheckedOptions['layer']): Calls {
  const { name = '', options = {} } = description ?? {};
  return WRITERS[name]({ gain, layer, options });
}

/**
 * Writes normal weights of variance gain²/fanIn. A transposed convolution of PyTorch and Keras sums
 * over what these libraries call fanOut, and Keras counts all channels in the fan of a depthwise
 * kernel.
 */
function fanInNormal({ gain, layer, options: { slope } }: Scale): Calls {
  const isTransposed = layer === 'convTranspose';
  const [isHe, isLecun] = [isNear(gain, Math.SQRT2), isNear(gain, 1)];
  const torchOptions = isHe ? "nonlinearity='relu'" : isLecun ? "nonlinearity='linear'" : `a=${slope}`;
  const weights = isTransposed ? 'w[:, 0]' : 'w[0]';
  const scale = short(gain ** 2);
  const kerasScale = layer === 'depthwise' ? `${scale} * channels` : scale;
  const isPlain = layer !== 'depthwise' && !isTransposed;
  return {
    pytorch:
      isHe || isLecun || slope !== undefined
        ? `nn.init.kaiming_normal_(w, ${isTransposed ? "mode='fan_out', " : ''}${torchOptions})`
        : `nn.init.normal_(w, std=${short(gain)} / math.sqrt(${weights}.numel()))`,
    keras:
      isPlain && (isHe || isLecun)
        ? `${isHe ? 'HeNormal' : 'LecunNormal'}()`
        : `VarianceScaling(scale=${kerasScale}, mode='${isTransposed ? 'fan_out' : 'fan_in'}')`,
    jax: isHe ? 'he_normal()' : isLecun ? 'lecun_normal()' : `variance_scaling(${scale}, 'fan_in', 'truncated_normal')`,
  };
}

/**
 * Writes uniform weights of variance 2·gain²/(fanIn + fanOut). All three libraries count the
 * channels of a depthwise kernel in one of its fans, so there it is gain²/fanIn, which is the same
 * for one filter per channel.
 */
function xavierUniform({ gain, layer }: Scale): Calls {
  const scale = short(gain ** 2);
  if (layer === 'depthwise') {
    const limit = `${isNear(gain, 1) ? '' : `${short(gain)} * `}math.sqrt(3 / w[0].numel())`;
    return {
      pytorch: `nn.init.uniform_(w, -${limit}, ${limit})`,
      keras: `VarianceScaling(scale=${isNear(gain, 1) ? '' : `${scale} * `}channels, mode='fan_in', distribution='uniform')`,
      jax: `variance_scaling(${scale}, 'fan_in', 'uniform')`,
    };
  }
  return {
    pytorch: `nn.init.xavier_uniform_(w${unless1('gain', gain)})`,
    keras: isNear(gain, 1)
      ? 'GlorotUniform()'
      : `VarianceScaling(scale=${scale}, mode='fan_avg', distribution='uniform')`,
    jax: isNear(gain, 1) ? 'glorot_uniform()' : `variance_scaling(${scale}, 'fan_avg', 'uniform')`,
  };
}

/** Writes a call for each of the gates that PyTorch stacks in the recurrent weight of a layer. */
function orthogonalByGate(layer: CheckedOptions['layer'], gain: string): string {
  const gates = layer === 'lstm' ? 4 : layer === 'gru' ? 3 : 1;
  if (gates === 1) return `nn.init.orthogonal_(w${gain})`;
  return `[nn.init.orthogonal_(gate${gain}) for gate in w.data.chunk(${gates})]`;
}

/** Writes an argument, or nothing for its default 1. */
function unless1(name: string, value: number): string {
  return isNear(value, 1) ? '' : `, ${name}=${short(value)}`;
}

/** Turns a further argument into the first one. */
function first(argument: string): string {
  return argument.replace(/^, /, '');
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-9;
}

function short(value: number): string {
  return significant(value, 5);
}
