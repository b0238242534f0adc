import type {
  AccountId,
  Asset,
  ClientOrderId,
  Instrument,
  OrderBook,
  StrategyId,
} from '../../../core/index.ts'
import { Ring, type RingReader } from '../../../runtime/index.ts'
import { isSameInstrument } from '../same-instrument.ts'
import type {
  AccountBalance,
  LastTrade,
  OwnOrder,
  OwnPosition,
  StrategyLeg,
  StrategyWorld,
} from '../strategy-world.ts'
import type { Letter } from './messages.ts'
import { MirrorLeg } from './mirror-leg.ts'
import { fromPlain } from './plain.ts'

/** Own orders that ended, and can still be asked for. */
const ENDED_KEPT = 1_000

/** The world of one strategy, as the host told it last. */
export class MirrorWorld implements StrategyWorld {
  readonly legs: readonly MirrorLeg[]
  readonly #setupLegs: readonly StrategyLeg[]
  readonly #orders = new Map<ClientOrderId, OwnOrder>()
  readonly #ended = new Map<ClientOrderId, OwnOrder>()
  readonly #endedIds = new Ring<ClientOrderId>(ENDED_KEPT)

  constructor(legs: readonly StrategyLeg[]) {
    this.#setupLegs = legs
    this.legs = legs.map((leg, number) => new MirrorLeg(leg, number))
  }

  /** Takes the book of the reader's record, and the levels that its letter has. */
  putBook(reader: RingReader, letter: Letter | undefined): void {
    const number = reader.values[reader.start + 1] ?? Number.NaN
    const wide = letter?.wide.find(({ leg }) => leg === number)
    this.legs[number]?.putBook(reader, wide)
  }

  /** Takes what a letter says of the world. */
  change({ legs, orders, gone }: Letter): void {
    for (const [number, changes] of Object.entries(legs))
      this.legs[Number(number)]?.change(changes, this.#setupLegs)
    for (const plain of orders) this.put(fromPlain(plain, this.#setupLegs) as OwnOrder)
    for (const id of gone) this.#end(id)
  }

  /** Takes an order as it is now. */
  put(order: OwnOrder): void {
    this.#orders.set(order.clientOrderId, order)
  }

  /** Takes an order that was told of, which may have ended: it is among those that can be asked for in any case. */
  told(order: OwnOrder): void {
    if (this.#orders.has(order.clientOrderId)) this.put(order)
    else this.#keep(order)
  }

  /** See {@link StrategyWorld.listing}. */
  listing(instrument: Instrument): Instrument | undefined {
    return this.#find(instrument)?.listing
  }

  /** See {@link StrategyWorld.book}. */
  book(instrument: Instrument): OrderBook | undefined {
    return this.#find(instrument)?.book
  }

  /** See {@link StrategyWorld.lastTrade}. */
  lastTrade(instrument: Instrument): LastTrade | undefined {
    return this.#find(instrument)?.lastTrade
  }

  /** See {@link StrategyWorld.isTradable}. */
  isTradable(_strategy: StrategyId, { instrument }: StrategyLeg): boolean {
    return this.#find(instrument)?.isTradable === true
  }

  /** See {@link StrategyWorld.orders}. */
  orders(): readonly OwnOrder[] {
    return [...this.#orders.values()].sort((a, b) => a.placedTimeUs - b.placedTimeUs)
  }

  /** See {@link StrategyWorld.order}; of those that ended, the newest thousand that were told of. */
  order(clientOrderId: ClientOrderId): OwnOrder | undefined {
    return this.#orders.get(clientOrderId) ?? this.#ended.get(clientOrderId)
  }

  /** See {@link StrategyWorld.position}. */
  position(_strategy: StrategyId, { instrument }: StrategyLeg): OwnPosition | undefined {
    return this.#find(instrument)?.position
  }

  /** See {@link StrategyWorld.balance}; of the assets of its legs. */
  balance(account: AccountId, asset: Asset): AccountBalance {
    for (const { leg, balances } of this.legs) {
      const balance = leg.account === account ? balances[asset] : undefined
      if (balance !== undefined) return balance
    }
    throw new Error(
      `Reading a balance in a thread: expected the base, quote or settle asset of a leg of ${account}, was ${asset}`,
    )
  }

  #find(instrument: Instrument): MirrorLeg | undefined {
    return this.legs.find(({ leg }) => isSameInstrument(leg.instrument, instrument))
  }

  #end(id: ClientOrderId): void {
    const order = this.#orders.get(id)
    this.#orders.delete(id)
    if (order !== undefined && !this.#ended.has(id)) this.#keep(order)
  }

  #keep(order: OwnOrder): void {
    const { clientOrderId } = order
    const oldest = this.#ended.has(clientOrderId) ? undefined : this.#endedIds.push(clientOrderId)
    if (oldest !== undefined) this.#ended.delete(oldest)
    this.#ended.set(clientOrderId, order)
  }
}
