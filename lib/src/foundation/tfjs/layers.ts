// The package imports this module as #tfjs-layers, except in Node.js: see ./onDemand.
export * from '@tensorflow/tfjs-layers';
