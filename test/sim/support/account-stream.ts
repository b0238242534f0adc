import type { AccountEvent, AccountProtocol, InstrumentTable } from '../../../src/core/index.ts'
import type { VirtualRuntime } from '../../../src/runtime/virtual/index.ts'
import { WSPool, type WSPoolOptions } from '../../../src/transport/index.ts'

/** What private sockets need besides the protocol of their account. */
export interface AccountStreamOptions extends Pick<WSPoolOptions, 'ports' | 'stamp' | 'call'> {
  readonly runtime: VirtualRuntime
  readonly protocol: AccountProtocol
  readonly table: InstrumentTable
  readonly products: readonly string[]
}

/** Private sockets, a decoder for each, and all that they told. */
export function openAccountStream({
  runtime,
  protocol,
  table,
  products,
  ...transport
}: AccountStreamOptions) {
  const events: AccountEvent[] = []
  const faults: unknown[] = []
  const rejected: string[] = []
  const decoders = new Map<string, ReturnType<AccountProtocol['createDecoder']>>()
  const pool = new WSPool({
    ...transport,
    driver: protocol,
    environment: 'production',
    // Nothing happens for as long as nobody trades.
    silentMs: 36_000_000,
    firstEventTimeoutMs: 36_000_000,
    onFrame: (frame, localTimeUs, { connection, endpoint }) => {
      const name = `${endpoint} ${connection}`
      const decoder = decoders.get(name) ?? protocol.createDecoder(table, endpoint)
      decoders.set(name, decoder)
      const outcome = decoder.decode(frame, localTimeUs, (event) => events.push(event))
      if (outcome === 'fault') faults.push(decoder.fault)
      return outcome
    },
  })
  pool.on('rejected', ({ error }) => rejected.push(error.code))
  const topics = protocol.topics(products)
  const connect = async (): Promise<void> => {
    pool.subscribe(topics)
    await runtime.run({ forMs: 1_000 })
  }
  const isConnected = (): boolean => topics.every((topic) => pool.isConfirmed(topic))
  /** What was told of a kind since the beginning. */
  const told = <T extends AccountEvent['type']>(type: T) =>
    events.filter((event): event is Extract<AccountEvent, { type: T }> => event.type === type)
  return { pool, events, faults, rejected, connect, isConnected, told }
}
