/** Actions behind the buttons of the page. */
export interface Controls {
  run(id: string): void;
  /** Runs a cell and moves the focus to the next one. */
  runAndAdvance(id: string): void;
  runAll(): void;
  edit(id: string): void;
}
