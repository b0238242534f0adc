import { describe, expect, it } from 'vitest'
import type { FrameTap } from '../../src/transport/index.ts'
import { createPoolWorld, type PoolWorld } from './pool-world.ts'
import { toyTopic, toyTopics } from './toy-venue.ts'

/** Publishes a topic every 10 ms for a time. */
function publishFor(world: PoolWorld, topics: readonly string[], ms: number): Promise<void> {
  return world.every(10, ms, () => {
    for (const topic of topics) world.venue.publish(topic)
  })
}

/** The numbers of a topic as a consumer that drops what it has seen sees them. */
function seen(world: PoolWorld, topic: string): readonly number[] {
  return [...new Set(world.frames.filter((frame) => frame.topic === topic).map(({ n }) => n))]
}

function isUnbroken(numbers: readonly number[]): boolean {
  return numbers.every((n, at) => at === 0 || n === (numbers[at - 1] ?? 0) + 1)
}

describe('WSPool: reconnecting', () => {
  it('reconnects and subscribes everything again', async () => {
    const { advance, pool, states, venue } = createPoolWorld()
    pool.subscribe(toyTopics(3))
    await advance(1_000)
    venue.open()[0]?.peer.close(1001, 'going away')
    await advance(3_000)
    expect(venue.open().map(({ topics }) => topics.size)).toEqual([3])
    expect(states.map(({ connection, state }) => [connection, state])).toEqual([
      [1, 'connecting'],
      [1, 'open'],
      [1, 'lost'],
      [2, 'connecting'],
      [2, 'open'],
    ])
    expect(states[2]?.reason).toBe('code 1001: going away')
  })

  it('waits longer after each failure, up to five minutes, and never gives up', async () => {
    const { advance, pool, venue } = createPoolWorld()
    venue.refuse = 502
    pool.subscribe(toyTopics(1))
    await advance(3_600_000)
    const waits = venue.attemptsAtMs.map((at, index) => at - (venue.attemptsAtMs[index - 1] ?? 0))
    expect(Math.max(...waits.slice(0, 6))).toBeLessThanOrEqual(31_000)
    expect(Math.max(...waits)).toBeLessThanOrEqual(301_000)
    expect(venue.attemptsAtMs.length).toBeGreaterThan(15)
    venue.refuse = undefined
    await advance(301_000)
    expect(pool.isConfirmed(toyTopic('S0'))).toBe(true)
  })

  it('does not take a socket that dies at once for a success', async () => {
    const { every, pool, venue } = createPoolWorld({ connects: { count: 1_000, perMs: 1_000 } })
    pool.subscribe(toyTopics(1))
    await every(100, 600_000, () => {
      for (const socket of venue.open()) socket.peer.terminate()
    })
    expect(venue.attemptsAtMs.length).toBeLessThan(40)
  })

  it('says which topics a lost connection carried, after they are no longer confirmed', async () => {
    const world = createPoolWorld()
    const lost: unknown[] = []
    world.pool.on('connection', ({ state }, topics) => {
      if (state === 'lost')
        lost.push(topics.map((topic) => [topic.name, world.pool.isConfirmed(topic)]))
    })
    world.pool.subscribe(toyTopics(1))
    await world.advance(1_000)
    world.venue.open()[0]?.peer.terminate()
    await world.advance(10)
    expect(lost).toEqual([[['trade:S0', false]]])
  })
})

