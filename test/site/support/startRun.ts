import type { Run } from './project.js';

/** Line with the address of the server. */
export const ADDRESS = /The lessons are at (http:\/\/127\.0\.0\.1:\d+\/)/;

/** Line that the command writes when every lesson has run. */
export const ALL_RUN = /All lessons have run: .*/;

/** Fetches a page from the server whose address a run has printed, after all lessons have run. */
export async function page(run: Run, path: string): Promise<string> {
  await run.says(ALL_RUN);
  return pageAtOnce(run, path);
}

/** Fetches a page as soon as the server has an address. */
export async function pageAtOnce(run: Run, path: string): Promise<string> {
  const [, url] = await run.says(ADDRESS);
  return (await fetch(new URL(path, url))).text();
}

/** Stops the server as Ctrl-C does, and returns its exit code. */
export async function stop(run: Run): Promise<number | null> {
  run.child.kill('SIGINT');
  return (await run.ended).code;
}
