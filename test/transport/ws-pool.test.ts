import { describe, expect, it } from 'vitest'
import { createPoolWorld, mostWithin } from './pool-world.ts'
import { toyTopic, toyTopics } from './toy-venue.ts'

describe('WSPool: subscribing', () => {
  it('opens nothing before the first topic', async () => {
    const { advance, openSockets, pendingTimers } = createPoolWorld()
    await advance(60_000)
    expect([openSockets(), pendingTimers()]).toEqual([0, 0])
  })

  it('subscribes topics on one socket and tells when each is confirmed', async () => {
    const { advance, pool, subscribed, venue } = createPoolWorld()
    pool.subscribe(toyTopics(3))
    await advance(100)
    expect(venue.open().map(({ topics }) => [...topics])).toEqual([
      ['trade:S0', 'trade:S1', 'trade:S2'],
    ])
    expect(subscribed.map(({ topic }) => topic.name)).toEqual(['trade:S0', 'trade:S1', 'trade:S2'])
    expect(toyTopics(3).every((topic) => pool.isConfirmed(topic))).toBe(true)
  })

  it('puts topics subscribed one by one in the same turn into one message', async () => {
    const { advance, pool, venue } = createPoolWorld()
    pool.subscribe([toyTopic('FIRST')])
    await advance(2_000)
    for (const topic of toyTopics(8)) pool.subscribe([topic])
    await advance(100)
    expect(venue.open()[0]?.received.map(({ value }) => value['topics'])).toEqual([
      ['trade:FIRST'],
      toyTopics(8).map(({ name }) => name),
    ])
  })

  it('sends nothing for topics that are subscribed already', async () => {
    const { advance, pool, venue } = createPoolWorld()
    pool.subscribe(toyTopics(3))
    await advance(1_000)
    pool.subscribe(toyTopics(3))
    await advance(10_000)
    expect(venue.sockets.map(({ received }) => received.length)).toEqual([1])
  })

  it('unsubscribes a topic when its last user left', async () => {
    const { advance, pool, venue } = createPoolWorld()
    pool.subscribe(toyTopics(2))
    pool.subscribe(toyTopics(1))
    await advance(1_000)
    pool.unsubscribe(toyTopics(1))
    await advance(1_000)
    expect([...(venue.open()[0]?.topics ?? [])]).toEqual(['trade:S0', 'trade:S1'])
    pool.unsubscribe(toyTopics(1))
    await advance(1_000)
    expect([...(venue.open()[0]?.topics ?? [])]).toEqual(['trade:S1'])
  })

  it('subscribes again a topic that is wanted again while its unsubscribe is under way', async () => {
    const { advance, pool, venue } = createPoolWorld()
    pool.subscribe(toyTopics(2))
    await advance(1_000)
    pool.unsubscribe(toyTopics(1))
    await advance(1)
    pool.subscribe(toyTopics(1))
    await advance(1_000)
    expect([...(venue.open()[0]?.topics ?? [])].sort()).toEqual(['trade:S0', 'trade:S1'])
  })

  it('closes a socket without topics after a while, and keeps it for one that comes in time', async () => {
    const { advance, openSockets, pendingTimers, pool, venue } = createPoolWorld()
    pool.subscribe(toyTopics(1))
    await advance(1_000)
    pool.unsubscribe(toyTopics(1))
    await advance(4_000)
    pool.subscribe(toyTopics(1))
    await advance(10_000)
    expect(venue.open().map(({ topics }) => topics.size)).toEqual([1])
    pool.unsubscribe(toyTopics(1))
    await advance(10_000)
    expect([openSockets(), pendingTimers(), venue.sockets.length]).toEqual([0, 0, 1])
  })

  it('refuses a topic of an unknown endpoint, and one that is polled, before anything is sent', async () => {
    const { advance, openSockets, pool } = createPoolWorld()
    expect(() => pool.subscribe([toyTopic('A'), toyTopic('B', 'nowhere')])).toThrow(
      expect.objectContaining({ code: 'UNSUPPORTED' }),
    )
    await advance(1_000)
    expect(openSockets()).toBe(0)
  })

  it('refuses topics beyond its connections, all or nothing', async () => {
    const { advance, openSockets, pool } = createPoolWorld(
      { maxTopics: 2 },
      { maxShardsPerEndpoint: 2 },
    )
    expect(() => pool.subscribe(toyTopics(5))).toThrow(
      expect.objectContaining({ code: 'SUBSCRIPTION_LIMIT_EXCEEDED' }),
    )
    pool.subscribe(toyTopics(4))
    await advance(1_000)
    expect(openSockets()).toBe(2)
  })

  it('opens no more sockets than the venue allows an address, copies for redundancy counted', async () => {
    const { advance, openSockets, pool } = createPoolWorld(
      { maxTopics: 2, maxConnections: 5 },
      { redundancy: 2 },
    )
    expect(() => pool.subscribe(toyTopics(5))).toThrow(
      expect.objectContaining({ code: 'SUBSCRIPTION_LIMIT_EXCEEDED' }),
    )
    pool.subscribe(toyTopics(4))
    await advance(5_000)
    expect(openSockets()).toBe(4)
  })

  it('names the environments and regions that exist when asked for another', () => {
    expect(() => createPoolWorld({}, { environment: 'demo' })).toThrow(/there are: production/)
    expect(() => createPoolWorld({}, { region: 'moon' })).toThrow(/there are: default, mars/)
    expect(() => createPoolWorld({}, { region: 'moon' })).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_ENVIRONMENT' }),
    )
  })

  it('lists every problem of its options at once', () => {
    const options = {
      redundancy: 3,
      stableMs: -1,
      urls: { streams: { main: 'http://x', other: 'ws://x' } },
    }
    expect(() => createPoolWorld({}, options)).toThrow(/stableMs.*redundancy.*main.*other/)
  })
})