describe('WSPool: keep-alive', () => {
  it('notices a socket that fell silent and opens another', async () => {
    const world = createPoolWorld({ keepAlive: { kind: 'server', deadAfterMs: 10_000 } })
    world.pool.subscribe(toyTopics(1))
    await publishFor(world, ['trade:S0'], 1_000)
    world.venue.isSilent = true
    await world.advance(12_000)
    expect(world.states.find(({ state }) => state === 'lost')?.reason).toMatch(/^silent for/)
    world.venue.isSilent = false
    await world.advance(10_000)
    expect(world.venue.open().map(({ topics }) => topics.size)).toEqual([1])
  })

  it.each([
    ['server pings', { kind: 'server', deadAfterMs: 10_000 }, { pingPongs: 11, messages: 0 }],
    [
      'own protocol pings',
      { kind: 'protocolPing', everyMs: 4_000, deadAfterMs: 10_000 },
      { pingPongs: 14, messages: 0 },
    ],
    [
      'own ping messages',
      { kind: 'message', everyMs: 4_000, deadAfterMs: 10_000 },
      { pingPongs: 0, messages: 14 },
    ],
  ] as const)(
    'stays connected without data in the dialect of %s',
    async (_name, keepAlive, counts) => {
      const { every, pool, venue } = createPoolWorld({ keepAlive })
      pool.subscribe(toyTopics(1))
      await every(5_000, 60_000, () => {
        if (keepAlive.kind === 'server') for (const { peer } of venue.open()) peer.ping()
      })
      const [socket] = venue.open()
      const messages = socket?.received.filter(({ value }) => value['op'] === 'ping').length
      expect(venue.sockets.length).toBe(1)
      expect({ pingPongs: socket?.pingPongsAtMs.length, messages }).toEqual(counts)
    },
  )

  it('replaces a socket that answers but shows no market data any more', async () => {
    // Seen in the whole-system simulation: a venue that stalls answers our pings, and its books stood still for good.
    const world = createPoolWorld()
    world.pool.subscribe(toyTopics(1))
    await publishFor(world, ['trade:S0'], 1_000)
    await world.advance(200_000)
    const reasons = world.states.filter(({ state }) => state === 'rollover')
    expect(reasons[0]?.reason).toBe('no market data for 60000 ms')
    // Its topic is only quiet: each further replacement comes later.
    await world.advance(3_600_000)
    expect(world.states.filter(({ state }) => state === 'rollover').length).toBeLessThan(8)
    expect(world.venue.open().length).toBe(1)
  })

  it('pings each endpoint in its own dialect', async () => {
    const keepAlive = { kind: 'message', everyMs: 4_000, deadAfterMs: 10_000 } as const
    const { advance, pool, venue } = createPoolWorld({ keepAlive })
    pool.subscribe(toyTopics(1))
    await advance(5_000)
    const pings = venue.open()[0]?.received.filter(({ value }) => value['op'] === 'ping')
    expect(pings?.map(({ value }) => value['endpoint'])).toEqual(['main'])
  })

  it('answers a ping in the dialect of the venue', async () => {
    const { advance, pool, venue } = createPoolWorld()
    pool.subscribe(toyTopics(1))
    await advance(1_000)
    venue.broadcast({ op: 'areYouThere', n: 7 })
    await advance(10)
    expect(venue.open()[0]?.received.at(-1)?.value).toEqual({ op: 'here', n: 7 })
  })
})

