export { display, type MimeBundle } from './display/display.js';
export { type Figure, figure } from './plot/figure.js';
export { type Histogram, histogram } from './plot/histogram.js';
export { show } from './plot/show.js';
export { type LayerSeries, varianceByLayer } from './plot/varianceByLayer.js';
export { type Random, random } from './random/random.js';
export type { Floats } from './random/representable.js';
export { DataError } from './train/dataError.js';
export { type ImageSet, loadMnist, type Mnist } from './train/loadMnist.js';
