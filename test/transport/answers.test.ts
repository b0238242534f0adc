import { expect, it } from 'vitest'
import { createPoolWorld } from './pool-world.ts'
import { readToyFrame, toyDriver, toyStream, toyTopics } from './toy-venue.ts'

/** A toy whose data answers for its topic. */
function answering(stream = toyStream()) {
  const driver = toyDriver([stream])
  const asked: string[] = []
  const readEvent = (frame: Uint8Array) => {
    const topic = String(readToyFrame(frame)['t'])
    asked.push(topic)
    return [{ type: 'ack', topic }] as const
  }
  return { asked, driver: { ...driver, session: { ...driver.session, readEvent } } }
}

it('takes market data for the answer to a subscribe, and asks no more once it has it', async () => {
  const { asked, driver } = answering()
  const { advance, pool, subscribed, venue } = createPoolWorld({}, { driver })
  for (const symbol of ['S0', 'S1']) venue.mute.add(`trade:${symbol}`)
  pool.subscribe(toyTopics(2))
  await advance(100)
  expect(subscribed).toEqual([])
  for (const t of ['trade:S1', 'trade:S0', 'trade:S0']) venue.broadcast({ t, n: 1 })
  await advance(100)
  expect(subscribed.map(({ topic }) => topic.name)).toEqual(['trade:S1', 'trade:S0'])
  expect(asked).toEqual(['trade:S1', 'trade:S0'])
})

it('hands data on before the subscription that it confirms is told', async () => {
  const { driver } = answering()
  const order: string[] = []
  const onFrame = () => {
    order.push('frame')
    return 'event' as const
  }
  const { advance, pool, venue } = createPoolWorld({}, { driver, onFrame })
  pool.on('subscribed', ({ name }) => order.push(name))
  venue.mute.add('trade:S0')
  pool.subscribe(toyTopics(1))
  await advance(100)
  venue.broadcast({ t: 'trade:S0', n: 1 })
  await advance(100)
  expect(order).toEqual(['frame', 'trade:S0'])
})

it('tells every message that leaves, with its connection, before an answer can come', async () => {
  const told: string[] = []
  const { advance, frames, pool, venue } = createPoolWorld(
    {},
    {
      onSent: (frame, { endpoint, connection }) =>
        told.push(`${endpoint} ${connection} ${String(frame)}`),
    },
  )
  pool.subscribe(toyTopics(1))
  await advance(100)
  venue.publish('trade:S0')
  pool.unsubscribe(toyTopics(1))
  await advance(100)
  expect(told).toEqual([
    'main 1 {"op":"sub","id":1,"topics":["trade:S0"]}',
    'main 1 {"op":"unsub","id":2,"topics":["trade:S0"]}',
  ])
  expect(frames.length).toBeLessThanOrEqual(1)
})
