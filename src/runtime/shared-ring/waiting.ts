/**
 * How a thread waits for the other side of a ring.
 *
 * - `spin`: it looks again and again. The fastest, for a core of its own
 * - `yield`: it looks for some microseconds, then sleeps for some tens of them, in turn: it leaves part of a core to others, and
 *   need not be woken
 * - `wait`: it looks for some microseconds, then sleeps until it is woken
 */
export type Waiting = 'spin' | 'yield' | 'wait'

/** Looks of one round: a fraction of a millisecond. */
const SPIN_LOOKS = 20_000
const SOME_LOOKS = 500
/** The system makes some tens of microseconds of it. */
const NAP_MS = 0.001

/** What is waited for. */
export interface Awaited {
  /** The words of a ring. */
  readonly words: Int32Array
  /** The position that moves once it is there. */
  readonly position: number
  /** Where it stands. */
  readonly seen: number
  /** The flag that tells the other side to wake us. */
  readonly asleep: number
}

/** Blocks the thread until a position has moved, `true`, or a while has passed, at most about `mostMs`. */
export function waitFor(awaited: Awaited, waiting: Waiting, mostMs: number): boolean {
  switch (waiting) {
    case 'spin':
      return look(awaited, SPIN_LOOKS)
    case 'yield':
      if (look(awaited, SOME_LOOKS)) return true
      return Atomics.wait(awaited.words, awaited.position, awaited.seen, NAP_MS) !== 'timed-out'
    case 'wait':
      // While records come one after the other, nobody has to be woken: that costs the other side more than a record does.
      return look(awaited, SOME_LOOKS) || sleep(awaited, mostMs)
  }
}

/** Resolves once a position has moved; the event loop goes on meanwhile. It keeps no process alive. */
export async function untilMoved(awaited: Awaited): Promise<void> {
  const { words, position, seen, asleep } = awaited
  Atomics.store(words, asleep, 1)
  // It looks at the position once more, so that a move between the last look and the flag is not missed.
  await Atomics.waitAsync(words, position, seen).value
  Atomics.store(words, asleep, 0)
}

/** Wakes the other side, where it sleeps for a position that has moved. */
export function wake(words: Int32Array, position: number, asleep: number): void {
  if (Atomics.load(words, asleep) === 1) Atomics.notify(words, position)
}

function look({ words, position, seen }: Awaited, times: number): boolean {
  for (let left = times; left > 0; left -= 1)
    if (Atomics.load(words, position) !== seen) return true
  return false
}

function sleep({ words, position, seen, asleep }: Awaited, mostMs: number): boolean {
  Atomics.store(words, asleep, 1)
  const came = Atomics.wait(words, position, seen, mostMs)
  Atomics.store(words, asleep, 0)
  return came !== 'timed-out'
}
