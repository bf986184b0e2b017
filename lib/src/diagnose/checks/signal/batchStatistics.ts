import type { Tensor } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { tidy, zerosLike } from '#tfjs-core';
import { median } from '../../../foundation/statistics.js';
import { callName, type ModelView } from '../../../network/view/modelView.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { FindingDraft } from '../../finding.js';
import type { Check } from '../check.js';

type BatchNorm = layers.Layer & { momentum: number; movingMean: Variable; movingVariance: Variable };
type Variable = layers.Layer['weights'][number];

/**
 * Distance of the means, in standard deviations of the batch, from which on they are of other data.
 */
const FAR_MEAN = 1;
/** Samples from which on their statistics say something. */
const LEAST_SAMPLES = 16;
/** The factor between variances from which on they are of other data. */
const FAR_VARIANCE = 4;
/** A momentum with which the statistics of some fifty batches replace the old ones. */
const FAST_MOMENTUM = 0.9;

/**
 * Recognizes batch normalization whose moving statistics are of other data. Training uses the
 * statistics of each batch, so only predictions are wrong, until the moving ones have caught up. At
 * their initial values, 0 and 1, they are not judged.
 */
export const batchStatistics: Check = {
  kinds: ['statistics'],
  stage: 'signal',
  explains: [],
  run(evidence) {
    if (evidence.batch < LEAST_SAMPLES) return [];
    const used = batchNorms(evidence.view).filter((layer) => !isInitial(layer));
    if (used.length === 0) return [];
    const wrong = compare(evidence, used).filter(({ mean, variance }) => mean > FAR_MEAN || variance > FAR_VARIANCE);
    return wrong.length === 0 ? [] : [draft(evidence, wrong)];
  },
};

/** Lists the layers of batch normalization. */
export function batchNorms({ distinctLayers }: ModelView): BatchNorm[] {
  return distinctLayers.filter((layer) => layer.getClassName() === 'BatchNormalization') as BatchNorm[];
}

/** Checks whether the moving statistics are those that the layer was made with. */
export function isInitial({ movingMean, movingVariance }: BatchNorm): boolean {
  return tidy(
    () =>
      movingMean
        .read()
        .dataSync()
        .every((value) => value === 0) &&
      movingVariance
        .read()
        .dataSync()
        .every((value) => value === 1),
  );
}

interface Compared {
  layer: BatchNorm;
  /** Median over the channels of the distance of the means, in deviations of the batch. */
  mean: number;
  /** Median over the channels of the factor between the variances. */
  variance: number;
}

/**
 * Compares the moving statistics with those of the samples, which one pass in training mode leaves
 * behind.
 */
function compare({ view, feeds, lossAfter }: Evidence, norms: readonly BatchNorm[]): Compared[] {
  const moving = norms.map(statisticsOf);
  let own: ReturnType<typeof statisticsOf>[] = [];
  lossAfter(() => {
    for (const { movingMean, movingVariance } of norms)
      for (const variable of [movingMean, movingVariance]) variable.write(tidy(() => zerosLike(variable.read())));
    view.model.apply([...feeds] as Tensor[], { training: true });
    own = norms.map((layer) => scaled(statisticsOf(layer), 1 / (1 - layer.momentum ** callsOf(view, layer))));
  });
  return norms.map((layer, i) => ({
    layer,
    mean: median(
      moving[i].means.map((mean, c) => Math.abs(mean - own[i].means[c]) / Math.sqrt(own[i].variances[c] + 1e-12)),
    ),
    variance: Math.exp(
      median(moving[i].variances.map((v, c) => Math.abs(Math.log((v + 1e-12) / (own[i].variances[c] + 1e-12))))),
    ),
  }));
}

/** The number of times that a layer is called, each of which updates its statistics. */
function callsOf({ calls }: ModelView, layer: layers.Layer): number {
  return calls.filter((call) => call.layer === layer).length;
}

function statisticsOf({ movingMean, movingVariance }: BatchNorm): { means: number[]; variances: number[] } {
  return { means: [...movingMean.read().dataSync()], variances: [...movingVariance.read().dataSync()] };
}

function scaled({ means, variances }: ReturnType<typeof statisticsOf>, by: number): ReturnType<typeof statisticsOf> {
  return { means: means.map((value) => by * value), variances: variances.map((value) => by * value) };
}

function draft({ view }: Evidence, wrong: readonly Compared[]): FindingDraft {
  const [{ layer, mean, variance }] = wrong;
  const isMean = mean > FAR_MEAN;
  const names = wrong.map((own) => callName(view, own.layer));
  return {
    kind: 'statistics',
    layer: callName(view, layer),
    quantity: isMean ? 'distance of the moving means from those of x, in deviations' : 'moving variance over that of x',
    observed: isMean ? mean : variance,
    expected: isMean ? 0 : 1,
    band: isMean ? [0, FAR_MEAN] : [1 / FAR_VARIANCE, FAR_VARIANCE],
    why: `Give the batch normalization the statistics of your data, and a momentum of ${FAST_MOMENTUM}. The moving means and variances of ${names.length === 1 ? names[0] : `${names.length} layers`} do not match your data. They come from other data, or have not caught up yet: they are ${mean.toPrecision(2)} standard deviations away, and their variance differs by a factor of ${variance.toPrecision(2)}. Training does not use them, but every prediction and every validation does, and with a momentum of ${layer.momentum} each step replaces only ${Number((100 * (1 - layer.momentum)).toPrecision(2))} % of them.`,
    repair: [{ type: 'renewStatistics', layers: names, momentum: Math.min(FAST_MOMENTUM, layer.momentum) }],
  };
}
