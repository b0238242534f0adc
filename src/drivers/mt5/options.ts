/** Another name for a broker's symbol. */
export interface SymbolNames {
  /** What is bought and sold. */
  readonly base: string
  /** What a price is quoted in. */
  readonly quote: string
}

/** How far a broker's clock was ahead of UTC until some moment. */
export interface PastOffset {
  /** Moment on the broker's clock, epoch ms as its ticks have it; the offset held before it. */
  readonly untilTm: number
  /** Seconds ahead of UTC. */
  readonly srvOff: number
}

/** Options of {@link mt5}. */
export interface Mt5Options {
  /** Secret that a bridge must show in its first message; one that does not is not listened to. @defaultValue none */
  readonly token?: string
  /** Unified names by the broker's symbol (`EURUSD.m`, `.US500`), above those that the terminal tells. */
  readonly aliases?: Readonly<Record<string, SymbolNames>>
  /** Offsets of the past, oldest first, for ticks from before a change to or from summer time. @defaultValue none */
  readonly pastOffsets?: readonly PastOffset[]
}

/** The broker's clock against UTC. A broker's ticks have the numbers of its clock on the wall as if that were UTC. */
export class ServerClock {
  readonly #past: readonly PastOffset[]
  #offsetMs: number = Number.NaN

  /** Knows the past; what holds now comes with the bridge's first message. */
  constructor(past: readonly PastOffset[] = []) {
    this.#past = past
  }

  /** Takes over how many seconds the clock is ahead now. */
  set(srvOff: number): void {
    this.#offsetMs = srvOff * 1000
  }

  /** A broker's time (ms) as epoch µs; NaN as long as the bridge has not told its offset. */
  toUtcUs(tm: number): number {
    for (const { untilTm, srvOff } of this.#past) {
      if (tm < untilTm) return (tm - srvOff * 1000) * 1000
    }
    return (tm - this.#offsetMs) * 1000
  }
}
