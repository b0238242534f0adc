import type { LiveInstrument } from '../live-instrument.ts'
import type { Terminal, TerminalTick } from './terminal.ts'

/** The first message of a bridge. */
export function helloMessage(terminal: Terminal): string {
  return JSON.stringify({
    t: 'hello',
    v: 1,
    bridge: 'simulated/1.0',
    term: {
      build: 5260,
      company: 'Broker Ltd',
      server: 'Broker-Demo',
      login: 1_234_567,
      connected: terminal.isConnected,
    },
    srvOff: terminal.srvOff,
    now: terminal.nowMs(),
    token: terminal.token,
  })
}

/** What a bridge says of itself. */
export function heartbeatMessage(terminal: Terminal, queued: number): string {
  const { srvOff, isConnected: connected } = terminal
  return JSON.stringify({ t: 'hb', now: terminal.nowMs(), srvOff, connected, lag: 12, q: queued })
}

/** A symbol's terms. */
export function symbolRow({ spec }: LiveInstrument): Readonly<Record<string, unknown>> {
  const isTraded = spec.product === 'traded'
  return {
    t: 'sym',
    s: spec.symbol,
    digits: spec.tickDigits,
    point: spec.tickSize,
    tick: spec.tickSize,
    lot: isTraded ? 1 : 100_000,
    vmin: spec.lotSize,
    vstep: spec.lotSize,
    vmax: '500',
    base: spec.base,
    quote: spec.quote,
    chart: isTraded ? 1 : 0,
    mode: Number(spec.status ?? 4),
    path: isTraded ? `Shares\\${spec.symbol}` : `Forex\\Majors\\${spec.symbol}`,
  }
}

/** A tick in the order of a batch's row. */
export function tickRow({ tm, b, a, l, v, vr, f }: TerminalTick): readonly unknown[] {
  return [tm, b, a, l, v, vr, f]
}

/** Ticks of one symbol: one by itself, several as a batch; `n` is the number of the first. */
export function ticksMessage(s: string, n: number, ticks: readonly TerminalTick[]): string {
  const [one] = ticks
  return ticks.length === 1
    ? JSON.stringify({ t: 'tick', s, n, ...one })
    : JSON.stringify({ t: 'ticks', s, n, k: ticks.map(tickRow) })
}
