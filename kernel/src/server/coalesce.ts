import type { StreamName } from '../engine/capture.js';

/** How much text is collected before it is passed on, and for how long (ms). */
const longest = 1 << 16;
const delay = 20;

/** Joins small writes of one origin to one stream: 1e5 lines become a few messages, in order. */
export interface Coalescer<Origin> {
  write(name: StreamName, text: string, origin: Origin): void;
  /** Passes on what is held; to be called before anything that must come after it. */
  flush(): void;
}

export function createCoalescer<Origin>(
  onText: (name: StreamName, text: string, origin: Origin) => void,
): Coalescer<Origin> {
  let held: { name: StreamName; text: string; origin: Origin } | undefined;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!held) return;
    const { name, text, origin } = held;
    held = undefined;
    onText(name, text, origin);
  }

  return {
    write(name, text, origin) {
      if (held && (held.name !== name || held.origin !== origin)) flush();
      held = { name, text: (held?.text ?? '') + text, origin };
      if (held.text.length >= longest) flush();
      else timer ??= setTimeout(flush, delay);
    },
    flush,
  };
}
