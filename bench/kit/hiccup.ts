/** What a spinning thread loses to the rest of the machine: how far a time here can be trusted. */
export interface Hiccup {
  /** Share of the time that went to others, in percent. */
  readonly lostPercent: number
  /** Longest gap in µs. */
  readonly longestUs: number
}

/** Spins for `ms` and looks for gaps in its own clock. */
export function hiccup(ms = 1_000): Hiccup {
  const start = process.hrtime.bigint()
  let last = start
  let lost = 0
  let longest = 0
  while (last - start < BigInt(ms) * 1_000_000n) {
    const now = process.hrtime.bigint()
    const gap = Number(now - last)
    last = now
    if (gap < 20_000) continue
    lost += gap
    longest = Math.max(longest, gap)
  }
  return { lostPercent: lost / ms / 1e4, longestUs: Math.round(longest / 1000) }
}

/** The meter's reading as text. */
export function hiccupText(readings: readonly Hiccup[]): string {
  const lost = Math.max(...readings.map(({ lostPercent }) => lostPercent))
  const longest = Math.max(...readings.map(({ longestUs }) => longestUs))
  return `a spinning thread lost up to ${lost.toFixed(1)} %, in gaps of up to ${(longest / 1000).toFixed(1)} ms`
}
