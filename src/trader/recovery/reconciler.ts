import { type AccountEvent, CrossbookError, isOfKeys, type OrderEvent } from '../../core/index.ts'
import type { Ports, TimerHandle } from '../../runtime/ports.ts'
import type { TradingCore } from '../engine/index.ts'
import type { AccountGateway, AccountStatement, UnnamedOrder } from '../gateway/account-gateway.ts'
import { fillEvent, orderEvent } from '../gateway/row-events.ts'
import type { PortfolioEvent } from '../portfolio/index.ts'
import {
  compareMoney,
  correction,
  type DifferencePolicy,
  differenceText,
  openingEvents,
  openingText,
} from './reconcile-money.ts'
import {
  heardUntilUs,
  instrumentsToAsk,
  missingOrders,
  vanishedOrders,
} from './reconcile-orders.ts'

/** What a reconciliation tells people. */
export type ReconcileAlert =
  | {
      /** What the account held before us is booked as its own; told once in all lives, whatever the policy. */
      readonly type: 'openingAdopted'
      readonly found: string
    }
  | { readonly type: 'moneyDiffers'; readonly found: string; readonly policy: DifferencePolicy }
  | { readonly type: 'orderVanished'; readonly found: string }
  | {
      readonly type: 'reconcileFailed'
      readonly found: string
      /** What the call failed with; absent where it was no error of ours. */
      readonly error?: CrossbookError
    }

/** What a {@link Reconciler} is made of. */
export interface ReconcilerParts {
  /** The way to the account. */
  readonly gateway: AccountGateway
  /** Orders and money. */
  readonly core: TradingCore
  /** What is done where money differs. */
  readonly policy: DifferencePolicy
  /** How often the venue is asked though nothing happened, in ms. */
  readonly everyMs: number
  /** How far back fills are asked for beyond the last time they were, in ms. */
  readonly overlapMs: number
  /** Clock and timers. */
  readonly ports: Pick<Ports, 'wallClock' | 'timers'>
  /** Takes what the venue told of orders. */
  readonly tell: (event: OrderEvent | AccountEvent) => void
  /** Takes what is to be booked. */
  readonly book: (event: PortfolioEvent) => void
  /** Halts the account. */
  readonly halt: (why: string) => void
  /** Told what somebody should look at. */
  readonly alert: (alert: ReconcileAlert) => void
  /** Told after each that succeeded. */
  readonly onDone: () => void
}

const RETRY_MS = 1_000
/** Keys that the venue refuses are not shown to it every second: it would ban the address. */
const REFUSED_KEYS_RETRY_MS = 300_000
/** A difference counts once a second statement has it too: the first may have crossed something that was on its way. */
const SECOND_LOOK_MS = 500

/**
 * Asks a venue what is so, and brings what we did not hear to the same reducers that the stream feeds: on start, on every
 * reconnect, when something was missed, and on a timer. One at a time; what is asked for meanwhile is one more.
 */
export class Reconciler {
  readonly #parts: ReconcilerParts
  #running: Promise<void> | undefined
  #isWanted = false
  #timer: TimerHandle | undefined
  #fillsSinceUs: number
  #lastDifferences = ''
  #isDone = false
  /** Whether money was compared since the last loss of the stream. */
  #hasLooked = false
  #isClosed = false

  /** Asks nothing before {@link request}. */
  constructor(parts: ReconcilerParts) {
    this.#parts = parts
    this.#fillsSinceUs = heardUntilUs(parts.core.oms.orders.values(), parts.gateway.account)
  }

  /** Whether the venue was asked since the last loss of its stream, and everything it told is known. */
  get isDone(): boolean {
    return this.#isDone
  }

  /** The stream is gone: nobody knows what happens now. */
  invalidate(): void {
    this.#isDone = false
    this.#hasLooked = false
  }

