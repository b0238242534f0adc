import { describe, expect, it } from 'vitest'
import {
  type ConnectPlan,
  type ExchangeDriver,
  type RestCall,
  type StreamFacts,
  TransportError,
} from '../../src/core/index.ts'
import { WSPool } from '../../src/transport/index.ts'
import { createPoolWorld } from './pool-world.ts'
import { toyDriver, toyStream, toyTopics } from './toy-venue.ts'

/** A toy that hands out a token for each connection. */
function tokenDriver(
  plan: Omit<ConnectPlan, 'url'> = {},
  stream?: Partial<StreamFacts>,
): ExchangeDriver {
  const driver = toyDriver([toyStream(stream)])
  let tokens = 0
  const call: RestCall<ConnectPlan> = {
    request: { service: 'main', method: 'POST', path: '/token', weight: 1, isIdempotent: true },
    parse: () => ({ url: `ws://toy.test/stream/main?token=${++tokens}`, ...plan }),
  }
  return { ...driver, session: { ...driver.session, connectPlan: () => call } }
}

const answer = (): ConnectPlan => ({ url: '' })

describe('WSPool: a venue that greets', () => {
  it('sends nothing before the welcome, then everything', async () => {
    const { advance, pool, venue } = createPoolWorld({ awaitsWelcome: true })
    pool.subscribe(toyTopics(2))
    await advance(1_000)
    expect(venue.sockets[0]?.received).toEqual([])
    venue.broadcast({ op: 'welcome', pingMs: 20_000 })
    await advance(100)
    expect(venue.sockets[0]?.topics.size).toBe(2)
  })

  it('pings as often as the welcome says, on this connection', async () => {
    const { advance, pool, venue } = createPoolWorld({ awaitsWelcome: true })
    pool.subscribe(toyTopics(1))
    await advance(100)
    venue.broadcast({ op: 'welcome', pingMs: 2_000 })
    await advance(10_100)
    const pings = venue.sockets[0]?.received.filter(({ value }) => value['op'] === 'ping')
    expect(pings?.length).toBe(5)
  })

  it('drops a socket that never greets, and tries another', async () => {
    const { advance, pool, states, venue } = createPoolWorld({ awaitsWelcome: true })
    pool.subscribe(toyTopics(1))
    await advance(15_000)
    expect(states.find(({ state }) => state === 'lost')?.reason).toBe('no welcome within 10000 ms')
    venue.broadcast({ op: 'welcome', pingMs: 20_000 })
    await advance(100)
    expect(venue.open().map(({ topics }) => topics.size)).toEqual([1])
  })
})

