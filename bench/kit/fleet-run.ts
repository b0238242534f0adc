import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FleetCost, FleetSetup } from './fleet-child.ts'
import { type FleetMessage, packed } from './fleet-messages.ts'

/** Frames are written so often; those of one time arrive together. */
const BEAT_MS = 2
const WARM_UP_BATCH = 40

/** How messages are paced. */
export interface FleetPace {
  /** Messages that are sent at once, for caches and compilers. */
  readonly warmUp: number
  /** Messages a second afterwards, of all venues. */
  readonly perSecond: number
  /** The venue whose messages alone are sent, at the times at which they came among all; absent: all. */
  readonly only?: number
}

/** Feeds a subscriber process of its own, and says what it cost. */
export async function runFleet(
  program: string,
  setup: FleetSetup,
  messages: readonly FleetMessage[],
  { warmUp, perSecond, only }: FleetPace,
): Promise<FleetCost> {
  const child = fork(program, {
    stdio: ['pipe', 'inherit', 'inherit', 'ipc'],
    execArgv: [],
    // Without the loader of TypeScript that this process runs by: the child is bundled, and its memory is measured.
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  const { stdin } = child
  if (stdin === null) throw new Error('A subscriber has no pipe')
  const answer = async (): Promise<unknown> => (await once(child, 'message'))[0]
  const send = (from: number, to: number): boolean => {
    const wanted = messages
      .slice(from, to)
      .filter(({ venue }) => only === undefined || venue === only)
    return wanted.length === 0 || stdin.write(Buffer.concat(wanted.map(packed)))
  }
  try {
    const isReady = answer()
    child.send(setup)
    await isReady
    // Four times as fast as measured, not at once: chunks piled up would stay in the resident memory.
    for (let at = 0; at < warmUp; at += WARM_UP_BATCH) {
      send(at, Math.min(warmUp, at + WARM_UP_BATCH))
      await sleep(BEAT_MS)
    }
    await sleep(1_000)
    child.send('begin')
    await sleep(100)
    const from = performance.now()
    for (let at = warmUp; at < messages.length; ) {
      await sleep(BEAT_MS)
      const due = warmUp + Math.floor(((performance.now() - from) * perSecond) / 1000)
      send(at, Math.min(due, messages.length))
      at = due
    }
    await sleep(200)
    const cost = answer()
    child.send('end')
    return (await cost) as FleetCost
  } finally {
    child.kill()
  }
}
