import type { StrategyId } from '../../core/index.ts'
import type {
  AddStrategy,
  ConfigureStrategy,
  ReplaceStrategy,
  StrategyCommand,
} from './host-input.ts'
import type { ResolvedHostOptions } from './host-options.ts'
import { makeStrategy, readMemory, readParams } from './make-strategy.ts'
import { isSameInstrument } from './same-instrument.ts'
import { Seat } from './seat.ts'
import { changeText, setupChanges } from './setup-changes.ts'
import { setupProblems } from './setup-problems.ts'
import type { StrategyDefinition } from './strategy.ts'
import type { StrategySetup } from './strategy-setup.ts'
import type { StrategyLeg } from './strategy-world.ts'
import { ThreadStrategy } from './thread/thread-strategy.ts'

/**
 * What became of a command: it was refused, and nothing changed; or it was carried out, and the strategy is to be told of its
 * `start`, to have its orders cancelled (those of legs that it `left` in any case), or to be stopped for what it `threw`.
 */
export type CarriedOut =
  | { readonly refused: string }
  | ({ readonly seat: Seat; readonly left?: readonly StrategyLeg[] } & (
      | { readonly next: 'start' | 'cancelOrders' | 'nothing' }
      | { readonly next: 'fault'; readonly thrown: unknown }
    ))

/** The strategies of a host, in the order in which they were added, and what commands make of them. */
export class Roster {
  /** By name. */
  readonly seats: Map<StrategyId, Seat> = new Map()
  readonly #definitions: ReadonlyMap<string, StrategyDefinition>
  readonly #options: ResolvedHostOptions

  constructor(options: ResolvedHostOptions) {
    this.#options = options
    this.#definitions = new Map(options.definitions.map((known) => [known.kind, known]))
  }

  /** Carries a command out, or says why not. */
  carryOut(command: StrategyCommand): CarriedOut {
    if (command.type === 'addStrategy') return this.#add(command)
    const seat = this.seats.get(command.strategy)
    if (seat === undefined) return refuse(`there is no strategy ${command.strategy}`)
    switch (command.type) {
      case 'removeStrategy':
        return this.#remove(seat)
      case 'startStrategy':
        return this.#start(seat)
      case 'pauseStrategy':
        if (seat.state !== 'running') return refuse(`it is ${seat.state}`)
        seat.turn('paused', `paused by ${command.by}`)
        return { seat, next: command.orders === 'keep' ? 'nothing' : 'cancelOrders' }
      case 'stopStrategy':
        if (!isAlive(seat)) return refuse(`it is ${seat.state}`)
        seat.turn('stopped', command.why)
        return { seat, next: command.orders === 'keep' ? 'nothing' : 'cancelOrders' }
      case 'configureStrategy':
        return this.#configure(seat, command)
      case 'replaceStrategy':
        return this.#replace(seat, command)
    }
  }

  /** The definition of a kind. */
  definition(kind: string): StrategyDefinition | undefined {
    return this.#definitions.get(kind)
  }

  #add({ setup, by }: AddStrategy): CarriedOut {
    const problems = setupProblems(setup)
    if (problems.length > 0) return refuse(problems.join('; '))
    if (this.seats.has(setup.strategy)) return refuse(`there is a strategy ${setup.strategy}`)
    const definition = this.#definitions.get(setup.kind)
    if (definition === undefined) return this.#unknownKind(setup.kind)
    const params = readParams(definition, setup.params)
    if (!params.isOk) return refuse(params.why)
    const made = makeStrategy(definition, params.value, undefined)
    if (!made.isOk) return refuse(made.why)
    const seat = new Seat(setup, { definition, instance: made.value }, this.#options)
    seat.addedBy = by
    this.seats.set(setup.strategy, seat)
    return { seat, next: 'nothing' }
  }

