import type { Terminal, Tick } from './terminal.ts'

/** How often ticks are fetched, in ms: `OnTick` loses some, `CopyTicks` on a timer does not. */
const POLL_MS = 20
/** Most ticks of one message. */
const BATCH = 200
const NEVER_ENDING = Number.MAX_SAFE_INTEGER

type Message = Readonly<Record<string, unknown>>

/** A symbol that a client listens to. */
interface Feed {
  /** Number of the next tick: counts up by one from 1. */
  n: number
  /** Time of the last tick sent. */
  lastTm: number
  /** How many ticks of that time were sent: several share one, and `CopyTicks` gives them again. */
  sent: number
}

const rowOf = ({ tm, b, a, l, v, vr, f }: Tick): readonly unknown[] => [tm, b, a, l, v, vr, f]

/**
 * One client of the bridge, in the contract's words; it knows nothing of sockets. Over TCP the same messages are lines.
 */
export class BridgeSession {
  readonly #terminal: Terminal
  readonly #send: (message: Message) => void
  readonly #end: () => void
  readonly #feeds = new Map<string, Feed>()
  readonly #described = new Set<string>()
  #timers: NodeJS.Timeout[] = []

  constructor(
    terminal: Terminal,
    token: string,
    client: { readonly send: (message: Message) => void; readonly end: () => void },
  ) {
    this.#terminal = terminal
    this.#send = client.send
    this.#end = client.end
    const term = { build: 5260, company: 'Made up', server: 'Made-Up', connected: true }
    this.#send({ t: 'hello', v: 1, bridge: 'reference/1.0', term, ...this.#clock(), token })
  }

  /** A message of the client. Commands to trade are none of the contract, so they are refused with the rest. */
  onMessage(message: Message): void {
    switch (message['t']) {
      case 'welcome':
        return this.#start(Number(message['hb']) || 5000)
      case 'bye':
        return this.#end()
      case 'sub':
        return this.#subscribe(message)
      case 'unsub':
        return this.#unsubscribe(message)
      case 'hist':
        return this.#history(message)
      default:
        this.#send({ t: 'err', id: message['id'], code: 'BAD_MSG', msg: 'no such message' })
    }
  }

  /** Stops everything. */
  close(): void {
    for (const timer of this.#timers) clearInterval(timer)
    this.#timers = []
  }

  #clock(): { readonly srvOff: number; readonly now: number } {
    return { srvOff: this.#terminal.srvOff, now: Date.now() }
  }

  #start(everyMs: number): void {
    if (this.#timers.length > 0) return
    const beat = { t: 'hb', connected: true, lag: 0, q: 0 }
    this.#timers = [
      setInterval(() => this.#send({ ...beat, ...this.#clock() }), everyMs),
      setInterval(() => this.#poll(), POLL_MS),
    ]
  }

  #subscribe({ id, s, from }: Message): void {
    const ok: string[] = []
    const err: Record<string, string> = {}
    for (const symbol of symbolsOf(s)) {
      if (!this.#terminal.symbols.has(symbol)) err[symbol] = 'unknown symbol'
      else {
        ok.push(symbol)
        const nowTm = Date.now() + this.#terminal.srvOff * 1000
        const lastTm = Number(from) > 0 ? Number(from) : nowTm
        if (!this.#feeds.has(symbol)) this.#feeds.set(symbol, { n: 1, lastTm, sent: 0 })
      }
    }
    this.#send({ t: 'subd', id, ok, err })
    for (const symbol of ok) {
      const terms = this.#terminal.symbols.get(symbol)
      if (terms !== undefined && !this.#described.has(symbol)) this.#send(terms)
      this.#described.add(symbol)
    }
  }

  #unsubscribe({ id, s }: Message): void {
    for (const symbol of symbolsOf(s)) this.#feeds.delete(symbol)
    this.#send({ t: 'subd', id, ok: symbolsOf(s), err: {} })
  }

  /** New ticks of every symbol: all from the time of the last one on, less those of that time that were sent. */
  #poll(): void {
    for (const [s, feed] of this.#feeds) {
      const found = this.#terminal.copyTicks(s, feed.lastTm, NEVER_ENDING)
      const fresh = found.slice(feed.sent)
      for (let at = 0; at < fresh.length; at += BATCH) {
        const ticks = fresh.slice(at, at + BATCH)
        const [one] = ticks
        if (one !== undefined && ticks.length === 1) this.#send({ t: 'tick', s, n: feed.n, ...one })
        else this.#send({ t: 'ticks', s, n: feed.n, k: ticks.map(rowOf) })
        feed.n += ticks.length
      }
      const last = found.at(-1)
      if (last === undefined) continue
      feed.lastTm = last.tm
      feed.sent = found.filter(({ tm }) => tm === last.tm).length
    }
  }

  #history({ id, s, from, to }: Message): void {
    const symbol = String(s)
    if (!this.#terminal.symbols.has(symbol)) {
      this.#send({ t: 'err', id, code: 'UNKNOWN_SYMBOL', msg: symbol })
      return
    }
    const found = this.#terminal.copyTicks(symbol, Number(from), Number(to))
    for (let at = 0; at < found.length; at += BATCH) {
      this.#send({ t: 'ticks', s: symbol, id, k: found.slice(at, at + BATCH).map(rowOf) })
    }
    this.#send({ t: 'histend', id, count: found.length })
  }
}

function symbolsOf(s: unknown): readonly string[] {
  return Array.isArray(s) ? s.map(String) : []
}