describe('WSPool: handshakes', () => {
  it('carry the headers of the facts', async () => {
    const { advance, pool, venue } = createPoolWorld({ headers: { 'x-size-decimal': '1' } })
    pool.subscribe(toyTopics(1))
    await advance(100)
    expect(venue.handshakes[0]?.headers).toMatchObject({ 'x-size-decimal': '1' })
  })

  it('go where the venue says, asked anew for every connection', async () => {
    const driver = tokenDriver()
    const calls: string[] = []
    const { advance, pool, venue } = createPoolWorld(
      {},
      {
        driver,
        call: async (call) => {
          calls.push(`${call.request.method} ${call.request.path}`)
          return call.parse({ status: 200, headers: {}, body: new Uint8Array() }, 0)
        },
      },
    )
    pool.subscribe(toyTopics(1))
    await advance(1_000)
    venue.open()[0]?.peer.terminate()
    await advance(5_000)
    expect(calls).toEqual(['POST /token', 'POST /token'])
    expect(venue.handshakes.map(({ target }) => target)).toEqual([
      '/stream/main?token=1',
      '/stream/main?token=2',
    ])
    // The token is the connection's own: neither logs nor recordings may show it.
    expect(pool.connections()[0]?.source.url).toBe('ws://toy.test/stream/main')
  })

  it.each([
    ['/key', '/stream/main/key'],
    ['?listenKey=key', '/stream/main?listenKey=key'],
  ])('put %s behind the address of the endpoint', async (url, target) => {
    const driver = tokenDriver()
    const plan = driver.session.connectPlan?.('main')
    if (plan === undefined) throw new Error('no plan')
    const told = { ...plan, parse: (): ConnectPlan => ({ url }) }
    const session = { ...driver.session, connectPlan: () => told }
    const { advance, pool, venue } = createPoolWorld(
      {},
      {
        driver: { ...driver, session },
        call: async (call) => call.parse({ status: 200, headers: {}, body: new Uint8Array() }, 0),
      },
    )
    pool.subscribe(toyTopics(1))
    await advance(1_000)
    expect(venue.handshakes[0]?.target).toBe(target)
    expect(pool.connections()[0]?.source.url).toBe('ws://toy.test/stream/main')
  })

  it('say all where the session writes no frame: the topics are there with the open socket', async () => {
    const driver = toyDriver([toyStream()])
    const session = { ...driver.session, subscribe: () => [], unsubscribe: () => [] }
    const { advance, pool, states, venue } = createPoolWorld({}, { driver: { ...driver, session } })
    const [first, second] = toyTopics(2)
    if (first === undefined || second === undefined) throw new Error('two topics')
    pool.subscribe([first, second])
    await advance(30_000)
    expect([first, second].map((topic) => pool.isConfirmed(topic))).toEqual([true, true])
    pool.unsubscribe([second])
    await advance(1_000)
    expect([first, second].map((topic) => pool.isConfirmed(topic))).toEqual([true, false])
    expect(venue.sockets.map(({ received }) => received)).toEqual([[]])
    expect(states.some(({ state }) => state === 'lost')).toBe(false)
  })

  it('take the keep-alive that comes with the address', async () => {
    const driver = tokenDriver({
      keepAlive: { kind: 'message', everyMs: 1_000, deadAfterMs: 60_000 },
    })
    const { advance, pool, venue } = createPoolWorld(
      {},
      {
        driver,
        call: async (call) => call.parse({ status: 200, headers: {}, body: new Uint8Array() }, 0),
      },
    )
    pool.subscribe(toyTopics(1))
    await advance(5_100)
    const pings = venue.sockets[0]?.received.filter(({ value }) => value['op'] === 'ping')
    expect(pings?.length).toBe(5)
  })

  it('are tried again with growing waits while the address is refused', async () => {
    const atMs: number[] = []
    const { advance, nowMs, pool, states, venue } = createPoolWorld(
      {},
      {
        driver: tokenDriver(),
        call: () => {
          atMs.push(nowMs())
          return Promise.reject(new TransportError('HTTP_TIMEOUT', 'no token'))
        },
      },
    )
    pool.subscribe(toyTopics(1))
    await advance(600_000)
    expect(venue.attemptsAtMs).toEqual([])
    expect(states.find(({ state }) => state === 'lost')?.reason).toBe('could not connect: no token')
    expect(atMs.length).toBeGreaterThan(5)
    expect(atMs.length).toBeLessThan(40)
  })

  it('leave nothing behind when the pool closes while the address is awaited', async () => {
    let tell: (plan: ConnectPlan) => void = () => {}
    const awaited = new Promise<ConnectPlan>((resolve) => {
      tell = resolve
    })
    const { advance, openSockets, pendingTimers, pool, venue } = createPoolWorld(
      {},
      { driver: tokenDriver(), call: <T>() => awaited as Promise<T> },
    )
    pool.subscribe(toyTopics(1))
    await advance(100)
    const closed = pool.close()
    await advance(100)
    await closed
    tell(answer())
    await advance(100)
    expect([venue.attemptsAtMs, openSockets(), pendingTimers()]).toEqual([[], 0, 0])
  })

  it('cannot be made without a way to ask: the pool says so at once', () => {
    const { ports } = createPoolWorld()
    expect(
      () =>
        new WSPool({
          driver: tokenDriver(),
          environment: 'production',
          ports,
          onFrame: () => 'event',
        }),
    ).toThrow(/call: expected a function, was undefined; Toy is asked where to connect to \(main\)/)
  })
})

describe('WSPool: snapshots on the socket', () => {
  it('are asked for on the connection that has the topic', async () => {
    const { advance, pool, venue } = createPoolWorld({ maxTopics: 1 })
    const [first, second] = toyTopics(2)
    if (first === undefined || second === undefined) throw new Error('two topics')
    pool.subscribe([first, second])
    pool.requestSnapshot(second)
    await advance(1_000)
    pool.requestSnapshot(second)
    await advance(100)
    const asked = venue
      .open()
      .map((socket) => [
        [...socket.topics],
        socket.received.flatMap(({ value }) => (value['op'] === 'whole' ? [value['topic']] : [])),
      ])
    expect(asked).toEqual([
      [['trade:S0'], []],
      [['trade:S1'], ['trade:S1']],
    ])
  })
})
