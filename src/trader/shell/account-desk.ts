import {
  type AccountEvent,
  type AccountId,
  isOfKeys,
  type OrderEvent,
  type VenueError,
} from '../../core/index.ts'
import type { Ports } from '../../runtime/ports.ts'
import type { TradingCore } from '../engine/index.ts'
import type { AccountGateway, OpenOrders } from '../gateway/account-gateway.ts'
import { isEnded } from '../oms/index.ts'
import type { PortfolioEvent } from '../portfolio/index.ts'
import { Reconciler } from '../recovery/index.ts'
import type { AccountStateChanged, TraderEvent } from './trader-event.ts'
import type { ResolvedTraderOptions } from './trader-options.ts'
import type { TraderAccountStatus } from './trader-status.ts'

/** What an {@link AccountDesk} is made of. */
export interface AccountDeskParts {
  /** The way to the account. */
  readonly gateway: AccountGateway
  /** Orders and money. */
  readonly core: TradingCore
  /** Timings and policies. */
  readonly options: ResolvedTraderOptions
  /** Clock and timers. */
  readonly ports: Pick<Ports, 'wallClock' | 'timers'>
  /** Whether requests can be sent: not where nothing can be recorded any more. */
  readonly canSend: () => boolean
  /** Takes what the venue told. */
  readonly tell: (event: AccountEvent | OrderEvent) => void
  /** Takes what is to be booked. */
  readonly book: (event: PortfolioEvent) => void
  /** Halts the account. */
  readonly halt: (account: AccountId, why: string) => void
  /** Told everything that somebody may want to see. */
  readonly onEvent: (event: TraderEvent) => void
}

/** One account of a trader: its gateway, and what is known of it. */
export class AccountDesk {
  readonly #parts: AccountDeskParts
  readonly #reconciler: Reconciler
  #wasReady = false
  #refusal: VenueError | undefined

  /** Asks nothing before {@link start}. */
  constructor(parts: AccountDeskParts) {
    const { gateway, core, options, ports, tell, book, halt, onEvent } = parts
    const { account } = gateway
    this.#parts = parts
    this.#reconciler = new Reconciler({
      gateway,
      core,
      policy: options.differences,
      everyMs: options.reconcileEveryMs,
      overlapMs: options.reconcileOverlapMs,
      ports,
      tell,
      book,
      halt: (why) => halt(account, why),
      alert: (alert) => onEvent({ ...alert, account }),
      onDone: () => this.#onReconciled(),
    })
  }

  /** The way to the account. */
  get gateway(): AccountGateway {
    return this.#parts.gateway
  }

  /** Whether orders can be made: what happens is heard, and what happened is known. */
  isReady(): boolean {
    return this.gateway.isConnected() && this.#reconciler.isDone
  }

  /** Fails where the venue refuses the account's keys: nobody need wait for it. @throws VenueError `AUTH_FAILED`, `PERMISSION_DENIED` */
  throwRefusedKeys(): void {
    if (this.#refusal !== undefined && isOfKeys(this.#refusal.code)) throw this.#refusal
  }

  /** How it is doing. */
  status(): TraderAccountStatus {
    const { account, venue } = this.gateway
    const isConnected = this.gateway.isConnected()
    const refusal = this.#refusal
    return { account, venue, isConnected, isReady: this.isReady(), ...(refusal && { refusal }) }
  }

  /** Connects. @throws what the gateway's first calls fail with */
  async start(): Promise<void> {
    await this.gateway.start({
      onEvent: (event) => this.#parts.tell(event),
      onConnected: () => {
        this.#refusal = undefined
        this.#say('connected', '')
        this.#reconciler.request()
      },
      onLost: (reason) => {
        this.#wasReady = false
        this.#reconciler.invalidate()
        this.#say('lost', reason)
      },
      onRefused: (error) => {
        this.#refusal = error
        this.#say('refused', error.message, error)
      },
      onFault: (detail) => this.#say('fault', detail),
      openOrders: () => this.#openOrders(),
    })
  }

  /** Asks the venue for what is so. */
  reconcile(): void {
    this.#reconciler.request()
  }

  /** Ends asking, and closes the gateway. Idempotent. */
  async close(): Promise<void> {
    await Promise.all([this.#reconciler.close(), this.gateway.close()])
  }

  #onReconciled(): void {
    if (this.#wasReady || !this.isReady()) return
    this.#wasReady = true
    this.#say('reconciled', '')
  }

  #openOrders(): OpenOrders {
    const { core, options, canSend } = this.#parts
    const { account } = this.gateway
    const open = [...core.oms.active.values()].filter(
      ({ terms, status }) => terms.account === account && !isEnded(status),
    )
    return {
      orders: open.map(({ clientOrderId, terms: { instrument } }) => ({
        clientOrderId,
        instrument,
      })),
      canCancel: canSend(),
      areKept: options.ordersOnClose === 'keep',
    }
  }

  #say(state: AccountStateChanged['state'], detail: string, error?: VenueError): void {
    const { account } = this.gateway
    this.#parts.onEvent({ type: 'account', account, state, detail, ...(error && { error }) })
  }
}
