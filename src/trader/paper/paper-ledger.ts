import {
  type AccountId,
  type Asset,
  asset,
  type ClientOrderId,
  type Decimal,
  type Fill,
  type Instrument,
} from '../../core/index.ts'
import { fromPlain, InstrumentPool, type Plain, toPlain } from '../oms/order-json.ts'
import { plus, ZERO } from '../portfolio/exact.ts'
import {
  type AccountAmount,
  Portfolio,
  type PortfolioSnapshot,
  type PositionReport,
} from '../portfolio/index.ts'
import { instrumentKey } from '../risk/index.ts'
import type { PaperOrder } from './paper-order.ts'
import type { PaperPlaced, PaperRecord } from './paper-record.ts'

/** Everything that a paper account has, as plain JSON data. */
export interface PaperSnapshot {
  /** The form of what follows. */
  readonly version: 1
  /** Balances and positions. */
  readonly money: PortfolioSnapshot
  /** Working orders in their turn, then those that ended, oldest first. */
  readonly orders: readonly Plain<PaperOrder>[]
  /** What was ever traded. */
  readonly instruments: readonly Instrument[]
  /** The newest order that is forgotten; absent where none is. */
  readonly forgotten?: Forgotten
}

/** Up to where orders are forgotten. */
interface Forgotten {
  /** The highest id. */
  readonly clientOrderId: ClientOrderId
  /** When the last of them ended, epoch µs. */
  readonly timeUs: number
}

/** A position of a future. */
export interface PaperPosition extends Omit<PositionReport, 'instrument'> {
  /** Of what. */
  readonly instrument: Instrument
}

const MOST_ENDED = 10_000

/**
 * The books of a paper venue: orders, fills, money. What is to change comes as records, and nothing else changes them, so
 * that they can be written down and made again.
 *
 * Money is kept by a {@link Portfolio}: exact, positions netted at average cost. The venue rounds nothing of its own.
 */
export class PaperLedger {
  readonly #account: AccountId
  readonly #money = new Portfolio({ reportingAsset: asset('USDT') })
  readonly #open = new Map<ClientOrderId, PaperOrder>()
  readonly #ended = new Map<ClientOrderId, PaperOrder>()
  readonly #pool = new InstrumentPool()
  readonly #traded = new Map<string, Instrument>()
  #forgotten: Forgotten | undefined
  #isOpened = false

  /** Empty books. */
  constructor(account: AccountId) {
    this.#account = account
  }

  /** Whether the account was ever opened. */
  get isOpened(): boolean {
    return this.#isOpened
  }

