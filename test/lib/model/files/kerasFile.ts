import { File as Hdf5, ready } from 'h5wasm/node';

/** Weights of a layer, by the names that Keras gives them. */
export type KerasWeights = Record<string, { shape: number[]; values: ArrayLike<number> }>;

/**
 * Writes a file as Keras 2 does: the description of the model as an attribute, and a group for each
 * layer, in which the paths of the weights begin with the layer's name again.
 */
export async function writeKeras(path: string, config: unknown, layers: Record<string, KerasWeights>): Promise<void> {
  await ready;
  const file = new Hdf5(path, 'w');
  if (config !== null) file.create_attribute('model_config', JSON.stringify(config));
  file.create_attribute('keras_version', '2.15.0');
  file.create_attribute('backend', 'tensorflow');
  const all = file.create_group('model_weights');
  all.create_attribute('layer_names', Object.keys(layers));
  for (const [layer, weights] of Object.entries(layers)) {
    const group = all.create_group(layer);
    group.create_attribute(
      'weight_names',
      Object.keys(weights).map((name) => `${layer}/${name}:0`),
    );
    const inner = group.create_group(layer);
    for (const [name, { shape, values }] of Object.entries(weights))
      inner.create_dataset({ name: `${name}:0`, data: Float32Array.from(values), shape, dtype: '<f' });
  }
  file.close();
}
