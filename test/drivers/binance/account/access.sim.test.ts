import { generateKeyPairSync } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { KEY, SECRET } from './support.ts'
import { TradingWorld, typesOf, type WorldOptions } from './trading-world.ts'

let world: TradingWorld
afterEach(() => world.close())

async function open(options?: WorldOptions): Promise<TradingWorld> {
  world = await TradingWorld.open(options)
  return world
}

const balances = (product = 'spot') =>
  world.runtime.settle(world.http.send(world.protocol.queries.balances(product)))

/** Subscribes, and waits for the refusal. */
async function refusedCode(product: string): Promise<string | undefined> {
  world.pool.subscribe(world.protocol.topics([product]))
  await world.run(5_000)
  return world.rejected[0]?.error.code
}

describe('keys', () => {
  test.each([
    ['a wrong secret', { secret: 'wrong' }, 'AUTH_FAILED', 'AUTH_FAILED'],
    ['an unknown key', { key: 'nobody' }, 'PERMISSION_DENIED', 'PERMISSION_DENIED'],
    ['a malformed key', { key: '?' }, 'AUTH_FAILED', 'AUTH_FAILED'],
  ])(
    '%s is refused by REST and by the stream, and not tried again',
    async (_name, options, rest, stream) => {
      await open(options)
      await expect(balances()).rejects.toMatchObject({ code: rest, retry: 'never' })
      await expect(balances('usdm')).rejects.toMatchObject({ code: rest })
      expect(await refusedCode('spot')).toBe(stream)
      await world.run(60_000)
      expect(world.rejected.length).toBe(1)
    },
  )

  test('that may only read cannot trade: the order was not taken', async () => {
    await open({ keys: [{ key: KEY, secret: SECRET, permissions: ['read'] }] })
    await balances()
    for (const market of ['spot', 'futures'] as const) {
      const events = await world.place(world.terms(market))
      expect(events).toMatchObject([{ type: 'rejected', code: '-2015' }])
    }
    expect(world.account.orders()).toEqual([])
  })

  test.each(['ed25519', 'rsa'] as const)(
    'of %s open everything that a secret does',
    async (kind) => {
      const { privateKey } =
        kind === 'rsa'
          ? generateKeyPairSync('rsa', { modulusLength: 2048 })
          : generateKeyPairSync('ed25519')
      const secret = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
      await open({ keys: [{ key: KEY, secret }] })
      await world.connect()
      expect(typesOf(await world.place(world.terms('spot')))).toEqual(['acknowledged'])
      expect(typesOf(await world.place(world.terms('futures')))).toEqual(['acknowledged'])
      expect(typesOf((await world.told(['acknowledged'])) as never)).toEqual([
        'acknowledged',
        'acknowledged',
      ])
    },
  )
})

describe('clocks', () => {
  test('that differ are named as such, on orders as a refusal', async () => {
    await open({ faults: [{ fault: { kind: 'clockSkew', skewMs: -20_000 }, when: { fromMs: 0 } }] })
    await expect(balances()).rejects.toMatchObject({ code: 'CLOCK_SKEWED', retry: 'safe' })
    const events = await world.place(world.terms('spot'))
    expect(events).toMatchObject([{ type: 'rejected', code: '-1021' }])
  })
})

describe('limits', () => {
  test('on new orders refuse orders, and let cancels through', async () => {
    await open()
    const terms = world.terms('spot')
    const first = world.nextId()
    await world.place(terms, first)
    let refused: unknown
    for (let i = 0; i < 110 && refused === undefined; i += 1) {
      const [event] = await world.place(
        world.terms('spot', { postOnly: true, price: world.price('spot', 1) }),
      )
      if (event?.type === 'rejected' && event.code === '-1015') refused = event
    }
    expect(refused).toMatchObject({ text: expect.stringContaining('100 orders per 10 SECOND') })
    const cancelled = await world.send(world.request('cancel', terms, first))
    expect(typesOf(cancelled)).toEqual(['cancelled'])
  })

  test('of weight stop the client for as long as the venue says', async () => {
    await open({
      faults: [
        {
          fault: { kind: 'refuseWithStatus', status: 429, retryAfterSeconds: 3 },
          when: { most: 1 },
        },
      ],
    })
    const startUs = world.runtime.ports().wallClock.nowUs()
    expect(await world.place(world.terms('spot'))).toMatchObject([
      { type: 'rejected', code: '-1003' },
    ])
    await world.place(world.terms('spot'))
    expect(world.runtime.ports().wallClock.nowUs() - startUs).toBeGreaterThan(3_000_000)
    expect(world.account.openOrders().length).toBe(1)
  })
})

describe('connections', () => {
  test('that are lost are opened and subscribed again; what was missed is in the lists', async () => {
    await open()
    await world.connect()
    const { queries } = world.protocol
    await world.place(world.terms('spot'))
    await world.told()
    for (const host of ['spot-ws-api', 'usdm-stream']) {
      world.venue.faults.add({ fault: { kind: 'disconnect' }, where: { host }, when: { most: 1 } })
    }
    const missed = world.nextId()
    const also = world.nextId()
    await world.place(world.terms('spot'), world.nextId())
    await world.place(world.terms('futures'), world.nextId())
    await world.place(world.terms('spot'), missed)
    await world.place(world.terms('futures'), also)
    await world.run(60_000)
    expect(world.pool.connections().map(({ isOpen, confirmed }) => [isOpen, confirmed])).toEqual([
      [true, 1],
      [true, 1],
    ])
    await world.told()
    const spot = await world.list(queries.openOrders(world.instrument('spot')))
    expect(spot.some(({ clientOrderId }) => clientOrderId === missed)).toBe(true)
    await world.place(world.terms('spot'))
    await world.place(world.terms('futures'))
    expect(typesOf((await world.told(['acknowledged'])) as never)).toEqual([
      'acknowledged',
      'acknowledged',
    ])
  })

  test('of spot move over before a shutdown that is announced', async () => {
    await open()
    await world.connect(['spot'])
    world.venue.announceShutdown()
    await world.run(30_000)
    expect(
      world.pool.connections().map(({ source, confirmed }) => [source.connection, confirmed]),
    ).toEqual([[2, 1]])
    await world.place(world.terms('spot'))
    expect(typesOf((await world.told(['acknowledged'])) as never)).toEqual(['acknowledged'])
  })

  test('with damaged frames tell a fault and nothing else', async () => {
    await open({
      faults: [{ fault: { kind: 'truncate' }, where: { contains: 'private/accepted' } }],
    })
    await world.connect()
    await world.place(world.terms('spot'))
    await world.place(world.terms('futures'))
    const types = typesOf((await world.told()) as never)
    expect(types).not.toContain('acknowledged')
    expect(world.outcomes.filter((outcome) => outcome === 'fault').length).toBe(2)
  })
})