describe('WSPool: sharding', () => {
  it('spreads topics over sockets within the topic limit', async () => {
    const { advance, pool, venue } = createPoolWorld({ maxTopics: 4 })
    pool.subscribe(toyTopics(10))
    await advance(5_000)
    expect(venue.open().map(({ topics }) => topics.size)).toEqual([4, 4, 2])
  })

  it('puts at most fifty instruments on a socket, with all topics of an instrument together', async () => {
    const { advance, pool, venue } = createPoolWorld({ maxTopics: 1_000 })
    pool.subscribe(toyTopics(60))
    pool.subscribe(toyTopics(60).map(({ symbol }) => toyTopic(symbol ?? '', 'main', 'bbo')))
    await advance(10_000)
    expect(venue.open().map(({ topics }) => topics.size)).toEqual([100, 20])
  })

  it('fills places that became free before it opens a socket, and moves no other topic', async () => {
    const { advance, pool, venue } = createPoolWorld({ maxTopics: 3 })
    pool.subscribe(toyTopics(6))
    await advance(5_000)
    pool.unsubscribe([toyTopic('S1'), toyTopic('S4')])
    pool.subscribe([toyTopic('X'), toyTopic('Y')])
    await advance(5_000)
    expect(venue.open().map(({ topics }) => [...topics])).toEqual([
      ['trade:S0', 'trade:S2', 'trade:X'],
      ['trade:S3', 'trade:S5', 'trade:Y'],
    ])
  })
})

