import type { HttpResponse } from '../../core/index.ts'
import type { Timers } from '../../runtime/ports.ts'
import type { HostAnswer } from '../../runtime/virtual/host.ts'
import type { FaultInjector } from '../fault-injector.ts'
import type { OrderAction, OrderFault } from '../fault-rules.ts'
import { type BookMood, CALM } from './account-book.ts'
import type { SimAccount } from './sim-account.ts'

/** A request about orders: signed, read, and not yet acted on. */
export interface DeskRequest {
  /** Whose. */
  readonly account: SimAccount
  /** What is asked; of a batch what its items ask. */
  readonly action: OrderAction
  /** Name of the host that took it. */
  readonly host: string
  /** Number of its connection; 0 over HTTP. @defaultValue 0 */
  readonly connection?: number
  /** Path, or method of a socket. */
  readonly name: string
  /** How long the venue takes to answer, in ms. */
  readonly delayMs: number
}

/** What the client is to get for a request. */
export type DeskPlan<Result> =
  /** The answer to what was done. */
  | { readonly kind: 'answer'; readonly result: Result; readonly delayMs: number }
  /** The venue's body for a status; it may have acted on the request all the same. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly retryAfterSeconds?: number
      readonly wasAccepted: boolean
      readonly delayMs: number
    }
  /** The venue's words for maintenance; it did not act. */
  | { readonly kind: 'maintenance'; readonly delayMs: number }
  /** Nothing. It acted. */
  | { readonly kind: 'silence' }
  /** A cut connection. It acted. */
  | { readonly kind: 'cut' }

const LATE_MS = 30_000
const BEHIND_FILL_MS = 50

/**
 * What every request about orders goes through, over HTTP or a socket: acts on it, and says what the client gets, by the
 * fault script.
 *
 * Private events of a request are told after its answer was due, unless a fault says otherwise; the account itself has
 * changed at once.
 */
export class TradingDesk {
  readonly #faults: FaultInjector
  readonly #timers: Timers

  /** A desk of a venue. */
  constructor(faults: FaultInjector, timers: Timers) {
    this.#faults = faults
    this.#timers = timers
  }

  /** Acts on a request once, or not at all, and says what the client gets. */
  run<Result>(request: DeskRequest, act: () => Result): DeskPlan<Result> {
    const { account, action, host, connection = 0, delayMs } = request
    const name = `${action} ${request.name}`
    const fault = this.#faults.order({ host, connection, name, isControl: false }, action)
    if (fault?.kind === 'maintenance') return { kind: 'maintenance', delayMs }
    if (fault?.kind === 'refuseWithStatus') {
      const { status, retryAfterSeconds } = fault
      const when = retryAfterSeconds === undefined ? {} : { retryAfterSeconds }
      return { kind: 'status', status, ...when, wasAccepted: false, delayMs }
    }
    const release = account.book.log.hold()
    const result = inMood(account, moodOf(fault), act)
    switch (fault?.kind) {
      case 'acceptThenSilence':
        this.#timers.after(delayMs, release)
        return { kind: 'silence' }
      case 'acceptThenCut':
        this.#timers.after(delayMs, release)
        return { kind: 'cut' }
      case 'acceptThenStatus':
        this.#timers.after(delayMs, release)
        return { kind: 'status', status: fault.status ?? 502, wasAccepted: true, delayMs }
      case 'lateAck':
        this.#timers.after(delayMs, release)
        return { kind: 'answer', result, delayMs: delayMs + (fault.delayMs ?? LATE_MS) }
      case 'fillBeforeAck':
        release()
        return { kind: 'answer', result, delayMs: delayMs + (fault.delayMs ?? BEHIND_FILL_MS) }
      case 'duplicateIdRefused':
      case 'cancelRacesFill':
      case undefined:
        this.#timers.after(delayMs + 1, release)
        return { kind: 'answer', result, delayMs }
    }
  }
}

/** A plan over HTTP. `failure` has the venue's body for a status, as `Dialect.failure`; maintenance is a 503. */
export function deskAnswer<Result>(
  plan: DeskPlan<Result>,
  write: (result: Result) => HttpResponse,
  failure: (status: number, retryAfterSeconds: number | undefined) => HttpResponse,
): HostAnswer {
  switch (plan.kind) {
    case 'answer':
      return { kind: 'response', response: write(plan.result), delayMs: plan.delayMs }
    case 'status': {
      const { status, retryAfterSeconds, delayMs } = plan
      return { kind: 'response', response: failure(status, retryAfterSeconds), delayMs }
    }
    case 'maintenance':
      return { kind: 'response', response: failure(503, undefined), delayMs: plan.delayMs }
    case 'silence':
    case 'cut':
      return { kind: plan.kind }
  }
}

function moodOf(fault: OrderFault | undefined): BookMood {
  if (fault?.kind === 'duplicateIdRefused') {
    const duplicateIds = fault.accepts === true ? 'refuseAfterAccepting' : 'refuseUsed'
    return { ...CALM, duplicateIds }
  }
  if (fault?.kind === 'cancelRacesFill') {
    return { ...CALM, cancelRace: fault.isPartial === true ? 'partly' : 'wholly' }
  }
  return CALM
}

function inMood<Result>({ book }: SimAccount, mood: BookMood, act: () => Result): Result {
  book.mood = mood
  try {
    return act()
  } finally {
    book.mood = CALM
  }
}
