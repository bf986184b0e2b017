/** Whether results and errors are coloured: if the environment asks for it, as it asks Node. */
export function hasColors(): boolean {
  const { FORCE_COLOR } = process.env;
  return FORCE_COLOR !== undefined && FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
}
