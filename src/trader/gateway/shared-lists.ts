import { type AccountList, ConfigError, type HttpRequest, type RestCall } from '../../core/index.ts'
import type { Ports, TimerHandle } from '../../runtime/ports.ts'

/** What {@link SharedLists} are made of. */
export interface SharedListsParts<Whole> {
  /** Asks the venue; `onLeaving` is told of each page as its question leaves. */
  readonly ask: (
    call: RestCall<AccountList<unknown>>,
    onLeaving: (request: HttpRequest) => void,
  ) => Promise<Whole>
  /** For how long a question's share of the venue's budget has to last, in ms. */
  readonly paceMs: (request: HttpRequest) => number
  /** Clock and timers. */
  readonly ports: Pick<Ports, 'wallClock' | 'timers'>
}

/** A list that was asked for, and has not left yet. */
interface Waiting<Whole> {
  /** How far back it reaches, epoch µs. */
  sinceUs: number
  /** Whether its question is made, so that it reaches no further any more. */
  isMade: boolean
  readonly whole: Promise<Whole>
  readonly close: () => void
}

/**
 * Lists that several want at once: whoever asks before one leaves shares it. Not those who ask later: what is asked for first
 * has to be answered before what is asked for next leaves, or an order could be in neither.
 *
 * A list whose budget is scarce is asked for at the pace that its budget lasts for, instead of all of it in a minute and then
 * nothing for ten: the questions that come meanwhile share the next one.
 */
export class SharedLists<Whole> {
  readonly #parts: SharedListsParts<Whole>
  readonly #waiting = new Map<string, Waiting<Whole>>()
  /** When the next of a kind may leave, epoch µs. */
  readonly #nextUs = new Map<string, number>()

  /** Nothing was asked for yet. */
  constructor(parts: SharedListsParts<Whole>) {
    this.#parts = parts
  }

  /**
   * Asks for a list of a kind that reaches back to a time at least.
   *
   * @throws what the call fails with; ConfigError `CLOSED`
   */
  get(
    kind: string,
    sinceUs: number,
    call: (sinceUs: number) => RestCall<AccountList<unknown>>,
  ): Promise<Whole> {
    const known = this.#waiting.get(kind)
    if (known !== undefined && (!known.isMade || known.sinceUs <= sinceUs)) {
      if (!known.isMade) known.sinceUs = Math.min(known.sinceUs, sinceUs)
      return known.whole
    }
    return this.#start(kind, sinceUs, call)
  }

  /** Refuses what waits for its pace. Idempotent. */
  close(): void {
    for (const { close } of this.#waiting.values()) close()
  }

  #start(
    kind: string,
    sinceUs: number,
    call: (sinceUs: number) => RestCall<AccountList<unknown>>,
  ): Promise<Whole> {
    const { ask } = this.#parts
    const turn = this.#turn(kind)
    const forget = (): void => {
      if (this.#waiting.get(kind) === waiting) this.#waiting.delete(kind)
    }
    const whole = turn.come
      .then(() => {
        waiting.isMade = true
        return ask(call(waiting.sinceUs), (request) => {
          this.#spend(kind, request)
          forget()
        })
      })
      .finally(forget)
    const waiting: Waiting<Whole> = { sinceUs, isMade: false, whole, close: turn.close }
    this.#waiting.set(kind, waiting)
    return whole
  }

  /** When the budget of the lists before has lasted. */
  #turn(kind: string): { readonly come: Promise<void>; readonly close: () => void } {
    const { ports } = this.#parts
    const waitMs = ((this.#nextUs.get(kind) ?? 0) - ports.wallClock.nowUs()) / 1000
    if (waitMs <= 0) return { come: Promise.resolve(), close: () => undefined }
    let timer: TimerHandle | undefined
    let refuse: (error: Error) => void = () => undefined
    const come = new Promise<void>((resolve, reject) => {
      refuse = reject
      timer = ports.timers.after(Math.ceil(waitMs), resolve)
    })
    const close = (): void => {
      timer?.cancel()
      refuse(new ConfigError('CLOSED', 'Waiting to ask for a list: it was closed'))
    }
    return { come, close }
  }

  #spend(kind: string, request: HttpRequest): void {
    const { ports, paceMs } = this.#parts
    const nextUs = Math.max(this.#nextUs.get(kind) ?? 0, ports.wallClock.nowUs())
    this.#nextUs.set(kind, nextUs + paceMs(request) * 1000)
  }
}
