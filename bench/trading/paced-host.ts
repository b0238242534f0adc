import type { Host } from '../../src/runtime/virtual/host.ts'

/** What the venue was too busy for is not made up for at once: that would be the burst again. */
const MOST_BEHIND_MS = 0.3
/** Where more wait than so many, they leave at once: a machine that is too slow would gather them without end. */
const MOST_WAITING = 200

/**
 * A host whose frames leave one by one, as many a second as they come: a simulated venue tells all books of a depth in one
 * turn, and what is measured then is how long the last waits for the first.
 */
export function pacedHost(host: Host, perSecond: number): Host {
  const waiting: (() => void)[] = []
  const everyMs = 1000 / perSecond
  let dueMs = 0
  const turn = (): void => {
    const nowMs = performance.now()
    if (Math.abs(nowMs - dueMs) > MOST_BEHIND_MS) dueMs = nowMs - MOST_BEHIND_MS
    for (
      ;
      waiting.length > 0 && (dueMs <= nowMs || waiting.length > MOST_WAITING);
      dueMs += everyMs
    )
      waiting.shift()?.()
    // A timer is a millisecond late; this turns as often as it can.
    setImmediate(turn)
  }
  turn()
  return {
    request: (request) => host.request(request),
    accept: (target, headers, peer) =>
      host.accept(target, headers, {
        ...peer,
        send: (data) => void waiting.push(() => peer.send(data)),
        ping: () => peer.ping(),
        close: (code, reason) => void waiting.push(() => peer.close(code, reason)),
        terminate: () => peer.terminate(),
      }),
  }
}
