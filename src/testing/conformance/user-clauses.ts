import { streamedOf } from './channels.ts'
import { demand, demandEqual } from './check.ts'
import type { Clause } from './clause.ts'

const SETTLED_MS = 10_000

/** Chapter U: what users do. */
export const USER_CLAUSES: readonly Clause[] = [
  {
    id: 'U1',
    text: 'lets a handler that throws hurt itself alone',
    needsVenue: true,
    check: async (bench) => {
      await using world = await bench.openYoung()
      const [asked] = world.examples().flatMap((each) => streamedOf(world, each)[0] ?? [])
      demand(asked !== undefined, () => 'no channel is streamed')
      const kinds = ['trade', 'bbo', 'bookSnapshot'] as const
      let thrown = 0
      let heard = 0
      const codes: string[] = []
      world.market.subscribe('fault', {}, ({ code }) => codes.push(code))
      for (const kind of kinds) {
        world.market.subscribe(kind, {}, () => {
          thrown += 1
          throw new Error('a handler of a user')
        })
        world.market.subscribe(kind, {}, () => void (heard += 1))
      }
      world.market.hold(asked.instrument.pair, asked.request)
      await world.runtime.run({ forMs: 3 * SETTLED_MS })
      demand(thrown > 0 && heard > thrown, () => `${thrown} events were thrown at, ${heard} heard`)
      demandEqual(
        codes,
        Array.from({ length: thrown }, () => 'HANDLER_FAILED'),
        'the faults told',
      )
    },
  },
  {
    id: 'U2',
    text: 'closes at any moment: readers that wait complete, closing twice is closing once, and no timer or socket is left',
    needsVenue: true,
    check: async (bench) => {
      for (const afterMs of [0, 50, 500, SETTLED_MS]) {
        await using world = await bench.openYoung()
        for (const { pair } of world.examples())
          for (const { request } of streamedOf(world, world.market.instrument(pair)))
            world.market.hold(pair, request)
        const stream = world.market.stream(
          ['trade', 'bookSnapshot', 'bookDelta', 'connection'],
          {},
          {
            slow: 'conflate',
          },
        )
        let isEnded = false
        const reading = (async () => {
          for await (const _event of stream);
          isEnded = true
        })()
        await world.runtime.run({ forMs: afterMs })
        const closing = [world.market.close(), world.market.close()]
        await world.runtime.settle(Promise.all([...closing, reading]))
        demand(isEnded, () => 'a reader waits on')
        demandEqual(world.timerCount(), 0, `timers left, closed after ${afterMs} ms`)
        demandEqual(world.runtime.network.socketCount(), 0, 'sockets left')
      }
    },
  },
]
