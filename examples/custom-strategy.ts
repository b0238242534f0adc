// A strategy of one's own: it buys what fell below its moving average, and closes once it is back. It decides on a view, and
// can do nothing else. docs/guides/strategies.md says how it is run.
import { mid } from 'crossbook'
import { type IndicatorState, Sma } from 'crossbook/market'
import { defineStrategy, type Signal, type Strategy, type StrategyView } from 'crossbook/trader'
import { z } from 'zod'

const params = z.object({
  period: z.number().int().min(2).default(50),
  dipBps: z.number().positive().default(20),
})

class DipBuyer implements Strategy {
  readonly #average: Sma
  readonly #dipBps: number

  constructor({ period, dipBps }: z.infer<typeof params>) {
    this.#average = new Sma(period)
    this.#dipBps = dipBps
  }

  evaluate(view: StrategyView): Signal {
    const [leg] = view.legs
    const book = leg && view.book(leg.instrument)
    if (leg === undefined || book?.state !== 'live') return { type: 'none' }
    const price = mid(book)?.toNumber() ?? Number.NaN
    if (!this.#average.update(price) || this.#average.value === undefined) return { type: 'none' }
    const fellBps = (1 - price / this.#average.value) * 10_000
    const isHeld = view.position(leg.instrument).quantity.gt(0)
    if (isHeld && fellBps <= 0) return { type: 'close', reason: 'back at the average' }
    if (isHeld || fellBps < this.#dipBps || view.orders().length > 0) return { type: 'none' }
    return { type: 'buy', reason: `${fellBps.toFixed(1)} bps below the average` }
  }

  snapshot = (): IndicatorState => this.#average.snapshot()
  restore = (memory: unknown): void => this.#average.restore(memory as IndicatorState)
}

export const dipBuyer = defineStrategy({ kind: 'dipBuyer', params, create: (p) => new DipBuyer(p) })
