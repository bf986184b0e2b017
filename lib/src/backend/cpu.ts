import { findBackend } from '@tensorflow/tfjs-core';

/** Loads tfjs's backend in plain JavaScript, without the banner that it prints in Node at its first tensor. */
export async function loadCpu(): Promise<string> {
  await import('@tensorflow/tfjs-backend-cpu');
  (findBackend('cpu') as unknown as { firstUse: boolean }).firstUse = false;
  return 'cpu (plain JavaScript, slow)';
}
