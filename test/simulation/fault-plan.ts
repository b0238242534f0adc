import type { SeededRandom } from '../../src/runtime/virtual/index.ts'
import type { Fault, FaultRecord, FaultRule, FaultScript } from '../../src/sim/index.ts'
import type { Listed, VenueKit } from './venue-kit.ts'

/** A name for what a fault does, for counting: `corrupt digit`, `status 429`, `drop`. */
export function faultName(fault: Fault): string {
  if (fault.kind === 'corrupt') return `corrupt ${fault.how}`
  if (fault.kind === 'status') return `status ${fault.status}`
  if (fault.kind === 'stall' && fault.forMs === undefined) return 'stall for good'
  return fault.kind
}

/**
 * Draws a venue's fault script: of each kind of fault that its protocol can detect, now and then, until `chaosMs`.
 *
 * Frame faults strike by chance within a window. What chance left out is made good at the end of the chaos: see
 * `missedFaults`. `always` is the instrument whose book is wanted at all times.
 */
export function drawFaults(
  random: SeededRandom,
  kit: VenueKit,
  always: Listed | undefined,
  chaosMs: number,
): FaultScript {
  const rules: FaultRule[] = []
  const until = { untilMs: chaosMs }
  for (const { fault, probability, most } of frameFaults(random)) {
    const fromMs = Math.round(random.between(0.05, 0.6) * chaosMs)
    const untilMs = Math.round(fromMs + random.between(0.15, 0.4) * chaosMs)
    rules.push({ fault, when: { probability, most, fromMs, untilMs } })
  }
  for (const host of kit.checksumHosts) {
    const fault = { kind: 'corrupt', how: 'digit' } as const
    const when = { probability: 0.02, most: 4, fromMs: Math.round(0.2 * chaosMs), ...until }
    if (random.chance(0.6) && always?.bookHost === host)
      rules.push({ fault, when, where: { host, contains: 'book' } })
  }
  if (random.chance(0.5)) {
    const status = random.chance(0.5) ? 503 : 429
    rules.push({
      fault: { kind: 'refuse', status },
      when: { fromNth: 1 + random.below(2), most: 1 + random.below(3), ...until },
    })
  }
  // A venue that lists everything in one call, and sends its books by the stream, may never be asked a second time.
  const products = kit.driver.facts.products.map(({ id }) => id)
  const calls = kit.driver.rest.instruments(products).length
  for (const fault of httpFaults(random)) {
    const when = {
      fromNth: Math.min(calls, 1 + random.below(2)),
      most: 1 + random.below(2),
      ...until,
    }
    rules.push({ fault, when })
  }
  if (kit.snapshotPath !== undefined && random.chance(0.6)) {
    const ageMs = Math.round(random.between(500, 20_000))
    // Venues may have books of both kinds: then the one that is wanted at all times says whether snapshots are fetched.
    if (always?.isJoined === true)
      rules.push({
        fault: { kind: 'oldSnapshot', ageMs },
        when: { most: 1 + random.below(3), ...until },
        where: { contains: kit.snapshotPath },
      })
  }
  if (random.chance(0.4)) {
    const fromMs = Math.round(random.between(0.1, 0.5) * chaosMs)
    const skewMs = Math.round(random.between(-4_000, 4_000))
    const untilMs = Math.min(chaosMs, fromMs + 40_000)
    rules.push({ fault: { kind: 'clockSkew', skewMs }, when: { fromMs, untilMs } })
  }
  return rules
}

/** The faults of a script of which no one of the kind has struck. */
export function missedFaults(
  script: FaultScript,
  log: readonly FaultRecord[],
): readonly FaultRule[] {
  const struck = new Set(log.map(({ fault }) => faultName(fault)))
  return script.filter(({ fault }) => !struck.has(faultName(fault)))
}

interface DrawnFault {
  readonly fault: Fault
  readonly probability: number
  readonly most: number
}

function frameFaults(random: SeededRandom): readonly DrawnFault[] {
  const ms = (least: number, most: number): number => Math.round(random.between(least, most))
  const often = random.between(0.002, 0.01)
  const all: readonly DrawnFault[] = [
    { fault: { kind: 'delay', delayMs: ms(20, 3_000) }, probability: often, most: 12 },
    { fault: { kind: 'double' }, probability: often, most: 20 },
    { fault: { kind: 'reorder', behind: 1 + random.below(3) }, probability: often, most: 10 },
    { fault: { kind: 'corrupt', how: 'syntax' }, probability: 0.003, most: 4 },
    { fault: { kind: 'corrupt', how: 'byte' }, probability: 0.003, most: 4 },
    { fault: { kind: 'truncate' }, probability: 0.003, most: 4 },
    {
      fault: { kind: 'stall', forMs: ms(1_000, 15_000), keepsPings: random.chance(0.5) },
      probability: 0.003,
      most: 2,
    },
    { fault: { kind: 'stall' }, probability: 0.003, most: 1 },
    { fault: { kind: 'cutMidFrame' }, probability: 0.003, most: 2 },
    { fault: { kind: 'disconnect', code: 1000 + random.below(4) }, probability: 0.003, most: 2 },
  ]
  const drop: DrawnFault = { fault: { kind: 'drop' }, probability: often, most: 12 }
  return [drop, ...all.filter(() => random.chance(0.5))]
}

function httpFaults(random: SeededRandom): readonly Fault[] {
  const seconds = (): { readonly retryAfterSeconds?: number } =>
    random.chance(0.7) ? { retryAfterSeconds: 1 + random.below(8) } : {}
  const all: readonly Fault[] = [
    { kind: 'status', status: 429, ...seconds() },
    { kind: 'status', status: 418, retryAfterSeconds: 2 + random.below(20) },
    { kind: 'status', status: random.chance(0.5) ? 500 : 503 },
    { kind: 'silence' },
    { kind: 'cut' },
    { kind: 'slow', delayMs: Math.round(random.between(200, 6_000)) },
  ]
  return all.filter(() => random.chance(0.3))
}
