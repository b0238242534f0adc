/**
 * Keeps the event loop turning while nothing happens, so that the process never sleeps: its core stays its own, and what it
 * runs next is still in the core's caches. It costs the whole core. Returns what ends it.
 */
export function busyPoll(): () => void {
  let isWanted = true
  const turn = (): void => {
    if (isWanted) setImmediate(turn)
  }
  turn()
  return () => {
    isWanted = false
  }
}