  /** Working orders, in the order in which they took their place. */
  open(): readonly PaperOrder[] {
    return [...this.#open.values()]
  }

  /** Every order that is known. */
  orders(): readonly PaperOrder[] {
    return [...this.#open.values(), ...this.#ended.values()]
  }

  /** An order; `undefined` where there never was one, or it is forgotten. */
  order(clientOrderId: ClientOrderId): PaperOrder | undefined {
    return this.#open.get(clientOrderId) ?? this.#ended.get(clientOrderId)
  }

  /** Whether an id was used before. */
  isUsed(clientOrderId: ClientOrderId): boolean {
    if (this.order(clientOrderId) !== undefined) return true
    const last = this.#forgotten?.clientOrderId
    return last !== undefined && BigInt(clientOrderId) <= BigInt(last)
  }

  /** Whether every order and fill since a time is known, epoch µs. */
  reachesBackTo(sinceUs: number): boolean {
    return this.#forgotten === undefined || this.#forgotten.timeUs < sinceUs
  }

  /** What there is of an asset. */
  total(of: Asset): Decimal {
    return this.#money.inventory(this.#account, of).total
  }

  /** All balances. */
  balances(): readonly AccountAmount[] {
    return this.#money.netted().holdings
  }

  /** All positions of futures that are not flat, each with its instrument as it was traded last. */
  positions(): readonly PaperPosition[] {
    return [...this.#traded.values()].flatMap((instrument) => {
      const report = this.#money.position(this.#account, instrument)
      if (instrument.market === 'spot' || report === undefined || report.quantity.isZero())
        return []
      return [{ ...report, instrument }]
    })
  }

  /** How much is held of a future; below 0 where short. */
  position(instrument: Instrument): Decimal {
    return this.#money.position(this.#account, instrument)?.quantity ?? ZERO
  }

  /** Changes the books. */
  apply(record: PaperRecord): void {
    switch (record.type) {
      case 'opened':
        this.#isOpened = true
        for (const { asset: of, amount } of record.balances)
          this.#money.apply({
            type: 'transfer',
            account: this.#account,
            asset: of,
            amount,
            timeUs: record.timeUs,
          })
        break
      case 'accepted':
      case 'refused':
        this.#put(newOrder(record))
        break
      case 'filled':
        this.#fill(record.clientOrderId, record.fill)
        break
      case 'amended': {
        const { clientOrderId, price, quantity, losesPlace, timeUs } = record
        const order = this.#open.get(clientOrderId)
        if (order === undefined) break
        if (losesPlace) this.#open.delete(clientOrderId)
        this.#put({ ...order, terms: { ...order.terms, price, quantity }, changedTimeUs: timeUs })
        break
      }
      case 'ended': {
        const { clientOrderId, as: status, timeUs } = record
        const order = this.#open.get(clientOrderId)
        if (order !== undefined) this.#put({ ...order, status, changedTimeUs: timeUs })
      }
    }
  }

  /** A record as plain data. */
  static plain(record: PaperRecord): Plain<PaperRecord> {
    return toPlain(record)
  }

  /** Changes the books by a record of before. */
  replay(data: Plain<PaperRecord>): void {
    this.apply(fromPlain<PaperRecord>(data, (told) => this.#instrument(told)))
  }

  /** Everything. */
  snapshot(): PaperSnapshot {
    return {
      version: 1,
      money: this.#money.snapshot(),
      orders: this.orders().map((order) => toPlain(order)),
      instruments: [...this.#traded.values()],
      ...(this.#forgotten !== undefined && { forgotten: this.#forgotten }),
    }
  }

  /** Becomes what a ledger was when it gave the snapshot. @throws ConfigError `INVALID_OPTIONS` where it is none */
  restore({ money, orders, instruments, forgotten }: PaperSnapshot): void {
    this.#money.restore(money)
    for (const instrument of instruments) this.#traded.set(instrumentKey(instrument), instrument)
    this.#isOpened = true
    this.#forgotten = forgotten
    for (const data of orders)
      this.#put(fromPlain<PaperOrder>(data, (told) => this.#instrument(told)))
  }

  #fill(clientOrderId: ClientOrderId, fill: Fill): void {
    const order = this.#open.get(clientOrderId)
    if (order === undefined) return
    this.#money.apply({ type: 'fill', fill })
    this.#traded.set(instrumentKey(fill.instrument), fill.instrument)
    const filledQuantity = plus(order.filledQuantity, fill.quantity)
    const status = filledQuantity.eq(order.terms.quantity) ? 'filled' : 'open'
    const fills = [...order.fills, fill]
    this.#put({ ...order, status, filledQuantity, fills, changedTimeUs: fill.venueTimeUs })
  }

  #put(order: PaperOrder): void {
    const { clientOrderId } = order
    if (order.status === 'open') {
      this.#open.set(clientOrderId, order)
      return
    }
    this.#open.delete(clientOrderId)
    this.#ended.set(clientOrderId, order)
    if (this.#ended.size > MOST_ENDED) this.#forgetOldest()
  }

  #forgetOldest(): void {
    const [oldest] = this.#ended.values()
    if (oldest === undefined) return
    this.#ended.delete(oldest.clientOrderId)
    const last = this.#forgotten?.clientOrderId
    const isHigher = last === undefined || BigInt(oldest.clientOrderId) > BigInt(last)
    this.#forgotten = {
      clientOrderId: isHigher ? oldest.clientOrderId : last,
      timeUs: oldest.changedTimeUs,
    }
  }

  /** What stands in a record was an instrument when it was written. */
  #instrument(told: unknown): Instrument {
    return this.#pool.share(told as Instrument)
  }
}

function newOrder({ type, clientOrderId, terms, timeUs: changedTimeUs }: PaperPlaced): PaperOrder {
  const status = type === 'accepted' ? 'open' : 'rejected'
  return { clientOrderId, terms, status, filledQuantity: ZERO, fills: [], changedTimeUs }
}
