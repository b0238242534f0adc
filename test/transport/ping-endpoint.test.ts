import { expect, it } from 'vitest'
import { createPoolWorld } from './pool-world.ts'
import { toyDriver, toyStream, toyTopics } from './toy-venue.ts'

it('asks for the ping message of the endpoint that a connection is of', async () => {
  const keepAlive = { kind: 'message', everyMs: 4_000, deadAfterMs: 10_000 } as const
  const driver = toyDriver([toyStream({ keepAlive })])
  const { advance, pool, venue } = createPoolWorld(
    {},
    {
      driver: {
        ...driver,
        session: {
          ...driver.session,
          ping: (id, endpoint) => ({
            data: JSON.stringify({ op: 'ping', id, endpoint }),
            topics: [],
          }),
        },
      },
    },
  )
  pool.subscribe(toyTopics(1))
  await advance(9_000)
  const pings = venue.open()[0]?.received.filter(({ value }) => value['op'] === 'ping')
  const { id } = toyStream()
  expect(pings?.map(({ value }) => value['endpoint'])).toEqual([id, id])
})
