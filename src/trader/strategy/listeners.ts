import type { Instrument, StrategyId } from '../../core/index.ts'
import { isSameInstrument } from './same-instrument.ts'
import type { Seat } from './seat.ts'
import type { MarketInput } from './strategy-event.ts'

type ByType = Record<MarketInput['type'], readonly Seat[]>

/** Who wants to be told of what; worked out once for each instrument object, so that an event costs one look. */
export class Listeners {
  readonly #seats: ReadonlyMap<StrategyId, Seat>
  #known = new WeakMap<Instrument, ByType>()

  constructor(seats: ReadonlyMap<StrategyId, Seat>) {
    this.#seats = seats
  }

  /** The seats that want an event, in their order. Some of them may not run. */
  of({ type, instrument }: Pick<MarketInput, 'type' | 'instrument'>): readonly Seat[] {
    let known = this.#known.get(instrument)
    if (known === undefined) {
      known = {
        book: this.#find('book', instrument),
        bbo: this.#find('bbo', instrument),
        trade: this.#find('trade', instrument),
      }
      this.#known.set(instrument, known)
    }
    return known[type]
  }

  /** Forgets what was worked out: the seats changed. */
  forget(): void {
    this.#known = new WeakMap()
  }

  #find(type: MarketInput['type'], instrument: Instrument): readonly Seat[] {
    return [...this.#seats.values()].filter(
      ({ setup }) =>
        setup.events.includes(type) &&
        setup.legs.some((leg) => isSameInstrument(leg.instrument, instrument)),
    )
  }
}
