import {
  type AccountId,
  accountId,
  asset,
  Decimal,
  Secret,
  strategyId,
} from '../../../../src/core/index.ts'
import { account as bybitAccount } from '../../../../src/drivers/bybit/account/index.ts'
import { account as okxAccount } from '../../../../src/drivers/okx/account/index.ts'
import { MarketData } from '../../../../src/market/index.ts'
import { type VirtualProcess, VirtualRuntime } from '../../../../src/runtime/virtual/index.ts'
import { type FaultScript, type SimulatedVenue, venueOrigins } from '../../../../src/sim/index.ts'
import { RECORD_KINDS } from '../../../../src/trader/engine/index.ts'
import {
  Trader,
  TradingCore,
  type TradingRecord,
  VenueGateway,
} from '../../../../src/trader/index.ts'
import { readJournal, recordJson } from '../../../../src/trader/journal/index.ts'
import { type TradingKit, tradingKit } from '../../../simulation/trading/trading-kit.ts'
import { shopper } from './shopper.ts'

export const SHOPPER = strategyId('shopper')

/** One of the venues that are routed over. */
export interface RoutedVenue {
  readonly kit: TradingKit
  readonly account: AccountId
  readonly venue: SimulatedVenue
}

/** One life of the trader. */
export interface RoutedLife {
  readonly process: VirtualProcess
  readonly markets: readonly MarketData[]
  readonly trader: Trader
}

/** The same at both: which one is cheaper, the books decide. */
const FEES = { makerBps: '2', takerBps: '5' }

/** The kits of two spot wallets, each an account of its own. */
function kits(): readonly (readonly [AccountId, TradingKit])[] {
  const [one, other] = [tradingKit('bybit spot'), tradingKit('okx spot')]
  const [bybit, okx] = [accountId('bybit'), accountId('okx')]
  const [key] = one.keys
  const [otherKey] = other.keys
  if (key === undefined || otherKey === undefined) throw new Error('a kit has no key')
  const secret = (text = ''): Secret => new Secret(text)
  return [
    [
      bybit,
      {
        ...one,
        protocol: bybitAccount({
          account: bybit,
          credentials: { key: key.key, secret: secret(key.secret) },
        }),
      },
    ],
    [
      okx,
      {
        ...other,
        protocol: okxAccount({
          account: okx,
          credentials: {
            key: otherKey.key,
            secret: secret(otherKey.secret),
            passphrase: secret(otherKey.passphrase),
          },
        }),
      },
    ],
  ]
}

/** Two simulated venues with an account each, and a trader whose strategy has everything routed. */
export class RoutedWorld {
  readonly runtime: VirtualRuntime
  readonly venues: readonly RoutedVenue[]
  readonly #quantity: string

  constructor({
    seed = 1,
    faults = {},
    quantity = '0.8',
  }: {
    readonly seed?: number
    readonly faults?: Readonly<Record<string, FaultScript>>
    readonly quantity?: string
  } = {}) {
    this.runtime = new VirtualRuntime({ seed })
    this.#quantity = quantity
    this.venues = kits().map(([account, kit]) => {
      const { wallet, balances, keys } = kit
      const script = faults[account]
      const venue = kit.simulate({
        ports: this.runtime.spawn(`venue ${account}`).ports,
        seed,
        ...(script && { faults: script }),
        accounts: [{ name: 'main', keys, balances: { [wallet]: balances }, fees: FEES }],
      })
      for (const [origin, each] of venueOrigins(venue)) this.runtime.network.listen(origin, each)
      venue.start()
      return { kit, account, venue }
    })
  }

  /** Nobody reaches a venue any more, until it is `up` again. */
  down(account: string): void {
    for (const origin of this.#origins(account)) {
      this.runtime.network.refuse(origin)
      this.runtime.network.cut(origin)
    }
  }

  up(account: string): void {
    for (const origin of this.#origins(account)) this.runtime.network.accept(origin)
  }

  start(): Promise<RoutedLife> {
    return this.runtime.settle(this.#open())
  }

  async stop({ trader, markets }: RoutedLife): Promise<void> {
    await this.runtime.settle(trader.close())
    for (const market of markets) await this.runtime.settle(market.close())
  }

  /** The state that all records of the journal make, from the first on. */
  async replayed({ process, trader }: RoutedLife): Promise<TradingCore> {
    const kinds = new Map(Object.entries(RECORD_KINDS).map(([name, kind]) => [kind, name]))
    const core = new TradingCore({
      oms: { epoch: trader.epoch },
      portfolio: { reportingAsset: asset('USDT') },
      accounts: new Map(this.venues.map(({ account, kit }) => [account, kit.driver.facts.venue])),
      market: { market: () => undefined },
    })
    for await (const record of await readJournal(process.ports.files, 'journal')) {
      const kind = kinds.get(record.kind)
      if (kind !== undefined) core.apply({ kind, record: recordJson(record) } as TradingRecord)
    }
    return core
  }

  async #open(): Promise<RoutedLife> {
    const process = this.runtime.spawn('bot')
    const { ports } = process
    const markets: MarketData[] = []
    for (const { kit } of this.venues)
      markets.push(await MarketData.open({ driver: kit.driver, ports, products: [kit.product] }))
    const gateways = this.venues.map(
      ({ kit, account }, place) =>
        new VenueGateway({
          account,
          protocol: kit.protocol,
          products: [kit.product],
          instruments: markets[place]?.instruments() ?? [],
          environment: 'production',
          ports,
          isHalted: () => false,
        }),
    )
    const legs = this.venues.flatMap(({ kit, account }, place) => {
      const instrument = markets[place]?.instrument(kit.pair)
      return instrument === undefined ? [] : [{ instrument, account }]
    })
    const trader = await Trader.open({
      ports,
      journal: { folder: 'journal', retainedSnapshots: false },
      markets: new Map(markets.map((each, place) => [this.#venueId(place), each])),
      gateways,
      definitions: [shopper],
      strategies: [
        {
          ...{ strategy: SHOPPER, kind: 'shopper', legs, params: this.#quantity },
          // Prints: what is held at a venue that is down is valued at its last price.
          events: ['trade'],
        },
      ],
      portfolio: { reportingAsset: asset('USDT') },
      risk: {
        limits: [
          { name: 'maxNotional', scope: { type: 'global' }, value: '100000' },
          { name: 'maxInstrumentExposure', scope: { type: 'global' }, value: '1000000' },
          { name: 'maxAssetExposure', scope: { type: 'global' }, value: '1000000' },
          { name: 'maxVenueExposure', scope: { type: 'global' }, value: '1000000' },
          { name: 'maxAccountExposure', scope: { type: 'global' }, value: '1000000' },
          { name: 'maxDailyLoss', scope: { type: 'global' }, value: false },
        ],
      },
      routing: {
        fees: () => ({
          maker: new Decimal(FEES.makerBps).div(10_000),
          taker: new Decimal(FEES.takerBps).div(10_000),
        }),
        coolOffMs: 3_000,
      },
      unknown: { marginMs: 5_000 },
    })
    return { process, markets, trader }
  }

  #venueId(place: number) {
    const venue = this.venues[place]
    if (venue === undefined) throw new Error(`there is no venue ${place}`)
    return venue.kit.driver.facts.venue
  }

  #origins(account: string): readonly string[] {
    const found = this.venues.find((each) => each.account === account)
    return found === undefined ? [] : [...venueOrigins(found.venue)].map(([origin]) => origin)
  }
}
