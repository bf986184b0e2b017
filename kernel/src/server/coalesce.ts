/** How much text is collected before it is passed on, and for how long (ms). */
const longest = 1 << 16;
const delay = 20;

/** Joins small writes to one stream: 1e5 lines become a few messages, in order. */
export interface Coalescer<Name extends string> {
  write(name: Name, text: string): void;
  /** Passes on what is held; to be called before anything that must come after it. */
  flush(): void;
}

export function createCoalescer<Name extends string>(onText: (name: Name, text: string) => void): Coalescer<Name> {
  let held: { name: Name; text: string } | undefined;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!held) return;
    const { name, text } = held;
    held = undefined;
    onText(name, text);
  }

  return {
    write(name, text) {
      if (held && held.name !== name) flush();
      held = { name, text: (held?.text ?? '') + text };
      if (held.text.length >= longest) flush();
      else timer ??= setTimeout(flush, delay);
    },
    flush,
  };
}