describe('WSPool: rollover', () => {
  it('replaces a socket before the end of its life, loses no frame, and ends with one socket', async () => {
    const world = createPoolWorld({ lifetimeMs: 60_000 })
    world.venue.lifetimeMs = 60_000
    world.pool.subscribe(toyTopics(3))
    await world.advance(500)
    await publishFor(world, ['trade:S0', 'trade:S1', 'trade:S2'], 65_000)
    expect(world.states.map(({ connection, state }) => [connection, state])).toEqual([
      [1, 'connecting'],
      [1, 'open'],
      [1, 'rollover'],
      [2, 'connecting'],
      [2, 'open'],
      [1, 'closed'],
    ])
    for (const topic of ['trade:S0', 'trade:S1', 'trade:S2']) {
      expect(isUnbroken(seen(world, topic))).toBe(true)
      expect(seen(world, topic).length).toBeGreaterThan(6_490)
    }
    expect(world.venue.open().length).toBe(1)
  })

  it('hands over only when every topic is confirmed on the replacement', async () => {
    const world = createPoolWorld({ maxTopicsPerMessage: 1, maxTopics: 100 })
    world.pool.subscribe(toyTopics(20))
    await world.advance(40_000)
    world.venue.broadcast({ op: 'bye', text: 'upgrade' })
    const names = toyTopics(20).map(({ name }) => name)
    await publishFor(world, names, 10_000)
    expect(world.venue.sockets.map(({ isOpen }) => isOpen)).toEqual([false, true])
    for (const name of names) expect(seen(world, name).length).toBe(1_000)
  })

  it('replaces a socket when the venue says that it will close it', async () => {
    const world = createPoolWorld()
    world.pool.subscribe(toyTopics(2))
    await world.advance(500)
    await publishFor(world, ['trade:S0'], 100)
    world.venue.broadcast({ op: 'bye', text: 'upgrade' })
    world.venue.broadcast({ op: 'bye', text: 'upgrade' })
    await publishFor(world, ['trade:S0'], 5_000)
    expect(isUnbroken(seen(world, 'trade:S0'))).toBe(true)
    expect([world.venue.sockets.length, world.venue.open().length]).toEqual([2, 1])
  })

  it('replaces a quiet socket once its replacement had time to show data', async () => {
    const { advance, pool, venue } = createPoolWorld()
    pool.subscribe(toyTopics(1))
    await advance(500)
    venue.broadcast({ op: 'bye', text: 'upgrade' })
    await advance(9_000)
    expect(venue.open().length).toBe(2)
    await advance(2_000)
    expect(venue.open().length).toBe(1)
  })

  it('keeps the old socket while the replacement cannot be opened', async () => {
    const { advance, pool, states, venue } = createPoolWorld({
      keepAlive: { kind: 'protocolPing', everyMs: 10_000, deadAfterMs: 30_000 },
    })
    pool.subscribe(toyTopics(1))
    await advance(500)
    venue.refuse = 503
    venue.broadcast({ op: 'bye', text: 'upgrade' })
    await advance(60_000)
    expect(venue.open().length).toBe(1)
    expect(pool.isConfirmed(toyTopic('S0'))).toBe(true)
    venue.refuse = undefined
    await advance(120_000)
    expect(venue.open().length).toBe(1)
    expect(states.at(-1)).toMatchObject({ connection: 1, state: 'closed', reason: 'replaced' })
  })

  it('lets the replacement take over at once when the old socket is lost meanwhile', async () => {
    const world = createPoolWorld()
    world.pool.subscribe(toyTopics(1))
    await world.advance(40_000)
    world.venue.broadcast({ op: 'bye', text: 'upgrade' })
    await world.advance(100)
    world.venue.sockets[0]?.peer.terminate()
    await world.advance(100)
    expect(world.venue.open().length).toBe(1)
    expect(world.pool.isConfirmed(toyTopic('S0'))).toBe(true)
    expect(world.venue.attemptsAtMs.length).toBe(2)
  })

  it('brings topics that come and go during the overlap to both sockets', async () => {
    const { advance, pool, venue } = createPoolWorld()
    pool.subscribe(toyTopics(2))
    await advance(500)
    venue.broadcast({ op: 'bye', text: 'upgrade' })
    await advance(1_500)
    pool.subscribe([toyTopic('NEW')])
    pool.unsubscribe([toyTopic('S0')])
    await advance(1_500)
    expect(venue.open().map(({ topics }) => [...topics])).toEqual([
      ['trade:S1', 'trade:NEW'],
      ['trade:S1', 'trade:NEW'],
    ])
  })

  it('tries another replacement when the first is told to go as well', async () => {
    const world = createPoolWorld()
    world.pool.subscribe(toyTopics(1))
    await world.advance(40_000)
    world.venue.broadcast({ op: 'bye', text: 'upgrade' })
    await world.advance(100)
    world.venue.sockets[1]?.peer.send(JSON.stringify({ op: 'bye', text: 'upgrade' }))
    await publishFor(world, ['trade:S0'], 10_000)
    expect(world.venue.sockets.map(({ isOpen }) => isOpen)).toEqual([false, false, true])
    expect(isUnbroken(seen(world, 'trade:S0'))).toBe(true)
  })

  it('does not hurry when a venue tells every socket to go', async () => {
    const { every, pool, venue } = createPoolWorld()
    pool.subscribe(toyTopics(1))
    await every(50, 600_000, () => venue.broadcast({ op: 'bye', text: 'upgrade' }))
    expect(venue.attemptsAtMs.length).toBeLessThan(40)
  })

  it('replaces a connection that its user finds suspect', async () => {
    const { advance, pool, venue } = createPoolWorld()
    pool.subscribe(toyTopics(1))
    await advance(500)
    const source = pool.connections()[0]?.source
    expect(source && pool.recycle(source, 'suspect')).toBe(true)
    await advance(20_000)
    expect(venue.sockets.map(({ isOpen }) => isOpen)).toEqual([false, true])
  })
})

