import type { AccountId, ClientOrderId, OrderEvent } from '../../core/index.ts'
import type { Ports, TimerHandle } from '../../runtime/ports.ts'
import type { AccountGateway } from '../gateway/account-gateway.ts'
import {
  type Order,
  type UnknownAnswer,
  type UnknownOptions,
  type UnknownQuestion,
  UnknownResolver,
  type UnknownWork,
} from '../oms/index.ts'

/** What an {@link UnknownDesk} is made of. */
export interface UnknownDeskParts {
  /** How venues are asked. */
  readonly options: UnknownOptions
  /** Ways to the accounts. */
  readonly gateways: ReadonlyMap<AccountId, AccountGateway>
  /** Clock and timers. */
  readonly ports: Pick<Ports, 'wallClock' | 'timers'>
  /** Takes answers, each after what the venue told with it. */
  readonly tellAnswer: (clientOrderId: ClientOrderId, answer: UnknownAnswer) => void
  /** Takes proofs that orders are not there. */
  readonly tellEvent: (event: OrderEvent) => void
}

/** Has the venues asked about orders of which nobody can say what became, until their evidence says it. */
export class UnknownDesk {
  readonly #parts: UnknownDeskParts
  readonly #resolver: UnknownResolver
  #timer: TimerHandle | undefined
  #isClosed = false

  /** Asks nothing yet. @throws ConfigError `INVALID_OPTIONS` */
  constructor(parts: UnknownDeskParts) {
    this.#parts = parts
    this.#resolver = new UnknownResolver(parts.options)
  }

  /** How many orders are asked about. */
  get size(): number {
    return this.#resolver.cases.size
  }

  /** Takes an order as it is now. */
  observe(order: Order): void {
    this.#resolver.observe(order, this.#nowUs())
    this.#arm()
  }

  /** Takes an answer in its turn. */
  answer(clientOrderId: ClientOrderId, answer: UnknownAnswer): void {
    this.#do(this.#resolver.answer(clientOrderId, answer))
  }

  /** Asks no more. Idempotent. */
  close(): void {
    this.#isClosed = true
    this.#timer?.cancel()
  }

  #do({ questions, events }: UnknownWork): void {
    for (const question of questions) this.#ask(question)
    for (const event of events) this.#parts.tellEvent(event)
    this.#arm()
  }

  #ask(question: UnknownQuestion): void {
    const { gateways, tellAnswer } = this.#parts
    const { clientOrderId, question: number } = question
    const gateway = gateways.get(question.account)
    if (gateway === undefined) {
      // An account that is not configured any more: the order stays unknown, and is asked about again.
      tellAnswer(clientOrderId, { type: 'failed', question: number, timeUs: this.#nowUs() })
      return
    }
    void gateway.ask(question).then((answer) => {
      if (!this.#isClosed) tellAnswer(clientOrderId, answer)
    })
  }

  #arm(): void {
    this.#timer?.cancel()
    this.#timer = undefined
    const { wakeTimeUs } = this.#resolver
    if (wakeTimeUs === undefined || this.#isClosed) return
    const delayMs = Math.max(0, Math.ceil((wakeTimeUs - this.#nowUs()) / 1000))
    this.#timer = this.#parts.ports.timers.after(delayMs, () =>
      this.#do(this.#resolver.pass(this.#nowUs())),
    )
  }

  #nowUs(): number {
    return this.#parts.ports.wallClock.nowUs()
  }
}
