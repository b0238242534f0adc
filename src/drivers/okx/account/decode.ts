import {
  type AccountDecoder,
  type AccountEvent,
  type AccountId,
  CrossbookError,
  type FrameFault,
  type FrameOutcome,
  type Instrument,
  type InstrumentTable,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { arrayAt, asObject, isObject, optionalTextAt, parseJson, textAt } from '../../kit/fields.ts'
import { kindOfName } from '../symbols.ts'
import { balancesOf, positionOf } from './account-rows.ts'
import { stopEventsOf } from './algo-pushes.ts'
import { orderEventsOf } from './order-pushes.ts'
import { ToldOnce } from './told-once.ts'

/** The literal `pong`; nothing else of four bytes is a frame. */
const PONG_BYTES = 4

const CHANNELS: ReadonlySet<string> = new Set(['orders', 'orders-algo', 'account', 'positions'])

/** Reads the private frames of one connection. docs/venues/okx.md §Trading. */
export class OkxAccountDecoder implements AccountDecoder {
  readonly #account: AccountId
  readonly #table: InstrumentTable
  readonly #once = new ToldOnce()
  #ignoredReason = ''
  #fault: FrameFault | undefined

  /** A decoder; symbols are looked up in `table`, and rows of others are left aside. */
  constructor(account: AccountId, table: InstrumentTable) {
    this.#account = account
    this.#table = table
  }

  get ignoredReason(): string {
    return this.#ignoredReason
  }

  get fault(): FrameFault | undefined {
    return this.#fault
  }

  decode(
    frame: Uint8Array,
    localTimeUs: number,
    tell: (event: AccountEvent) => void,
  ): FrameOutcome {
    if (frame.length === PONG_BYTES) return 'control'
    try {
      const message = asObject(parseJson(frame), 'message')
      if (message['event'] !== undefined) return 'control'
      const { arg } = message
      if (!isObject(arg)) return this.#ignore('it is no push')
      const channel = optionalTextAt(arg, 'channel') ?? ''
      if (!CHANNELS.has(channel)) return this.#ignore('channel is not carried')
      const rows = arrayAt(message, 'data').map((row) => asObject(row, 'row'))
      const events = rows.flatMap((row) => this.#eventsOf(channel, row, localTimeUs))
      this.#once.keep()
      if (events.length === 0) return this.#ignore('it was told before, or is of nothing listed')
      for (const event of events) tell(event)
      return 'event'
    } catch (error) {
      this.#once.undo()
      if (!(error instanceof CrossbookError)) throw error
      const offsetBytes = Number(error.context['offsetBytes'] ?? 0)
      this.#fault = { code: 'MALFORMED_FRAME', message: error.message, offsetBytes }
      return 'fault'
    }
  }

  #eventsOf(channel: string, row: JsonObject, timeUs: number): readonly AccountEvent[] {
    const account = this.#account
    if (channel === 'account') return balancesOf(row, account, timeUs)
    const instrument = this.#instrumentOf(row)
    if (instrument === undefined) return []
    if (channel === 'positions') {
      // What was bought of a pair on margin is a balance of its base.
      return instrument.market === 'spot' ? [] : [positionOf(row, account, instrument, timeUs)]
    }
    const push = { row, account, instrument, timeUs, once: this.#once }
    return channel === 'orders' ? orderEventsOf(push) : stopEventsOf(push)
  }

  /** Orders of a pair on margin are of the pair: what counts is the symbol. */
  #instrumentOf(row: JsonObject): Instrument | undefined {
    const symbol = textAt(row, 'instId')
    const market = kindOfName(symbol)
    if (market !== 'spot' && market !== 'futures') return undefined
    return this.#table.bySymbol(market, symbol)?.instrument
  }

  #ignore(reason: string): FrameOutcome {
    this.#ignoredReason = reason
    return 'ignored'
  }
}
