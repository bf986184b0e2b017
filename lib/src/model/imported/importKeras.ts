import type * as tfc from '@tensorflow/tfjs-core';
import { io } from '#tfjs-core';
import { loadLayersModel } from '#tfjs-layers';
import { FileFormatError } from '../files/fileFormatError.js';
import { type Hdf5File, hdf5Tensor, openHdf5 } from '../files/hdf5.js';
import type { ImportedModel } from './importedModel.js';

/**
 * Imports a model that Keras 2 has saved as HDF5, with `model.save('model.h5')`: the file holds the
 * description of the model beside its weights.
 *
 * @throws FileFormatError if the file has weights alone, or layers that TensorFlow.js lacks
 */
export async function importKeras(path: string): Promise<ImportedModel> {
  const file = await openHdf5(path);
  try {
    const topology = topologyOf(path, file);
    const model = await loadLayersModel(io.fromMemory({ modelTopology: topology, ...weightsOf(path, file) }));
    return {
      model,
      inputs: model.inputNames.map((name) => ({ name, axes: undefined })),
      weights: model.layers.flatMap((layer) =>
        layer.weights.map(({ originalName, shape }, index) => ({
          layer: layer.name,
          index,
          weight: originalName.split('/').at(-1) as string,
          tensor: originalName,
          shape: shape as number[],
          axes: shape.map((_, axis) => axis),
        })),
      ),
      language: 'keras',
    };
  } catch (error) {
    if (error instanceof FileFormatError) throw error;
    const [problem] = (error as Error).message.split('\n', 1);
    throw new FileFormatError(path, `TensorFlow.js cannot build this model (${problem}).`, { cause: error });
  } finally {
    file.close();
  }
}

function topologyOf(path: string, { root }: Hdf5File): tfc.io.ModelArtifacts['modelTopology'] {
  const text = root.attrs.model_config?.value;
  if (typeof text !== 'string')
    throw new FileFormatError(
      path,
      'it has weights, but no description of the model. Save the model with model.save, or see its weights with initlab weights.',
    );
  try {
    return { model_config: JSON.parse(text), keras_version: String(root.attrs.keras_version?.value ?? '2') };
  } catch (error) {
    throw new FileFormatError(path, `its description of the model is not valid JSON (${(error as Error).message}).`);
  }
}

/** Reads the weights in the form of TensorFlow.js, by the names that Keras gave them. */
function weightsOf(path: string, file: Hdf5File): Pick<tfc.io.ModelArtifacts, 'weightSpecs' | 'weightData'> {
  const weightSpecs: tfc.io.WeightsManifestEntry[] = [];
  const parts: Uint8Array[] = [];
  for (const [key, dataset] of file.datasets()) {
    // The group of each layer holds paths that begin with the layer's name again.
    const name = /^model_weights\/[^/]+\/(.*?)(:0)?$/.exec(key)?.[1];
    if (name === undefined) continue;
    const { shape, read } = hdf5Tensor(path, name, dataset);
    if (read === undefined)
      throw new FileFormatError(path, `the weight "${name}" does not consist of floating-point numbers.`);
    const values = Float32Array.from(read());
    weightSpecs.push({ name, shape: [...shape], dtype: 'float32' });
    parts.push(new Uint8Array(values.buffer));
  }
  return { weightSpecs, weightData: new Uint8Array(Buffer.concat(parts)).buffer };
}
