// The package imports this module as #tfjs-core, except in Node.js: see ./onDemand.
export * from '@tensorflow/tfjs-core';