  /** Asks soon: now, or after what is asked now. */
  request(): void {
    if (this.#isClosed) return
    this.#isWanted = true
    this.#timer?.cancel()
    this.#timer = undefined
    this.#running ??= this.#run()
  }

  /** Ends the timer; resolves when nothing is asked any more. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#timer?.cancel()
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#isWanted && !this.#isClosed) {
      this.#isWanted = false
      const againMs = await this.#once()
      if (!this.#isWanted && !this.#isClosed) this.#schedule(againMs)
    }
    this.#running = undefined
  }

  #schedule(afterMs: number): void {
    this.#timer = this.#parts.ports.timers.after(afterMs, () => this.request())
  }

  /** One round; in how many ms the next is due. */
  async #once(): Promise<number> {
    const { gateway, core, policy, everyMs, overlapMs, alert, tell, onDone, ports } = this.#parts
    const { account } = gateway
    // Asked in the venue's time.
    const aheadUs = gateway.venueTimeUs() - ports.wallClock.nowUs()
    const sinceUs = Math.max(0, this.#fillsSinceUs + aheadUs - overlapMs * 1000)
    const instruments = instrumentsToAsk(core.oms.orders.values(), account, sinceUs)
    let asked: readonly UnnamedOrder[] = []
    let statement: AccountStatement
    try {
      statement = await gateway.statement({
        fills: instruments.map((instrument) => ({ instrument, sinceUs })),
        missing: (openOrders, askedTimeUs) => {
          asked = missingOrders(core.oms.orders.values(), account, openOrders, askedTimeUs)
          return asked
        },
      })
    } catch (error) {
      alert({
        type: 'reconcileFailed',
        found: error instanceof Error ? error.message : String(error),
        ...(error instanceof CrossbookError && { error }),
      })
      const isRefused = error instanceof CrossbookError && isOfKeys(error.code)
      return isRefused ? REFUSED_KEYS_RETRY_MS : RETRY_MS
    }
    if (this.#isClosed) return everyMs
    this.#tellOrders(statement)
    for (const clientOrderId of vanishedOrders(asked, statement.orders)) {
      alert({
        type: 'orderVanished',
        found: `order ${clientOrderId} of ${account}: neither open nor known by name; its fills and history are read`,
      })
      tell({ type: 'missing', order: { clientOrderId }, timeUs: statement.answeredTimeUs })
    }
    const isSettled = this.#settleMoney(statement)
    this.#fillsSinceUs = Math.max(this.#fillsSinceUs, statement.askedTimeUs)
    const isFirstLook = !this.#hasLooked
    this.#hasLooked = true
    // What may have to be corrected, or to halt the account, is looked at again before anybody trades on it.
    if (!isSettled && isFirstLook && policy !== 'flag') return SECOND_LOOK_MS
    this.#isDone = true
    onDone()
    return isSettled ? everyMs : SECOND_LOOK_MS
  }

  #tellOrders({ fills, openOrders, orders, askedTimeUs, answeredTimeUs }: AccountStatement): void {
    const { tell, gateway } = this.#parts
    const at = { askedTimeUs, timeUs: answeredTimeUs }
    // Fills first: an order that is told as filled then has no hole.
    for (const fill of fills) tell(fillEvent(fill, answeredTimeUs))
    for (const row of [...openOrders, ...orders]) tell(orderEvent(gateway.account, row, at))
  }

  /** Whether money is as the venue says, or what differs was dealt with. */
  #settleMoney(statement: AccountStatement): boolean {
    const { core, gateway } = this.#parts
    const { account } = gateway
    if (!core.portfolio.isOpened(account) && this.#open(statement)) return true
    const { differences, isTimely } = compareMoney(core.portfolio, account, statement)
    const text = differences.map(differenceText).join('; ')
    const wasSeen = text === this.#lastDifferences
    this.#lastDifferences = text
    if (differences.length === 0) return true
    if (!isTimely || !wasSeen) return false
    this.#deal(statement, text)
    return true
  }

  /** Takes over what the account held before us, once in all lives; whether it held anything. */
  #open(statement: AccountStatement): boolean {
    const { core, gateway, book, alert } = this.#parts
    const { account } = gateway
    const orders = [...core.oms.orders.values()]
    // Of a journal from before this was kept.
    const hasTraded = orders.some(
      ({ terms, requests }) => terms.account === account && requests > 0,
    )
    const opening = hasTraded ? [] : openingEvents(core.portfolio, account, statement)
    for (const event of opening) book(event)
    book({ type: 'opened', account, timeUs: statement.venueTimeUs })
    if (opening.length === 0) return false
    alert({ type: 'openingAdopted', found: openingText(opening) })
    return true
  }

  #deal(statement: AccountStatement, found: string): void {
    const { core, gateway, policy, alert, halt, book, ports } = this.#parts
    alert({ type: 'moneyDiffers', found, policy })
    if (policy === 'halt') halt(`money differs from the venue's: ${found}`)
    if (policy !== 'adopt') return
    const timeUs = ports.wallClock.nowUs()
    // Positions first; what they realise moves balances, so that those are compared anew.
    for (const kind of ['position', 'balance'] as const) {
      const { differences } = compareMoney(core.portfolio, gateway.account, statement)
      for (const difference of differences) {
        const event = difference.type === kind ? correction(difference, timeUs) : undefined
        if (event !== undefined) book(event)
      }
    }
    this.#lastDifferences = ''
  }
}
