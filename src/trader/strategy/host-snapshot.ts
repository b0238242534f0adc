import { ConfigError } from '../../core/index.ts'
import type { ResolvedHostOptions } from './host-options.ts'
import { makeStrategy, readMemory, readParams } from './make-strategy.ts'
import type { Roster } from './roster.ts'
import { Seat } from './seat.ts'
import { setupProblems } from './setup-problems.ts'
import type {} from './strategy.ts'
import type { StrategySetup, StrategyState } from './strategy-setup.ts'
import { ownQuestion, plainQuestion } from './thread/plain-question.ts'
import { ThreadStrategy } from './thread/thread-strategy.ts'

/** One strategy of a host, as JSON data. */
export interface SeatSnapshot {
  /** Its setup, with the parameters in force. */
  readonly setup: StrategySetup
  /** Whether it runs. */
  readonly state: StrategyState
  /** Why it does not, in words. */
  readonly why?: string
  /** How often it was started; absent in older snapshots. */
  readonly run?: number
  /** Who added it; absent in older snapshots. */
  readonly addedBy?: string
  /** Its timers: names and times, epoch µs. */
  readonly timers: readonly (readonly [name: string, atUs: number])[]
  /** What it remembers; absent where it has no memory. */
  readonly memory?: unknown
  /** What a strategy in a thread was told after that, or is to be told; absent where nothing. */
  readonly untold?: readonly unknown[]
}

/** A host, as JSON data. */
export interface HostSnapshot {
  /** Version of this layout. */
  readonly version: 1
  /** Time of the last input, epoch µs. */
  readonly nowUs: number
  /** The strategies, in the order in which they were added. */
  readonly seats: readonly SeatSnapshot[]
}

/** Writes a host down. */
export function writeHostSnapshot(seats: Iterable<Seat>, nowUs: number): HostSnapshot {
  const snapshot: HostSnapshot = { version: 1, nowUs, seats: Array.from(seats, writeSeat) }
  // As a file would give it back: what the running host changes later is not in it.
  return JSON.parse(JSON.stringify(snapshot)) as HostSnapshot
}

function writeSeat(seat: Seat): SeatSnapshot {
  const { setup, instance, state, why, run, addedBy } = seat
  const memory = instance === undefined ? undefined : readMemory(instance)
  const past = { run, ...(addedBy !== undefined && { addedBy }) }
  if (memory?.isOk === false)
    return { setup, state: 'faulted', why: `INVALID_MEMORY: ${memory.why}`, ...past, timers: [] }
  return {
    setup,
    state,
    ...(why !== undefined && { why }),
    ...past,
    timers: [...seat.timers],
    ...(memory?.value !== undefined && { memory: memory.value }),
    ...untoldOf(seat),
  }
}

function untoldOf({ instance, setup }: Seat): Pick<SeatSnapshot, 'untold'> {
  const untold = instance instanceof ThreadStrategy ? instance.outbox.untold() : []
  if (untold.length === 0) return {}
  return { untold: untold.map((question) => plainQuestion(question, setup.legs)) }
}

/**
 * Seats the strategies of a snapshot, and says when its last input was. One that cannot be made any more is faulted; the others
 * go on.
 *
 * @throws ConfigError `INVALID_OPTIONS` where it is no snapshot of this version.
 */
export function restoreSeats(
  snapshot: unknown,
  roster: Roster,
  options: ResolvedHostOptions,
): number {
  const { nowUs, seats } = demandSnapshot(snapshot)
  for (const told of seats) {
    const seat = restoreSeat(told, roster, options)
    roster.seats.set(told.setup.strategy, seat)
  }
  return nowUs
}

function restoreSeat(told: SeatSnapshot, roster: Roster, options: ResolvedHostOptions): Seat {
  const { setup, state, why, timers, memory, untold = [], run = 0, addedBy } = told
  const definition = roster.definition(setup.kind)
  if (definition === undefined)
    throw damaged(`a definition of kind ${setup.kind}, which ${setup.strategy} is of`)
  const seat = new Seat(setup, { definition, instance: undefined }, options)
  seat.run = run
  seat.addedBy = addedBy
  if (state === 'faulted') {
    seat.turn('faulted', why)
    return seat
  }
  const params = readParams(definition, setup.params)
  const made = params.isOk ? makeStrategy(definition, params.value, memory) : params
  if (!made.isOk) {
    seat.turn('faulted', `THREW: ${made.why}`)
    return seat
  }
  seat.instance = made.value
  seat.turn(state, why)
  for (const [name, atUs] of timers) seat.timers.set(name, atUs)
  if (made.value instanceof ThreadStrategy)
    for (const plain of untold) made.value.outbox.push(ownQuestion(plain, setup.legs))
  return seat
}

function demandSnapshot(snapshot: unknown): HostSnapshot {
  // Its fields are looked at below; what they hold, the version vouches for.
  const told = snapshot as Partial<HostSnapshot> | null
  if (told?.version !== 1) throw damaged('version 1')
  if (!Number.isSafeInteger(told.nowUs)) throw damaged('nowUs as an integer')
  if (!Array.isArray(told.seats)) throw damaged('a list of seats')
  const seats: readonly SeatSnapshot[] = told.seats
  for (const { setup } of seats) {
    const problems = setupProblems(setup)
    if (problems.length > 0) throw damaged(`setups without problems (${problems.join('; ')})`)
  }
  return { version: 1, nowUs: told.nowUs ?? 0, seats }
}

function damaged(expected: string): ConfigError {
  return new ConfigError(
    'INVALID_OPTIONS',
    `Restoring a strategy host: expected ${expected}; nothing was restored`,
  )
}