describe('WSPool: refusals', () => {
  it('reports a refused topic and keeps the others', async () => {
    const { advance, pool, rejected, venue } = createPoolWorld()
    venue.unknown.add('S1')
    pool.subscribe(toyTopics(3))
    await advance(20_000)
    expect([...(venue.open()[0]?.topics ?? [])]).toEqual(['trade:S0', 'trade:S2'])
    expect(
      rejected.map(({ topic, error, willRetry }) => [topic.name, error.code, willRetry]),
    ).toEqual([['trade:S1', 'SUBSCRIBE_REJECTED', false]])
  })

  it.each(['jointOthersAccepted', 'jointNoneAccepted'] as const)(
    'finds the one bad topic of a request refused as a whole (%s)',
    async (style) => {
      const { advance, pool, rejected, venue } = createPoolWorld()
      venue.rejects = style
      venue.unknown.add('S6')
      pool.subscribe(toyTopics(10))
      await advance(20_000)
      expect(venue.open()[0]?.topics.size).toBe(9)
      expect(rejected.map(({ topic }) => topic.name)).toEqual(['trade:S6'])
    },
  )

  it('forgets a refused topic: it is not asked for again after a reconnect', async () => {
    const { advance, pool, venue } = createPoolWorld()
    venue.unknown.add('S1')
    pool.subscribe(toyTopics(2))
    await advance(1_000)
    venue.open()[0]?.peer.terminate()
    await advance(10_000)
    expect(venue.open()[0]?.received.map(({ value }) => value['topics'])).toEqual([['trade:S0']])
  })

  it('reports an unanswered topic, asks again, and keeps the socket of the others', async () => {
    const { advance, pool, rejected, venue } = createPoolWorld()
    venue.mute.add('trade:S1')
    pool.subscribe(toyTopics(2))
    await advance(5_500)
    expect(
      rejected.map(({ topic, error, willRetry }) => [topic.name, error.code, willRetry]),
    ).toEqual([['trade:S1', 'ACK_TIMEOUT', true]])
    venue.mute.clear()
    await advance(10_000)
    expect(pool.isConfirmed(toyTopic('S1'))).toBe(true)
    expect(venue.sockets.length).toBe(1)
  })

  it('changes the socket when nothing on it is answered', async () => {
    const { advance, pool, venue } = createPoolWorld()
    venue.mute.add('trade:S0')
    pool.subscribe(toyTopics(1))
    await advance(4_500)
    venue.mute.clear()
    await advance(5_000)
    expect(venue.sockets.map(({ isOpen }) => isOpen)).toEqual([false, true])
    expect(pool.isConfirmed(toyTopic('S0'))).toBe(true)
  })
})

describe('WSPool: pacing', () => {
  it('sends no more messages than a connection may, in any window', async () => {
    const { advance, pool, venue } = createPoolWorld({ maxTopicsPerMessage: 1 })
    pool.subscribe(toyTopics(40))
    await advance(30_000)
    const sentAtMs = venue.open()[0]?.received.map(({ atMs }) => atMs) ?? []
    expect(sentAtMs.length).toBe(40)
    expect(mostWithin(sentAtMs, 1_000)).toBeLessThanOrEqual(5)
  })

  it('sends its pings on time while a long list of subscriptions waits', async () => {
    const { advance, pool, venue } = createPoolWorld({
      maxTopicsPerMessage: 1,
      maxTopics: 1_000,
      keepAlive: { kind: 'message', everyMs: 500, deadAfterMs: 5_000 },
    })
    pool.subscribe(toyTopics(50))
    await advance(10_000)
    const received = venue.open()[0]?.received ?? []
    const pingsAtMs = received.filter(({ value }) => value['op'] === 'ping').map(({ atMs }) => atMs)
    expect(pingsAtMs.length).toBeGreaterThanOrEqual(18)
    expect(
      mostWithin(
        received.map(({ atMs }) => atMs),
        1_000,
      ),
    ).toBeLessThanOrEqual(5)
  })

  it('paces connection attempts through a reconnect storm', async () => {
    const { advance, pool, venue } = createPoolWorld({ maxTopics: 1 })
    pool.subscribe(toyTopics(30))
    await advance(20_000)
    expect(venue.open().length).toBe(30)
    for (const socket of venue.open()) socket.peer.terminate()
    venue.refuse = 503
    await advance(20_000)
    venue.refuse = undefined
    await advance(120_000)
    expect(venue.open().map(({ topics }) => topics.size)).toEqual(Array(30).fill(1))
    expect(mostWithin(venue.attemptsAtMs, 1_000)).toBeLessThanOrEqual(3)
  })
})

describe('WSPool: messages that no topic waits for', () => {
  it('go out on the connection named, and nowhere once it is gone', async () => {
    const { advance, pool, venue } = createPoolWorld()
    pool.subscribe(toyTopics(1))
    await advance(1_000)
    const [connection] = pool.connections()
    if (connection === undefined) throw new Error('there is no connection')
    pool.send(connection.source, '{"op":"more","id":1}')
    pool.send({ ...connection.source }, '{"op":"more","id":2}')
    pool.send({ ...connection.source, endpoint: 'none' }, '{"op":"more","id":3}')
    await advance(1_000)
    const asked = () =>
      venue.sockets.flatMap(({ received }) =>
        received.filter(({ value }) => value['op'] === 'more').map(({ value }) => value['id']),
      )
    expect(asked()).toEqual([1])
    const closing = pool.close()
    await advance(10_000)
    await closing
    pool.send(connection.source, '{"op":"more","id":4}')
    await advance(1_000)
    expect(asked()).toEqual([1])
  })
})
