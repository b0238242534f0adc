import { describe, expect, it } from 'vitest'
import {
  Decimal,
  type OrderEvent,
  type RefusalCode,
  TransportError,
  whatToDo,
} from '../../../src/core/index.ts'
import type { HttpFault } from '../../../src/sim/index.ts'
import { type AccountWorld, openAccountWorld } from './support/account-world.ts'
import { WALLET_NAMES, type WalletName, walletKit } from './support/wallet-kits.ts'

/** What a user is told: our code, the venue's, and what to do. */
interface Told {
  readonly code: RefusalCode
  readonly venueCode: string | undefined
}

/** What is told of an order, beside that: whether it may be at the venue. */
interface ToldOfOrder extends Told {
  readonly outcome: 'rejected' | 'outcomeUnknown'
}

type Table<Row> = Readonly<Record<WalletName, Row>>

const refused = (code: RefusalCode, venueCode: string): ToldOfOrder => ({
  code,
  venueCode,
  outcome: 'rejected',
})
const told = (code: RefusalCode, venueCode: string | undefined): Told => ({ code, venueCode })
const auth = (venueCode: string): Told => told('AUTH_FAILED', venueCode)

/** The refusal of a call, as its caller sees it. */
async function refusalOf(world: AccountWorld): Promise<unknown> {
  return world.statement().then(
    () => 'answered',
    (error: unknown) => error,
  )
}

function expectTold(error: unknown, { code, venueCode }: Told): void {
  expect(error).toMatchObject({ name: 'VenueError', code, context: { venueCode } })
  expect(String(error)).toContain(whatToDo(code))
}

function expectOrder(event: OrderEvent | undefined, row: ToldOfOrder): void {
  if (row.outcome === 'outcomeUnknown') expect(event?.type).toBe('outcomeUnknown')
  else expect(event).toMatchObject({ type: 'rejected', code: row.venueCode, reason: row.code })
}

/** Of keys: what the venue says to a question and to a login. */
const WRONG_KEY: Table<{ rest: Told; stream: Told }> = {
  'binance spot': {
    rest: told('PERMISSION_DENIED', '-2015'),
    stream: told('PERMISSION_DENIED', '-2015'),
  },
  'binance usdm': {
    rest: told('PERMISSION_DENIED', '-2015'),
    stream: told('PERMISSION_DENIED', '-2015'),
  },
  'okx spot': { rest: auth('50111'), stream: auth('60005') },
  'okx swap': { rest: auth('50111'), stream: auth('60005') },
  'bybit spot': { rest: auth('10003'), stream: auth('error:api key is invalid') },
  'bybit linear': { rest: auth('10003'), stream: auth('error:api key is invalid') },
  'kraken spot': { rest: auth('EAPI:Invalid key'), stream: auth('EAPI:Invalid key') },
  'kraken futures': { rest: auth('authenticationError'), stream: auth('Invalid api key') },
}

const WRONG_SECRET: Table<{ rest: Told; stream: Told | 'none' }> = {
  'binance spot': { rest: auth('-1022'), stream: auth('-1022') },
  // Its listen key is made with the key alone, and shows nothing signed.
  'binance usdm': { rest: auth('-1022'), stream: 'none' },
  'okx spot': { rest: auth('50113'), stream: auth('60007') },
  'okx swap': { rest: auth('50113'), stream: auth('60007') },
  'bybit spot': { rest: auth('10004'), stream: auth('error:signature is invalid') },
  'bybit linear': { rest: auth('10004'), stream: auth('error:signature is invalid') },
  'kraken spot': { rest: auth('EAPI:Invalid signature'), stream: auth('EAPI:Invalid signature') },
  'kraken futures': {
    rest: auth('authenticationError'),
    stream: auth('Failed to subscribe to authenticated feed'),
  },
}

