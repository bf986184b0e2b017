import type { StreamName } from './outputEvent.js';

/** Length of collected text, in UTF-16 units, from which it is passed on at once. */
const MAX_COLLECTED_CHARACTERS = 1 << 16;

/** Joins small writes of one origin to one stream, in order: 1e5 lines become a few messages. */
export interface Coalescer<Origin> {
  write(name: StreamName, text: string, origin: Origin): void;
  /**
   * Passes on the collected text. Call it before sending anything that must come after the text.
   */
  flush(): void;
}

/** The policy that decides when collected text is passed on. */
export interface FlushPolicy {
  /** Whether the text of this write is passed on at once. Default: never. */
  isFlushedAtOnce?: () => boolean;
  /** Schedules a call of `flush`. Text that is written until then is collected. */
  flushLater(flush: () => void): void;
}

/** Creates a coalescer; `onText` takes the joined text of one stream and one origin. */
export function createCoalescer<Origin>(
  onText: (name: StreamName, text: string, origin: Origin) => void,
  { isFlushedAtOnce = () => false, flushLater }: FlushPolicy,
): Coalescer<Origin> {
  let collected: { name: StreamName; text: string; origin: Origin } | undefined;
  let isScheduled = false;

  function flush(): void {
    if (!collected) return;
    const { name, text, origin } = collected;
    collected = undefined;
    onText(name, text, origin);
  }

  function scheduleFlush(): void {
    if (isScheduled) return;
    isScheduled = true;
    flushLater(() => {
      isScheduled = false;
      flush();
    });
  }

  return {
    write(name, text, origin) {
      if (collected && (collected.name !== name || collected.origin !== origin)) flush();
      collected = { name, text: (collected?.text ?? '') + text, origin };
      if (isFlushedAtOnce() || collected.text.length >= MAX_COLLECTED_CHARACTERS) flush();
      else scheduleFlush();
    },
    flush,
  };
}
