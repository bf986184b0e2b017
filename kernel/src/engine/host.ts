import type { Worker } from 'node:worker_threads';
import type { ToEngine } from '../threads/messages.js';
import type { MainSide } from '../threads/shared.js';
import type { Engine } from './engine.js';
import { describeThrown } from './errors/failure.js';

/** Lets the protocol thread call the engine. */
export function hostEngine(thread: Worker, engine: Engine, mainSide: MainSide): void {
  const methods: Record<string, (...args: never[]) => unknown> = {
    execute: engine.execute,
  };

  async function answerCall(id: number, method: string, args: unknown[]): Promise<void> {
    try {
      engine.post({ kind: 'answer', id, value: await methods[method]?.(...(args as never[])) });
    } catch (error) {
      engine.post({ kind: 'failure', id, failure: describeThrown(error, process.cwd()) });
    }
  }

  thread.on('message', (message: ToEngine) => {
    switch (message.kind) {
      case 'call':
        return void answerCall(message.id, message.method, message.args);
      case 'interrupt':
        mainSide.noticeInterrupt();
        // This message must come first: after it, no late stop can hit the code that runs next.
        engine.post({ kind: 'interrupted' });
        return engine.interrupt();
      case 'line':
        return engine.giveLine(message.text);
      case 'wake':
        return engine.wakeCompiler();
      case 'exit':
        process.exit();
    }
  });
}
