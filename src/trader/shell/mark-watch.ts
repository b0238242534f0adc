import type { Ports, TimerHandle } from '../../runtime/ports.ts'
import type { MissingMark, Portfolio } from '../portfolio/index.ts'
import type { TraderEvent } from './trader-event.ts'

/** What a {@link MarkWatch} is made of. */
export interface MarkWatchParts {
  /** What is held, and what of it has no mark. */
  readonly portfolio: Pick<Portfolio, 'equity'>
  /** Timers, and the log. */
  readonly ports: Pick<Ports, 'timers' | 'log'>
  /** Told of each that has none, once. */
  readonly tell: (event: TraderEvent) => void
}

/** How often it looks, in ms. What has no mark twice in a row is told: the first marks of a trader take a moment. */
const LOOK_MS = 10_000

/** Says what is held that nothing prices: loss limits do not see what is lost in it. */
export class MarkWatch {
  readonly #parts: MarkWatchParts
  readonly #told = new Set<string>()
  #last: ReadonlySet<string> = new Set()
  #timer: TimerHandle | undefined

  /** Looks at nothing before {@link start}. */
  constructor(parts: MarkWatchParts) {
    this.#parts = parts
  }

  /** Looks from now on. */
  start(): void {
    this.#timer = this.#parts.ports.timers.after(LOOK_MS, () => {
      this.#look()
      this.start()
    })
  }

  /** Looks no more. Idempotent. */
  stop(): void {
    this.#timer?.cancel()
  }

  #look(): void {
    const { missing } = this.#parts.portfolio.equity()
    for (const each of missing) {
      const name = nameOf(each)
      if (!this.#last.has(name) || this.#told.has(name)) continue
      this.#told.add(name)
      this.#say(each, name)
    }
    this.#last = new Set(missing.map(nameOf))
  }

  #say(missing: MissingMark, name: string): void {
    const { ports, tell } = this.#parts
    const detail = `${name} is held, and no market of a strategy prices it: daily loss and drawdown do not see what is lost in it`
    ports.log.warn('Something that is held has no mark', () => ({ detail }))
    tell({ type: 'markMissing', missing, detail })
  }
}

function nameOf(missing: MissingMark): string {
  if (missing.type === 'asset') return missing.asset
  const { venue, product, symbol } = missing.instrument
  return `${symbol} (${product}) of ${venue}`
}
