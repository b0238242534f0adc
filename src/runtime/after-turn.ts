const SETTLED: Promise<void> = Promise.resolve()

/**
 * Calls a task once this turn is over, as `queueMicrotask` does, but without the scope for async hooks that Node makes for each
 * of those. What the task throws is an unhandled rejection.
 */
export function afterTurn(task: () => void): void {
  void SETTLED.then(task)
}
