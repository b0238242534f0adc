import { describe, expect, it } from 'vitest'
import {
  accountId,
  ConfigError,
  clientOrderId,
  Decimal,
  type OrderTerms,
  Secret,
} from '../../../src/core/index.ts'
import { binance } from '../../../src/drivers/binance/index.ts'
import { bybit } from '../../../src/drivers/bybit/index.ts'
import { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { type GatewayChoice, openGateway, VenueGateway } from '../../../src/trader/index.ts'
import { PaperWorld, SPOT } from './support/paper-world.ts'

const LIVE = {
  mode: 'live',
  confirmLive: true,
  account: accountId('main'),
  driver: bybit(),
  credentials: { key: 'key', secret: new Secret('secret') },
  products: ['spot'],
  instruments: [],
  environment: 'production',
  ports: new VirtualRuntime({ seed: 1 }).ports(),
  isHalted: () => false,
} as const satisfies GatewayChoice

async function fault(choice: object): Promise<string> {
  const error: unknown = await openGateway(choice as GatewayChoice).catch((caught) => caught)
  if (!(error instanceof ConfigError)) throw new Error('expected a ConfigError')
  return `${error.code}: ${error.message}`
}

describe('openGateway', () => {
  it('opens a venue where live is confirmed', async () => {
    expect(await openGateway(LIVE)).toBeInstanceOf(VenueGateway)
  })

  it.each([undefined, false, 'true', 1])(
    'does not go live on confirmLive: %s',
    async (confirmLive) => {
      expect(await fault({ ...LIVE, confirmLive })).toMatch(
        /^INVALID_OPTIONS: .*expected confirmLive: true beside mode: 'live'/,
      )
    },
  )

  it('says which modes there are', async () => {
    expect(await fault({ ...LIVE, mode: 'demo' })).toMatch(
      /expected mode 'paper' or 'live', was 'demo'/,
    )
  })

  it('says where a driver does not trade', async () => {
    const { account: _, ...driver } = binance()
    expect(await fault({ ...LIVE, driver })).toMatch(/^UNSUPPORTED: /)
  })

  it('keeps keys out of what it says', async () => {
    expect(await fault({ ...LIVE, confirmLive: false })).not.toContain('secret')
  })
})

describe('a paper account', () => {
  it.each([
    [{ balances: { USDT: '-1' } }, /balances\.USDT: expected a decimal of at least 0, was "-1"/],
    [{ balances: { USDT: 'much' } }, /balances\.USDT: expected a decimal/],
    [{ fees: { makerBps: 'low' } }, /fees\.makerBps: expected a decimal, was "low"/],
    [{ leverage: 0.5 }, /leverage: expected a number of at least 1, was 0.5/],
    [{ latencyMs: -1 }, /latencyMs: expected a number of at least 0, was -1/],
    [{ pairs: [] }, /pairs: expected at least one/],
    [{ fills: 'magic' as 'queue' }, /fills: expected 'queue', 'cross' or a function/],
    [{ pairs: ['BTC/USD:BTC'] }, /expected spot or linear futures, was the inverse BTC\/USD:BTC/],
  ])('is not made with %j', async (paper, words) => {
    await expect(new PaperWorld({ paper }).start()).rejects.toThrow(words)
  })

  const gatewayOf = async () => {
    const world = new PaperWorld()
    const { gateway, market, trader } = await world.start()
    const instrument = market.instrument(SPOT)
    const terms: OrderTerms = {
      account: gateway.account,
      instrument,
      side: 'buy',
      type: 'limit',
      quantity: new Decimal('0.01'),
      price: new Decimal(1000),
      timeInForce: 'gtc',
      postOnly: false,
      reduceOnly: false,
    }
    return { world, gateway, market, trader, terms }
  }

  it('says what it has no words for', async () => {
    const { gateway, market, terms } = await gatewayOf()
    expect(gateway.unsupported(terms)).toBeUndefined()
    expect(gateway.unsupported({ ...terms, type: 'stopMarket' })).toBe('stopMarket orders on paper')
    expect(gateway.unsupported({ ...terms, reduceOnly: true })).toBe('reduce-only on spot')
    const instrument = market.instrument('ETH/USDT')
    expect(gateway.unsupported({ ...terms, instrument })).toMatch(/^ETH\/USDT is not among/)
  })

  it('that is closed says that what waited was not sent, and answers nothing more', async () => {
    const { world, gateway, terms } = await gatewayOf()
    const told: string[] = []
    const own = await world.openAnother((event) => told.push(event.type))
    const id = clientOrderId(7, 1)
    own.send([{ type: 'place', clientOrderId: id, request: 1, terms, deadlineUs: 9e15 }])
    const statement = own.statement({ fills: [], missing: () => [] })
    const answer = own.ask({
      question: 3,
      subject: 'order',
      clientOrderId: id,
      venueOrderId: undefined,
      account: own.account,
      instrument: terms.instrument,
      sinceUs: 0,
    })
    const closing = own.close()
    await expect(world.runtime.settle(statement)).rejects.toThrow(/closed/)
    expect(await world.runtime.settle(answer)).toMatchObject({ type: 'failed', question: 3 })
    await world.runtime.settle(closing)
    own.send([{ type: 'place', clientOrderId: id, request: 1, terms, deadlineUs: 9e15 }])
    expect(told).toEqual(['notSent', 'notSent'])
    expect([own.isConnected(), gateway.isConnected()]).toEqual([false, true])
  })

  it('whose disk fails tells nothing that is not written down, and is lost', async () => {
    const { world, terms } = await gatewayOf()
    const told: string[] = []
    const own = await world.openAnother((event) => told.push(event.type))
    world.breakDisk()
    const id = clientOrderId(7, 1)
    own.send([{ type: 'place', clientOrderId: id, request: 1, terms, deadlineUs: 9e15 }])
    await world.runtime.run({ forMs: 1_000 })
    expect(told).toEqual([])
    expect(own.isConnected()).toBe(false)
    const statement = own.statement({ fills: [], missing: () => [] })
    await expect(world.runtime.settle(statement)).rejects.toThrow(/journal failed/)
    await world.runtime.settle(own.close())
  })
})
