import type { AccountId, StorageError, VenueRequest } from '../../core/index.ts'
import type { Waterfall } from '../../runtime/latency-steps.ts'
import { RECORD_KINDS, type TradingChange, type TradingEffect } from '../engine/index.ts'
import type { AccountGateway } from '../gateway/account-gateway.ts'
import type { Appended, Journal } from '../journal/index.ts'
import { plainText } from '../oms/plain-text.ts'

/** What an {@link EffectRunner} is made of. */
export interface EffectRunnerParts {
  /** Where records go. */
  readonly journal: Journal
  /** Ways to the accounts. */
  readonly gateways: ReadonlyMap<AccountId, AccountGateway>
  /** Sees every effect before it is done; absent: nobody does. */
  readonly observe?: ((effect: TradingEffect) => void) | undefined
  /** Takes what is neither kept nor sent. */
  readonly tell: (effect: Exclude<TradingEffect, { readonly type: 'record' | 'send' }>) => void
  /** Told of each record that was appended. */
  readonly onAppended: () => void
  /** Requests were handed to their gateways: what they were decided on had arrived at that time, epoch µs. */
  readonly onSent: (arrivedUs: number) => void
  /** Times the steps; absent: nothing does. */
  readonly waterfall?: Waterfall | undefined
  /** The journal takes no more: from here on nothing is sent. Told once. */
  readonly onFailed: (why: string) => void
}

/**
 * Does what follows from a turn: keeps its records, sends its requests once those are committed, tells the rest.
 *
 * Where the journal does not take a record, what is known here and what would be known after a restart differ: nothing is
 * sent any more, and only a restart goes on.
 */
export class EffectRunner {
  readonly #parts: EffectRunnerParts
  #sequence = 0
  #hasFailed = false

  /** Does nothing yet. */
  constructor(parts: EffectRunnerParts) {
    this.#parts = parts
  }

  /** Whether the journal has failed. */
  get hasFailed(): boolean {
    return this.#hasFailed
  }

  /**
   * Does the effects of one turn; `arrivedUs` is when the market data that it decided on arrived. Whoever is told is told last:
   * an order does not wait for what others do about it.
   */
  run(effects: readonly TradingEffect[], arrivedUs?: number): void {
    const requests: VenueRequest[] = []
    for (const effect of effects) {
      this.#parts.observe?.(effect)
      if (effect.type === 'record') this.keep(effect.record)
      else if (effect.type === 'send') requests.push(effect.request)
    }
    if (requests.length > 0 && !this.#hasFailed) this.#sendCommitted(requests, arrivedUs)
    for (const effect of effects)
      if (effect.type !== 'record' && effect.type !== 'send') this.#parts.tell(effect)
  }

  /** Keeps a record that nothing of this turn waits for. */
  keep({ kind, record }: TradingChange): void {
    if (this.#hasFailed) return
    this.#appended(this.#parts.journal.appendText(RECORD_KINDS[kind], plainText(record)))
  }

  /** Keeps a record of any kind. */
  append(kind: number, record: object): void {
    if (this.#hasFailed) return
    this.#appended(this.#parts.journal.appendJson(kind, record))
  }

  #appended(appended: Appended): void {
    if (typeof appended === 'number') {
      this.#sequence = appended
      this.#parts.onAppended()
      return
    }
    const isFailed = appended === 'failed'
    this.#fail(isFailed ? reasonOf(this.#parts.journal.failure()) : 'the disk is too slow')
  }

  #sendCommitted(requests: readonly VenueRequest[], arrivedUs: number | undefined): void {
    const { journal } = this.#parts
    if (journal.commitNow()) {
      this.#parts.waterfall?.mark('journaled')
      this.#send(requests, arrivedUs)
      return
    }
    journal.committed(this.#sequence).then(
      () => {
        if (!this.#hasFailed) this.#send(requests, arrivedUs)
      },
      (error: unknown) => this.#fail(error instanceof Error ? error.message : String(error)),
    )
  }

  #send(requests: readonly VenueRequest[], arrivedUs: number | undefined): void {
    const { gateways } = this.#parts
    const [first] = requests
    if (first !== undefined && requests.length === 1)
      gateways.get(first.terms.account)?.send(requests)
    else for (const [account, own] of byAccount(requests)) gateways.get(account)?.send(own)
    if (arrivedUs !== undefined) this.#parts.onSent(arrivedUs)
  }

  #fail(why: string): void {
    if (this.#hasFailed) return
    this.#hasFailed = true
    this.#parts.onFailed(why)
  }
}

function byAccount(
  requests: readonly VenueRequest[],
): ReadonlyMap<AccountId, readonly VenueRequest[]> {
  const parts = new Map<AccountId, VenueRequest[]>()
  for (const request of requests) {
    const own = parts.get(request.terms.account)
    if (own === undefined) parts.set(request.terms.account, [request])
    else own.push(request)
  }
  return parts
}

function reasonOf(failure: StorageError | undefined): string {
  return failure?.message ?? 'the journal has failed'
}
