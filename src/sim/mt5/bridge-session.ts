import type { TimerHandle } from '../../runtime/ports.ts'
import type { HostConnection } from '../../runtime/virtual/host.ts'
import type { SimPeer } from '../fault-link.ts'
import type { LiveInstrument } from '../live-instrument.ts'
import { repeat } from '../sim-ports.ts'
import { heartbeatMessage, helloMessage, symbolRow, tickRow, ticksMessage } from './messages.ts'
import type { Terminal, TerminalTick } from './terminal.ts'

/** Ticks of a symbol on one connection: how many were numbered, and those that wait for the next message. */
interface Feed {
  next: number
  readonly waiting: TerminalTick[]
}

type Request = Readonly<Record<string, unknown>>

const BYE = 1000
const EARLIEST_MS = 0

/** One connection of the bridge: hello, welcome, then ticks by number, and history for who lost some. */
export class BridgeSession implements HostConnection {
  readonly #terminal: Terminal
  readonly #peer: SimPeer
  readonly #feeds = new Map<LiveInstrument, Feed>()
  readonly #described = new Set<LiveInstrument>()
  readonly #timers: TimerHandle[] = []
  readonly #stopTicks: () => void
  #isWelcome = false

  /** Says hello. */
  constructor(terminal: Terminal, peer: SimPeer) {
    this.#terminal = terminal
    this.#peer = peer
    const { timers } = terminal.ports
    peer.control(helloMessage(terminal))
    this.#stopTicks = terminal.onTick((live, tick) => this.#feeds.get(live)?.waiting.push(tick))
    this.#timers.push(
      timers.after(terminal.limits.welcomeWithinMs, () => {
        if (!this.#isWelcome) peer.close(BYE, 'no welcome')
      }),
    )
  }

  /** Tells the client something beside its ticks. */
  tell(message: object): void {
    if (this.#isWelcome) this.#peer.control(JSON.stringify(message))
  }

  /** Says how it stands, before its time. */
  beat(): void {
    if (!this.#isWelcome) return
    const queued = [...this.#feeds.values()].reduce((sum, { waiting }) => sum + waiting.length, 0)
    this.#peer.control(heartbeatMessage(this.#terminal, queued))
  }

  /** {@inheritDoc HostConnection.onMessage} */
  onMessage(data: Uint8Array): void {
    const request = readRequest(data)
    switch (request?.['t']) {
      case 'welcome':
        return this.#onWelcome(request)
      case 'bye':
        return this.#peer.close(BYE, String(request['why']))
      case 'sub':
        return this.#isWelcome ? this.#subscribe(request) : this.#error(request, 'BAD_MSG')
      case 'unsub':
        return this.#unsubscribe(request)
      case 'hist':
        return this.#isWelcome ? this.#history(request) : this.#error(request, 'BAD_MSG')
      default:
        return this.#error(request, 'BAD_MSG')
    }
  }

  /** {@inheritDoc HostConnection.onPingPong} */
  onPingPong(): void {
    // The contract has its own signs of life.
  }

  /** {@inheritDoc HostConnection.onClose} */
  onClose(): void {
    for (const timer of this.#timers) timer.cancel()
    this.#stopTicks()
    this.#feeds.clear()
    this.#isWelcome = false
  }

  #onWelcome(request: Request): void {
    if (this.#isWelcome) return
    this.#isWelcome = true
    const { ports, limits } = this.#terminal
    this.#timers.push(
      repeat(ports.timers, Number(request['hb']) || 5000, () => this.beat()),
      repeat(ports.timers, limits.batchMs, () => this.#flush()),
    )
  }

  #subscribe(request: Request): void {
    const ok: string[] = []
    const err: Record<string, string> = {}
    for (const symbol of symbolsOf(request)) {
      const live = this.#terminal.find(symbol)
      if (live === undefined) err[symbol] = 'unknown symbol'
      else {
        ok.push(symbol)
        const feed = this.#feeds.get(live) ?? { next: 1, waiting: [] }
        this.#feeds.set(live, feed)
        const from = Number(request['from'])
        if (from > 0) feed.waiting.push(...this.#terminal.ticks(live, from, Number.MAX_VALUE))
      }
    }
    this.#peer.control(JSON.stringify({ t: 'subd', id: request['id'], ok, err }))
    for (const symbol of ok) {
      const live = this.#terminal.find(symbol)
      if (live === undefined || this.#described.has(live)) continue
      this.#described.add(live)
      this.#peer.control(JSON.stringify(symbolRow(live)))
    }
  }

  #unsubscribe(request: Request): void {
    const symbols = symbolsOf(request)
    for (const symbol of symbols) {
      const live = this.#terminal.find(symbol)
      if (live !== undefined) this.#feeds.delete(live)
    }
    this.#peer.control(JSON.stringify({ t: 'subd', id: request['id'], ok: symbols, err: {} }))
  }

  #history(request: Request): void {
    const { id, s } = request
    const live = this.#terminal.find(String(s))
    const [from, to] = [Number(request['from']), Number(request['to'])]
    if (live === undefined) return this.#error(request, 'UNKNOWN_SYMBOL')
    if (!this.#terminal.isConnected) return this.#error(request, 'TERMINAL_OFFLINE')
    const kept = this.#terminal.ticks(live, EARLIEST_MS, Number.MAX_VALUE)
    if (!(from >= (kept[0]?.tm ?? Number.NaN))) return this.#error(request, 'NO_HISTORY')
    const found = kept.filter(({ tm }) => tm >= from && tm <= to)
    const most = this.#terminal.limits.ticksPerMessage
    for (let at = 0; at < found.length; at += most) {
      const k = found.slice(at, at + most).map(tickRow)
      this.#peer.data(JSON.stringify({ t: 'ticks', s, id, k }), `hist:${String(s)}`)
    }
    this.#peer.data(JSON.stringify({ t: 'histend', id, count: found.length }), `hist:${String(s)}`)
  }

  #flush(): void {
    const most = this.#terminal.limits.ticksPerMessage
    for (const [{ spec }, feed] of this.#feeds) {
      while (feed.waiting.length > 0) {
        const ticks = feed.waiting.splice(0, most)
        this.#peer.data(ticksMessage(spec.symbol, feed.next, ticks), `ticks:${spec.symbol}`)
        feed.next += ticks.length
      }
    }
  }

  #error(request: Request | undefined, code: string): void {
    const id = request?.['id']
    const msg = code.toLowerCase().replace('_', ' ')
    const head = id === undefined ? { t: 'err' } : { t: 'err', id }
    this.#peer.control(JSON.stringify({ ...head, code, msg }))
  }
}

function readRequest(data: Uint8Array): Request | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(data))
    return typeof value === 'object' && value !== null ? (value as Request) : undefined
  } catch {
    // What is no JSON is answered as a bad message.
    return undefined
  }
}

function symbolsOf({ s }: Request): readonly string[] {
  return Array.isArray(s) ? s.map(String) : []
}
