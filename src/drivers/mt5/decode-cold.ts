import type { Instrument, InstrumentTable, OwnedMarketEvent } from '../../core/index.ts'
import type { JsonObject } from '../../wire/index.ts'
import { type ColdResult, coldFault, ignored } from '../kit/cold.ts'
import { eventHead } from '../kit/event-head.ts'
import { asObject, integerAt, optionalIntegerAt, optionalTextAt, parseJson } from '../kit/fields.ts'
import { refusalOf } from './hello.ts'
import { readSymbol } from './instruments.ts'
import type { Mt5Options, ServerClock } from './options.ts'
import { FACTS } from './venue.ts'

const CONTROL: ColdResult = { outcome: 'control' }

/** Reads what is not ticks: who the bridge is, its clock, symbols, gaps. Clear before fast. */
export class ColdDecoder {
  readonly #table: InstrumentTable
  readonly #options: Mt5Options
  readonly #clock: ServerClock
  #isTrusted: boolean
  #isTerminalOnline = true

  /** A decoder that sets the clock as the bridge tells it. */
  constructor(table: InstrumentTable, options: Mt5Options, clock: ServerClock) {
    this.#table = table
    this.#options = options
    this.#clock = clock
    this.#isTrusted = options.token === undefined
  }

  /** Whether the bridge has shown what it must. */
  get isTrusted(): boolean {
    return this.#isTrusted
  }

  /** Reads one message. */
  decode(frame: Uint8Array, localTimeUs: number): ColdResult {
    try {
      const message = asObject(parseJson(frame), 'message')
      const type = optionalTextAt(message, 't') ?? ''
      if (type === 'hello') return this.#onHello(message)
      if (!this.#isTrusted) return ignored('the bridge has not shown the token')
      return this.#read(type, message, localTimeUs)
    } catch (error) {
      return coldFault(error)
    }
  }

  #read(type: string, message: JsonObject, localTimeUs: number): ColdResult {
    switch (type) {
      case 'hb':
        return this.#onHeartbeat(message, localTimeUs)
      case 'sym':
        return this.#onSymbol(message, localTimeUs)
      case 'gap':
        return this.#onGap(message, localTimeUs)
      case 'subd':
      case 'err':
      case 'bye':
        return CONTROL
      case 'book':
        return ignored('market depth is not asked for')
      case '':
        return ignored('message has no type')
      default:
        return ignored('message is of a type that no bridge sends')
    }
  }

  #onHello(message: JsonObject): ColdResult {
    const srvOff = integerAt(message, 'srvOff')
    const isWelcome = refusalOf(message, this.#options) === undefined
    // A second hello cannot take trust away from what was read, but it can show that the bridge is another one.
    this.#isTrusted = isWelcome
    if (isWelcome) this.#clock.set(srvOff)
    return CONTROL
  }

  #onHeartbeat(message: JsonObject, localTimeUs: number): ColdResult {
    this.#clock.set(integerAt(message, 'srvOff'))
    const isOnline = message['connected'] !== false
    if (isOnline === this.#isTerminalOnline) return CONTROL
    this.#isTerminalOnline = isOnline
    const detail = isOnline ? 'the terminal is connected' : 'the terminal is not connected'
    const venueTimeUs = optionalIntegerAt(message, 'now')
    return this.#status(isOnline ? 'online' : 'degraded', detail, localTimeUs, venueTimeUs)
  }

  /** `now` is UTC, as all times but those of ticks. */
  #status(
    status: 'online' | 'degraded',
    detail: string,
    localTimeUs: number,
    nowMs?: number,
  ): ColdResult {
    const time = nowMs === undefined ? {} : { venueTimeUs: nowMs * 1000 }
    const head = { type: 'venueStatus', venue: FACTS.venue, localTimeUs, ...time } as const
    return { outcome: 'event', events: [{ ...head, status, detail: detail.slice(0, 200) }] }
  }

  /** What the listing has called a symbol it is called for good. */
  #onSymbol(message: JsonObject, localTimeUs: number): ColdResult {
    const told = readSymbol(message, this.#options)
    const known = this.#table.bySymbol('spot', told.symbol)
    const instrument: Instrument =
      known === undefined || known.instrument.isInferred
        ? told
        : Object.freeze({
            ...told,
            pair: known.instrument.pair,
            base: known.instrument.base,
            quote: known.instrument.quote,
          })
    const event: OwnedMarketEvent = {
      type: 'instrumentChanged',
      ...eventHead(instrument, undefined, localTimeUs),
      reason: 'listing',
      instrument,
      priceScale: Math.max(instrument.priceScale, known?.priceScale ?? 0),
      sizeScale: Math.max(instrument.sizeScale, known?.sizeScale ?? 0),
    }
    return { outcome: 'event', events: [event] }
  }

  /** Ticks that the bridge itself could not get: said once, and marked by nothing but this. */
  #onGap(message: JsonObject, localTimeUs: number): ColdResult {
    const symbol = optionalTextAt(message, 's') ?? 'all symbols'
    const why = optionalTextAt(message, 'why') ?? 'no reason'
    const span = ['from', 'to'].map((key) => {
      const timeUs = this.#clock.toUtcUs(integerAt(message, key))
      return Number.isNaN(timeUs) ? 'unknown' : String(timeUs)
    })
    const detail = `no ticks of ${symbol} from ${span.join(' to ')} µs: ${why}`
    return this.#status('degraded', detail, localTimeUs)
  }
}