describe('WSPool: redundancy', () => {
  it('subscribes every topic on two sockets and delivers from both', async () => {
    const world = createPoolWorld({}, { redundancy: 2 })
    world.pool.subscribe(toyTopics(1))
    await world.advance(500)
    await publishFor(world, ['trade:S0'], 100)
    expect(world.frames.length).toBe(20)
    expect(world.venue.open().map(({ topics }) => topics.size)).toEqual([1, 1])
  })

  it('loses no frame and keeps topics confirmed while one of the two sockets is lost', async () => {
    const world = createPoolWorld({}, { redundancy: 2 })
    world.pool.subscribe(toyTopics(1))
    await world.advance(500)
    await publishFor(world, ['trade:S0'], 100)
    world.venue.open()[0]?.peer.terminate()
    await publishFor(world, ['trade:S0'], 3_000)
    expect(isUnbroken(seen(world, 'trade:S0'))).toBe(true)
    expect(world.venue.open().length).toBe(2)
  })

  it('reports a topic refused on both sockets once', async () => {
    const { advance, pool, rejected, venue } = createPoolWorld({}, { redundancy: 2 })
    venue.unknown.add('S0')
    pool.subscribe(toyTopics(2))
    await advance(5_000)
    expect(rejected.length).toBe(1)
  })
})

describe('WSPool: closing', () => {
  it('leaves no socket and no timer, whatever it was doing', async () => {
    for (const afterMs of [0, 1, 2, 3, 50, 700, 1_500, 6_000, 20_000]) {
      const world = createPoolWorld({ maxTopics: 2, lifetimeMs: 10_000 }, { redundancy: 2 })
      world.pool.subscribe(toyTopics(6))
      world.pool.unsubscribe([toyTopic('S5')])
      await world.advance(afterMs)
      world.venue.broadcast({ op: 'bye', text: 'upgrade' })
      world.venue.open()[0]?.peer.terminate()
      await world.advance(5)
      const closed = world.pool.close()
      await world.advance(2_500)
      await closed
      expect([world.openSockets(), world.pendingTimers()]).toEqual([0, 0])
    }
  })

  it.each(['connecting', 'open', 'rollover', 'lost'])(
    'leaves nothing when closed by a handler that hears "%s"',
    async (state) => {
      const world = createPoolWorld({ lifetimeMs: 10_000 })
      world.pool.on('connection', (event) => void (event.state === state && world.pool.close()))
      world.pool.subscribe(toyTopics(2))
      await world.advance(2_000)
      if (state === 'lost') world.venue.open()[0]?.peer.terminate()
      await world.advance(20_000)
      expect([world.openSockets(), world.pendingTimers()]).toEqual([0, 0])
    },
  )

  it('closes twice as once, and refuses topics afterwards', async () => {
    const { advance, pool } = createPoolWorld()
    pool.subscribe(toyTopics(1))
    await advance(500)
    const both = Promise.all([pool.close(), pool.close(), pool[Symbol.asyncDispose]()])
    await advance(2_500)
    await both
    expect(() => pool.subscribe(toyTopics(1))).toThrow(expect.objectContaining({ code: 'CLOSED' }))
  })
})

describe('WSPool: tap', () => {
  it('sees what arrives before it is interpreted, with its stamp, and what leaves', async () => {
    const order: string[] = []
    const stamps = new Set<number>()
    const tap: FrameTap = {
      incoming: (frame, isBinary, localTimeUs) => {
        order.push(`in ${frame.length} ${isBinary}`)
        stamps.add(localTimeUs)
      },
      outgoing: (frame) => void order.push(`out ${String(frame)}`),
    }
    const world = createPoolWorld(
      {},
      {
        tap,
        onFrame: (frame, localTimeUs) => {
          order.push(`frame ${frame.length}`)
          stamps.add(localTimeUs)
          return 'control'
        },
      },
    )
    world.pool.subscribe(toyTopics(1))
    await world.advance(100)
    expect(order).toEqual([
      'out {"op":"sub","id":1,"topics":["trade:S0"]}',
      'in 38 false',
      'frame 38',
    ])
    expect(stamps.size).toBe(1)
  })
})
