export {
  type Activation,
  type ActivationName,
  type ActivationParameters,
  activation,
} from './activation/activation.js';
export { type Direction, type GainOptionsOfActivation, gain } from './activation/gain.js';
export { type Moments, type MomentsOptions, moments } from './activation/moments.js';
export { type Backend, type BackendName, type BackendOptions, useBackend } from './backend/useBackend.js';
export type { WasmPaths } from './backend/wasm.js';
export { type DiagnoseOptions, diagnose } from './diagnose/diagnose.js';
export type { DiagnosedLayer } from './diagnose/diagnosedLayers.js';
export type { Diagnosis } from './diagnose/diagnosis.js';
export type { Finding, FindingKind, Repair, Topic } from './diagnose/finding.js';
export type { RepairLanguage } from './diagnose/repairs/writeRepair.js';
export { display, type MimeBundle } from './display/display.js';
export { type Progress, type ProgressOptions, progress } from './display/progress.js';
export type { Report } from './display/report.js';
export { type Table, table } from './display/table.js';
export type { NumberArray, TypedNumbers } from './foundation/numberArray.js';
export { constant, ones, zeros } from './init/constant.js';
export { type FanOptions, type Fans, fans, type LayerKind } from './init/fans.js';
export type { GainOptions } from './init/gainOption.js';
export { hadamardIdentity } from './init/hadamardIdentity.js';
export { heNormal, heUniform, kaimingNormal, kaimingUniform } from './init/he.js';
export { dirac, identity } from './init/identity.js';
export type { Initializer, InitializerDescription } from './init/initializer.js';
export { lecunNormal, lecunUniform } from './init/lecun.js';
export { normal } from './init/normal.js';
export { deltaOrthogonal, orthogonal } from './init/orthogonal.js';
export { rademacher } from './init/rademacher.js';
export { randomizedAsymmetric } from './init/randomizedAsymmetric.js';
export type { ModeOption, NormalOption, ScaledOptions } from './init/scheme.js';
export { sparse } from './init/sparse.js';
export { type TorchNonlinearity, torchGain } from './init/torchGain.js';
export { truncatedNormal } from './init/truncatedNormal.js';
export { uniform } from './init/uniform.js';
export {
  type Distribution,
  type FanMode,
  type VarianceScalingOptions,
  varianceScaling,
} from './init/varianceScaling.js';
export { glorotNormal, glorotUniform, xavierNormal, xavierUniform } from './init/xavier.js';
export { type HiddenBiasRow, hiddenBias } from './model/bias/hiddenBias.js';
export type { Labels } from './model/bias/labels.js';
export { type OutputBiasOptions, type OutputTask, outputBias } from './model/bias/outputBias.js';
export { setOutputBias } from './model/bias/setOutputBias.js';
export { type InitWeightsOptions, initWeights } from './model/initWeights.js';
export { defaultRule, type LayerRule } from './model/layerRule.js';
export { type LayersInitializer, toLayersInitializer } from './model/layersInitializer.js';
export { type LsuvOptions, lsuv } from './model/lsuv/lsuv.js';
export type { LsuvRow } from './model/lsuv/lsuvRow.js';
export { fixup } from './model/residual/fixup.js';
export type { ResidualRow } from './model/residual/residualChange.js';
export { scaleResiduals } from './model/residual/scaleResiduals.js';
export { zeroGamma } from './model/residual/zeroGamma.js';
export { type ReviveOptions, type ReviveRow, revive } from './model/revive/revive.js';
export { saveModel } from './model/saveModel.js';
export { setActivation } from './model/setActivation.js';
export { type SignFlipRow, signFlip } from './model/signFlip.js';
export type { InitRow } from './model/weights/layerDraw.js';
export type {
  LabelledData,
  ModelData,
  NestedNumbers,
  TensorValue,
  TensorValues,
} from './network/data.js';
export { type DataFault, type DataFaultCode, DataRangeError, DataTypeError } from './network/dataErrors.js';
export type { LayerActivation } from './network/layerKinds/activations.js';
export type { Loss, Losses } from './network/lossChoice.js';
export type { LossFunction, LossName } from './network/losses.js';
export type { OptimizerName } from './network/optimizer.js';
export type {
  ActivationSpec,
  ConvSpec,
  DenseSpec,
  DropoutSpec,
  FlattenSpec,
  GlobalPoolSpec,
  LayerSpec,
  NormSpec,
  Padding,
  Pair,
  PoolSpec,
  ResidualSpec,
} from './network/spec/layerSpec.js';
export type { LayersOptions, NetworkOptions } from './network/spec/options.js';
export type { ModelLayerKind, WeightOwner } from './network/view/layerFacts.js';
export type { ModelLayer } from './network/view/modelView.js';
export { type Random, random } from './random/random.js';
export type { Floats } from './random/representable.js';
export {
  type Calls,
  type Normalization,
  type Recommendation,
  type RecommendedLayer,
  type RecommendOptions,
  recommend,
} from './recommend/recommend.js';
export {
  checkVariancePropagation,
  type PropagatedLayer,
  type VarianceCheck,
} from './signal/checkVariancePropagation.js';
export { type SimulateOptions, type SimulationOptions, simulate } from './signal/simulate/simulate.js';
export type { LayerStatistics, MeasuredMoments, MeasuredSignal, Simulation } from './signal/simulate/simulation.js';
export {
  type VarianceScheme,
  VarianceSimulator,
  type VarianceSimulatorOptions,
} from './signal/simulate/varianceSimulator.js';
export type { TraceOptions } from './signal/trace/options.js';
export type {
  ModelTrace,
  Quantiles,
  TracedLayer,
  TracedLoss,
  TracedMoments,
  TracedNonFinite,
  TracedSignal,
  TracedSteps,
  TracedWeight,
  WeightMatrix,
} from './signal/trace/result.js';
export { trace } from './signal/trace/trace.js';
export { criticalWeightVariance } from './theory/criticalWeightVariance.js';
export { deadProbability } from './theory/deadProbability.js';
export { type FiniteWidth, finiteWidth } from './theory/finiteWidth.js';
export type { FixedPoint } from './theory/fixedPoint.js';
export { type MeanField, type MeanFieldOptions, meanField } from './theory/meanField.js';
export {
  type Band,
  type LayerPrediction,
  type ModelInit,
  type ModelPrediction,
  type PredictDenseOptions,
  type PredictedBatch,
  type PredictLayersOptions,
  type PredictModelOptions,
  type PredictOptions,
  predict,
} from './theory/predict/predict.js';
export type { MeanFieldLayer } from './theory/trajectory.js';
export type { Dataset, Sampler } from './train/data/dataset.js';
export { type EvaluateOptions, type Evaluation, evaluate } from './train/evaluate.js';
export type { TrainingHistory } from './train/history.js';
export type { TrainingDiagnosis } from './train/monitor/diagnosis.js';
export type { TrainingEvent } from './train/monitor/events.js';
export { type MonitorOptions, monitor, type TrainingMonitor } from './train/monitor/monitor.js';
export type { MonitoredLayer, MonitoredNonFinite, MonitorReport } from './train/monitor/report.js';
export type { NonFinite } from './train/nonFinite.js';
export { type Training, type TrainOptions, type TrainStep, train } from './train/train.js';
export type { TrainingFailure } from './train/trainingFailure.js';