const READ_ONLY: Table<ToldOfOrder> = {
  'binance spot': refused('PERMISSION_DENIED', '-2015'),
  'binance usdm': refused('PERMISSION_DENIED', '-2015'),
  'okx spot': refused('PERMISSION_DENIED', '50120'),
  'okx swap': refused('PERMISSION_DENIED', '50120'),
  'bybit spot': refused('PERMISSION_DENIED', '10005'),
  'bybit linear': refused('PERMISSION_DENIED', '10005'),
  'kraken spot': refused('PERMISSION_DENIED', 'EGeneral:Permission denied'),
  'kraken futures': refused('PERMISSION_DENIED', 'insufficientPrivileges'),
}

const SHUT_OUT: Table<{ fault: HttpFault; order: ToldOfOrder; rest: Told }> = {
  'binance spot': shutOut(418, refused('BANNED', '-1003')),
  'binance usdm': shutOut(418, refused('BANNED', '-1003')),
  'okx spot': shutOut(429, refused('RATE_LIMITED', '50011')),
  'okx swap': shutOut(429, refused('RATE_LIMITED', '50011')),
  // The gateway in front has no codes: of an order its status stands for one.
  'bybit spot': shutOut(403, refused('RATE_LIMITED', '403'), told('RATE_LIMITED', undefined)),
  'bybit linear': shutOut(403, refused('RATE_LIMITED', '403'), told('RATE_LIMITED', undefined)),
  'kraken spot': shutOut(418, refused('BANNED', 'EGeneral:Temporary lockout')),
  // 429 is a gateway's word there: nothing says that the order did not get through.
  'kraken futures': shutOut(429, {
    code: 'RATE_LIMITED',
    venueCode: 'apiLimitExceeded',
    outcome: 'outcomeUnknown',
  }),
}

function shutOut(status: number, order: ToldOfOrder, rest: Told = order) {
  return { fault: { kind: 'status', status, retryAfterSeconds: 1 } as const, order, rest }
}

const TOO_DEAR: Table<ToldOfOrder> = {
  'binance spot': refused('INSUFFICIENT_FUNDS', '-2010'),
  'binance usdm': refused('INSUFFICIENT_FUNDS', '-2019'),
  'okx spot': refused('INSUFFICIENT_FUNDS', '51008'),
  'okx swap': refused('INSUFFICIENT_FUNDS', '51008'),
  'bybit spot': refused('INSUFFICIENT_FUNDS', '170131'),
  'bybit linear': refused('INSUFFICIENT_FUNDS', '110007'),
  'kraken spot': refused('INSUFFICIENT_FUNDS', 'EOrder:Insufficient funds'),
  'kraken futures': refused('INSUFFICIENT_FUNDS', 'insufficientAvailableFunds'),
}

const OFF_GRID: Table<ToldOfOrder> = {
  'binance spot': refused('ORDER_INVALID', '-1013'),
  'binance usdm': refused('ORDER_INVALID', '-4014'),
  'okx spot': refused('ORDER_INVALID', '51150'),
  'okx swap': refused('ORDER_INVALID', '51150'),
  'bybit spot': refused('ORDER_INVALID', '170134'),
  'bybit linear': refused('ORDER_INVALID', '10001'),
  'kraken spot': refused('ORDER_INVALID', 'EOrder:Tick size check failed'),
  'kraken futures': refused('ORDER_INVALID', 'invalidPrice'),
}

const TOO_SMALL: Table<ToldOfOrder> = {
  'binance spot': refused('ORDER_INVALID', '-1013'),
  'binance usdm': refused('ORDER_INVALID', '-4023'),
  'okx spot': refused('ORDER_INVALID', '51121'),
  'okx swap': refused('ORDER_INVALID', '51121'),
  'bybit spot': refused('ORDER_INVALID', '170137'),
  'bybit linear': refused('ORDER_INVALID', '10001'),
  'kraken spot': refused('ORDER_INVALID', 'EGeneral:Invalid arguments:volume'),
  'kraken futures': refused('ORDER_INVALID', 'invalidSize'),
}

const MINUTE_MS = 60_000

