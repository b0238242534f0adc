import {
  type AccountId,
  accountId,
  type Instrument,
  type OrderIntent,
  pair,
  type StrategyId,
  strategyId,
  venueSymbol,
} from '../../../src/core/index.ts'
import {
  type HostInput,
  type HostIntent,
  type StrategyAlert,
  type StrategyDefinition,
  StrategyHost,
} from '../../../src/trader/index.ts'
import { instrument } from '../../support/instrument.ts'
import { PaperMarket } from './paper-market.ts'

export const OWN: StrategyId = strategyId('own')
const MAIN: AccountId = accountId('main')

const rules = {
  tickSize: '0.1',
  lotSize: '0.01',
  priceScale: 1,
  sizeScale: 2,
} as unknown as Instrument
const perpetual = { ...rules, market: 'futures', kind: 'perpetual', product: 'linear' } as const
export const FIRST: Instrument = instrument({ ...perpetual, symbol: venueSymbol('FIRST') })
export const SECOND: Instrument = instrument({
  ...perpetual,
  symbol: venueSymbol('SECOND'),
  pair: pair('ETH/USDT'),
})

/** The same on spot, where one trades with what there is. */
export const spotOf = (of: Instrument): Instrument => ({
  ...of,
  market: 'spot',
  kind: 'spot',
  product: 'spot',
})

/** A strategy of one kind in a paper market; what it asks for is sent, and what happens to its orders it is told. */
export class PaperRun {
  readonly market: PaperMarket
  readonly asked: OrderIntent[] = []
  readonly alerts: StrategyAlert[] = []
  /** Looked at after every input that was processed. */
  check: (input: HostInput, intents: readonly OrderIntent[]) => void = () => undefined
  host: StrategyHost
  readonly #definition: StrategyDefinition

  constructor(
    seed: number,
    definition: StrategyDefinition,
    {
      params,
      legs = [FIRST],
      signalAmount,
      funds = {},
    }: {
      params: unknown
      legs?: readonly Instrument[]
      signalAmount?: string
      /** What the account has of assets; of any other, more than it can spend. */
      funds?: Readonly<Record<string, string>>
    },
  ) {
    this.market = new PaperMarket(seed, legs)
    for (const [asset, free] of Object.entries(funds)) this.market.funds.set(asset, free)
    this.#definition = definition
    this.host = this.#newHost()
    const { kind } = definition
    const setup = {
      strategy: OWN,
      kind,
      params,
      legs: legs.map((of) => ({ instrument: of, account: MAIN })),
      events: ['book'],
      ...(signalAmount !== undefined && { signalAmount }),
    } as const
    this.tell({ type: 'addStrategy', by: 'test', setup })
    this.tell({ type: 'startStrategy', by: 'test', strategy: OWN })
  }

  /** Tells the host of an input, and then of all that follows from it. */
  tell(input: HostInput): void {
    const { nowUs } = this.market
    while ((this.host.nextTimerUs ?? Number.POSITIVE_INFINITY) <= nowUs)
      this.#handle({ type: 'time' })
    // What happened to orders overtakes market data, as it does in a trader.
    if (input.type === 'book') this.#catchUp()
    this.#handle(input)
    this.#catchUp()
  }

  #catchUp(): void {
    const { queue } = this.market
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) this.#handle(next)
  }

  /** Lets the market make steps. */
  walk(steps: number): void {
    for (let i = 0; i < steps; i += 1) this.tell(this.market.step())
  }

  /** Goes on with a host that is restored from a file. */
  restart(): void {
    this.host = this.#newHost(JSON.parse(JSON.stringify(this.host.snapshot())))
  }

  /** What was asked for, in one text. */
  fingerprint(): string {
    return this.asked.map(wordsOf).join('\n')
  }

  #newHost(snapshot?: unknown): StrategyHost {
    const options = {
      world: this.market,
      definitions: [this.#definition],
      monotonicClock: { nowNs: () => 0 },
    }
    return new StrategyHost(options, snapshot)
  }

  #handle(input: HostInput): void {
    const { intents: asked, alerts } = this.host.handle(input, this.market.nowUs)
    const intents = asked.filter(isOrderIntent)
    this.alerts.push(...alerts)
    this.asked.push(...intents)
    this.market.send(intents)
    this.check(input, intents)
  }
}

/** None of these strategies has anything routed. */
function isOrderIntent(intent: HostIntent): intent is OrderIntent {
  return intent.type !== 'route' && intent.type !== 'cancelRoute'
}

function wordsOf(intent: OrderIntent): string {
  if (intent.type !== 'place')
    return `${intent.type} ${'clientOrderId' in intent ? intent.clientOrderId : ''}`
  const { side, quantity, price, instrument: of } = intent.terms
  return `${side} ${quantity.toFixed()} ${of.symbol} at ${price?.toFixed()}: ${intent.reason}`
}