  #remove(seat: Seat): CarriedOut {
    if (isAlive(seat)) return refuse(`it is ${seat.state}: stop it first`)
    this.seats.delete(seat.setup.strategy)
    return { seat, next: 'nothing' }
  }

  #start(seat: Seat): CarriedOut {
    if (seat.state === 'running') return refuse('it is running')
    if (seat.instance === undefined) {
      const params = readParams(seat.definition, seat.setup.params)
      if (!params.isOk) return refuse(params.why)
      const made = makeStrategy(seat.definition, params.value, undefined)
      if (!made.isOk) return refuse(made.why)
      seat.instance = made.value
    }
    seat.run += 1
    seat.turn('running')
    return { seat, next: 'start' }
  }

  #configure(seat: Seat, { params: told }: ConfigureStrategy): CarriedOut {
    const { definition, instance } = seat
    const params = readParams(definition, told)
    if (!params.isOk) return refuse(params.why)
    if (instance !== undefined && instance.configure === undefined)
      return this.#swap(seat, definition, {
        setup: { ...seat.setup, params: told },
        memory: 'keep',
      })
    seat.setup = { ...seat.setup, params: told }
    try {
      instance?.configure?.(params.value)
      return { seat, next: 'nothing' }
    } catch (thrown) {
      return { seat, next: 'fault', thrown }
    }
  }

  #replace(seat: Seat, command: ReplaceStrategy): CarriedOut {
    const { kind, params = seat.setup.params, memory = 'keep' } = command
    const { strategy } = seat.setup
    const setup = { ...(command.setup ?? seat.setup), strategy, kind, params }
    const done = this.#tryReplace(seat, setup, memory)
    if (!('refused' in done)) return done
    const changes = setupChanges(seat.setup, setup).map(changeText)
    return refuse([done.refused, ...changes].join('; '))
  }

  #tryReplace(seat: Seat, setup: StrategySetup, memory: 'keep' | 'drop'): CarriedOut {
    const problems = setupProblems(setup)
    if (problems.length > 0) return refuse(problems.join('; '))
    const definition = this.#definitions.get(setup.kind)
    if (definition === undefined) return this.#unknownKind(setup.kind)
    return this.#swap(seat, definition, { setup, memory })
  }

  /** Puts another in a seat, or leaves all as it was. */
  #swap(
    seat: Seat,
    definition: StrategyDefinition,
    next: { readonly setup: StrategySetup; readonly memory: 'keep' | 'drop' },
  ): CarriedOut {
    const params = readParams(definition, next.setup.params)
    if (!params.isOk) return refuse(params.why)
    const old = next.memory === 'keep' ? seat.instance : undefined
    const memory = old === undefined ? { isOk: true as const, value: undefined } : readMemory(old)
    if (!memory.isOk) return refuse(memory.why)
    const made = makeStrategy(definition, params.value, memory.value)
    if (!made.isOk) return refuse(made.why)
    if (seat.instance instanceof ThreadStrategy) {
      if (!(made.value instanceof ThreadStrategy))
        return refuse(`it runs in a thread: expected a kind that does, was ${definition.kind}`)
      made.value.outbox.takeOver(seat.instance.outbox, next.memory)
    }
    const before = seat.setup
    const changed = setupChanges(before, next.setup).map(({ field }) => field)
    seat.definition = definition
    seat.become(next.setup)
    // What a thread decided before names legs by their old numbers.
    if (changed.includes('legs')) seat.run += 1
    // A faulted one stays so until it is started, which makes it anew.
    if (seat.state !== 'faulted') seat.instance = made.value
    // One that takes nothing over has to begin, or nothing would ever wake it.
    const isNew = changed.includes('kind') || next.memory === 'drop'
    const begins = changed.includes('legs') || (isNew && (memory.value ?? undefined) === undefined)
    return { seat, next: begins ? 'start' : 'nothing', left: legsLeft(before, next.setup) }
  }

  #unknownKind(kind: string): CarriedOut {
    return refuse(`expected kind to be ${[...this.#definitions.keys()].join(', ')}, was ${kind}`)
  }
}

function refuse(refused: string): CarriedOut {
  return { refused }
}

function legsLeft(before: StrategySetup, after: StrategySetup): readonly StrategyLeg[] {
  return before.legs.filter(
    ({ instrument, account }) =>
      !after.legs.some(
        (leg) => leg.account === account && isSameInstrument(leg.instrument, instrument),
      ),
  )
}

function isAlive({ state }: Seat): boolean {
  return state === 'running' || state === 'paused'
}