/** The venue lets nobody in: said by type, and in the first minute only once for each socket. */
async function expectShutDoor(world: AccountWorld, stream: Told): Promise<void> {
  await world.runtime.run({ forMs: MINUTE_MS })
  const { refusals, gateway, said, protocol } = world
  expect(gateway.isConnected()).toBe(false)
  expect(said).not.toContain('connected')
  expectTold(refusals[0]?.error, stream)
  expect(refusals.length).toBeLessThanOrEqual(protocol.facts.streams.length)
}

describe.each(WALLET_NAMES)('at %s', (name) => {
  const kit = walletKit(name)

  it('a wrong key is refused by type, by REST and by the stream, without a storm', async () => {
    const world = await openAccountWorld(kit, { typed: { key: 'KEYOFSOMEBODYELSE001' } })
    expectTold(await refusalOf(world), WRONG_KEY[name].rest)
    await expectShutDoor(world, WRONG_KEY[name].stream)
    // Somebody may have corrected the key at the venue: it is shown again, every 2.5 to 5 minutes.
    await world.runtime.run({ forMs: 10 * MINUTE_MS })
    const sockets = world.protocol.facts.streams.length
    expect(world.refusals.length).toBeGreaterThan(2)
    expect(world.refusals.length).toBeLessThanOrEqual(5 * sockets)
    const { code, venueCode } = WRONG_KEY[name].rest
    expectOrder(await world.place(world.order()), refused(code, venueCode ?? ''))
  })

  it('a wrong secret is refused by type, by REST and by the stream, without a storm', async () => {
    const secret = Buffer.from('another secret than that').toString('base64')
    const world = await openAccountWorld(kit, { typed: { secret } })
    const { rest, stream } = WRONG_SECRET[name]
    expectTold(await refusalOf(world), rest)
    if (stream !== 'none') await expectShutDoor(world, stream)
    expectOrder(await world.place(world.order()), refused(rest.code, rest.venueCode ?? ''))
  })

  if (kit.keys.passphrase !== undefined)
    it('a wrong passphrase is refused by type, by REST and by the stream', async () => {
      const world = await openAccountWorld(kit, { typed: { passphrase: 'another' } })
      expectTold(await refusalOf(world), auth('50105'))
      await expectShutDoor(world, auth('60024'))
    })

  it('a key that may only read places nothing, and is told so by type', async () => {
    const world = await openAccountWorld(kit, { permissions: ['read'] })
    await world.runtime.run({ forMs: 1_000 })
    expect(world.gateway.isConnected()).toBe(true)
    expectOrder(await world.place(world.order()), READ_ONLY[name])
    expect(world.venue.accounts?.find('main')?.orders()).toEqual([])
  })

  it('an address that is shut out is told so by type, with what became of the order', async () => {
    const world = await openAccountWorld(kit)
    await world.runtime.run({ forMs: 1_000 })
    const { fault, order, rest } = SHUT_OUT[name]
    world.venue.faults.add({ fault })
    expectOrder(await world.place(world.order()), order)
    const error = await refusalOf(world)
    // Where the venue shuts an address out for minutes, nothing more is sent, and what it said is the cause.
    const isStopped = error instanceof TransportError && error.code === 'BUDGET_EXHAUSTED'
    expectTold(isStopped ? error.cause : error, rest)
    expect(world.venue.accounts?.find('main')?.orders()).toEqual([])
  })

  it('what the account cannot pay, what is off the grid and what is too small is refused by type', async () => {
    const world = await openAccountWorld(kit)
    await world.runtime.run({ forMs: 1_000 })
    const { quantity, price = new Decimal(1) } = world.order()
    expect((await world.place(world.order()))?.type).toBe('acknowledged')
    const dear = world.order({ quantity: quantity.times(10_000) })
    expectOrder(await world.place(dear), TOO_DEAR[name])
    const half = new Decimal(world.instrument.tickSize ?? 1).div(2)
    expectOrder(await world.place(world.order({ price: price.plus(half) })), OFF_GRID[name])
    const little = new Decimal(world.instrument.lotSize ?? 1).div(10)
    expectOrder(await world.place(world.order({ quantity: little })), TOO_SMALL[name])
    expect(world.venue.accounts?.find('main')?.orders().length).toBe(1)
  })
})
