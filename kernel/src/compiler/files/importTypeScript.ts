import { register } from 'node:module';

let isRegistered = false;

/**
 * Lets this process import TypeScript files, from now on. Their types are removed by the compiler
 * of the kernel and not checked.
 *
 * @example importTypeScript(); const { grid } = await import('./sweep.ts');
 */
export function importTypeScript(): void {
  if (isRegistered) return;
  register(new URL('./loadHook.js', import.meta.url));
  isRegistered = true;
}
