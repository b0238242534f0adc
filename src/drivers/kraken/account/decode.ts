import type {
  AccountDecoder,
  AccountEvent,
  AccountId,
  FrameFault,
  FrameOutcome,
  InstrumentTable,
} from '../../../core/index.ts'
import type { JsonObject } from '../../../wire/index.ts'
import { arrayAt, asObject, optionalIntegerAt, optionalTextAt } from '../../kit/fields.ts'
import { readBalance } from './balances.ts'
import { type ExecutionContext, readExecution } from './executions.ts'
import { KnownOrders } from './known-orders.ts'
import { PrivateSequence } from './private-sequence.ts'
import { aside, eventsOr, type PrivateRead, PrivateVerdict } from './private-verdict.ts'

const ANSWERS = new Set(['subscribe', 'unsubscribe', 'pong'])

/** Reads the frames of one connection to spot's private stream. docs/venues/kraken.md §Trading. */
export class SpotAccountDecoder implements AccountDecoder {
  readonly #account: AccountId
  readonly #table: InstrumentTable
  readonly #orders = new KnownOrders()
  readonly #sequence = new PrivateSequence()
  readonly #verdict = new PrivateVerdict()

  /** A decoder that has seen nothing. */
  constructor(account: AccountId, table: InstrumentTable) {
    this.#account = account
    this.#table = table
  }

  get ignoredReason(): string {
    return this.#verdict.ignoredReason
  }

  get fault(): FrameFault | undefined {
    return this.#verdict.fault
  }

  decode(
    frame: Uint8Array,
    localTimeUs: number,
    tell: (event: AccountEvent) => void,
  ): FrameOutcome {
    return this.#verdict.take(frame, (message) => this.#read(message, localTimeUs), tell)
  }

  #read(message: JsonObject, localTimeUs: number): PrivateRead {
    if ('Error' in message) return { outcome: 'control' }
    const method = optionalTextAt(message, 'method')
    if (method !== undefined) {
      return ANSWERS.has(method) ? { outcome: 'control' } : aside('answer to an order by socket')
    }
    const channel = optionalTextAt(message, 'channel')
    switch (channel) {
      case 'heartbeat':
        return { outcome: 'control' }
      case 'executions':
      case 'balances':
        return this.#rows(channel, message, localTimeUs)
      case 'status':
        return aside('status of the system is told by the public stream')
      case undefined:
        return aside('message names no channel')
      default:
        return aside(`channel ${channel.slice(0, 40)} is not carried`)
    }
  }

  #rows(channel: 'executions' | 'balances', message: JsonObject, localTimeUs: number): PrivateRead {
    const isSnapshot = optionalTextAt(message, 'type') === 'snapshot'
    const sequence = optionalIntegerAt(message, 'sequence')
    const rows = arrayAt(message, 'data').map((row) => asObject(row, 'data'))
    const verdict = this.#sequence.judge(channel, sequence, isSnapshot)
    if (verdict === 'old') return aside('message was told before')
    const jump =
      verdict === 'jump' ? [this.#missed(`${channel} jumped to ${sequence}`, localTimeUs)] : []
    const events =
      channel === 'balances'
        ? rows.flatMap((row) => readBalance(row, this.#account, localTimeUs))
        : rows.flatMap((row) => this.#execution(row, isSnapshot, localTimeUs))
    return eventsOr('nothing of it is traded here', [...jump, ...events])
  }

  #execution(row: JsonObject, isSnapshot: boolean, localTimeUs: number): readonly AccountEvent[] {
    const context: ExecutionContext = {
      account: this.#account,
      table: this.#table,
      orders: this.#orders,
      localTimeUs,
    }
    // A snapshot lists open orders, each with whatever was its last execution.
    const read = readExecution(isSnapshot ? { ...row, exec_type: 'new' } : row, context)
    switch (read.type) {
      case 'event':
        return [read.event]
      case 'unreadable':
        return [this.#missed(read.detail, localTimeUs)]
      case 'nothing':
        return []
    }
  }

  #missed(detail: string, timeUs: number): AccountEvent {
    return { type: 'missed', account: this.#account, detail, timeUs }
  }
}
