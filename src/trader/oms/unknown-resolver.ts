import type { ClientOrderId, ProvenAbsent } from '../../core/index.ts'
import type { Order } from './order.ts'
import {
  hasQuestions,
  openUnknown,
  stepUnknown,
  type UnknownCase,
  type UnknownInput,
} from './unknown-case.ts'
import { resolveUnknownOptions, type UnknownOptions } from './unknown-options.ts'
import type { UnknownAnswer, UnknownQuestion } from './unknown-question.ts'

/** What is to be done about unknown orders now. */
export interface UnknownWork {
  /** What is to be asked of venues. */
  readonly questions: readonly UnknownQuestion[]
  /** Proofs that orders are not there; they go to the orders. */
  readonly events: readonly ProvenAbsent[]
}

/**
 * Asks venues about orders until their evidence says what became of them. Pure: the shell asks, brings the answers, and
 * calls again at `wakeTimeUs`. It keeps nothing that the orders do not say: after a restart it starts from them.
 */
export class UnknownResolver {
  readonly #options: Required<UnknownOptions>
  readonly #cases = new Map<ClientOrderId, UnknownCase>()

  /** Starts without orders. @throws ConfigError `INVALID_OPTIONS` */
  constructor(options: UnknownOptions = {}) {
    this.#options = resolveUnknownOptions(options)
  }

  /** Orders that are asked about, in the order in which they came. */
  get cases(): ReadonlyMap<ClientOrderId, UnknownCase> {
    return this.#cases
  }

  /** When to call {@link pass} next, epoch µs of our clock; `undefined` while there is nothing to ask. */
  get wakeTimeUs(): number | undefined {
    let wakeTimeUs: number | undefined
    for (const open of this.#cases.values())
      wakeTimeUs = Math.min(wakeTimeUs ?? open.wakeTimeUs, open.wakeTimeUs)
    return wakeTimeUs
  }

  /** Takes an order as it is now: after every event of it. */
  observe(order: Order, timeUs: number): void {
    const { clientOrderId } = order
    const open = this.#cases.get(clientOrderId)
    if (open !== undefined) this.#step(open, { type: 'order', order, timeUs })
    else if (hasQuestions(order))
      this.#cases.set(clientOrderId, openUnknown(order, timeUs, this.#options))
  }

  /** Time has passed: what is due. */
  pass(timeUs: number): UnknownWork {
    const work = [...this.#cases.values()].map((open) => this.#step(open, { type: 'time', timeUs }))
    return join(work)
  }

  /** Takes what came of a question about an order. An answer that nobody waits for changes nothing. */
  answer(clientOrderId: ClientOrderId, answer: UnknownAnswer): UnknownWork {
    const open = this.#cases.get(clientOrderId)
    return join(open === undefined ? [] : [this.#step(open, answer)])
  }

  #step(open: UnknownCase, input: UnknownInput): UnknownWork {
    const { next, question, event } = stepUnknown(open, input, this.#options)
    const { clientOrderId } = open.order
    if (next === undefined) this.#cases.delete(clientOrderId)
    else this.#cases.set(clientOrderId, next)
    return {
      questions: question === undefined ? [] : [question],
      events: event === undefined ? [] : [event],
    }
  }
}

function join(work: readonly UnknownWork[]): UnknownWork {
  return {
    questions: work.flatMap(({ questions }) => questions),
    events: work.flatMap(({ events }) => events),
  }
}
