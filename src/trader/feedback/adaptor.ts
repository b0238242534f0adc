import type { Decimal, StrategyId } from '../../core/index.ts'
import { type Codec, decimal, integer, type Json, map, object } from '../portfolio/codec.ts'
import { wordsOf } from '../strategy/words-of.ts'
import type { AdaptationRefused, Adapted, FeedbackEvent } from './adaptation.ts'
import { type KnobTarget, type ResolvedKnob, resolveKnob } from './knob.ts'
import { type ReadProposal, readProposals } from './read-proposals.ts'
import type { AdaptorRule } from './rule.ts'
import type { StrategyReport } from './strategy-report.ts'
import { turnKnob } from './turn-knob.ts'

/** What the adaptor looks at. */
export interface AdaptorWorld {
  /** Now, epoch µs. */
  readonly nowUs: number
  /** Whether a strategy runs: of one that does not nothing is adapted. */
  readonly isRunning: (strategy: StrategyId) => boolean
  /** How a strategy is doing. */
  readonly report: (strategy: StrategyId) => StrategyReport
  /** What is in force; `undefined` where nothing is. */
  readonly inForce: (target: KnobTarget) => Decimal | undefined
}

/** What is remembered of a knob that was turned. */
export interface KnobMemory {
  /** What was in force before the adaptor's first change: what the configuration says, unless somebody else came between. */
  readonly configured: Decimal
  /** What the adaptor made of it. */
  readonly adapted: Decimal
  /** When, epoch µs. */
  readonly timeUs: number
}

const memory = map<string, KnobMemory>(
  object<KnobMemory>({
    configured: decimal,
    adapted: decimal,
    timeUs: integer,
  }) satisfies Codec<KnobMemory>,
)

/**
 * Asks rules what they would have, and brings it within the bounds of their knobs. Pure: what it decides is carried out by commands,
 * and remembered once they were.
 */
export class Adaptor {
  readonly #rules: readonly AdaptorRule[]
  readonly #knobs: ReadonlyMap<string, ResolvedKnob>
  readonly #memory: Map<string, KnobMemory>
  readonly #before = new Map<StrategyId, StrategyReport>()
  readonly #faulted = new Set<string>()

  /** Starts with nothing turned, or where a snapshot left off. @throws ConfigError `INVALID_OPTIONS` where it is none */
  constructor(rules: readonly AdaptorRule[], snapshot?: Json) {
    this.#rules = rules
    this.#knobs = new Map(
      rules.flatMap(({ knobs }) => knobs.map((knob) => [knob.name, resolveKnob(knob)] as const)),
    )
    this.#memory = snapshot === undefined ? new Map() : memory.read(snapshot, 'feedback.knobs')
  }

  /** Asks every rule. Each knob is turned once at most; what was decided is to be carried out in order. Never throws for what a rule does. */
  review(world: AdaptorWorld): readonly FeedbackEvent[] {
    const reports = new Map<StrategyId, StrategyReport>()
    const turned = new Set<string>()
    const events = this.#rules.flatMap((rule) => {
      const { strategy } = rule
      if (this.#faulted.has(rule.name) || !world.isRunning(strategy)) return []
      const report = reports.get(strategy) ?? world.report(strategy)
      reports.set(strategy, report)
      return this.#ask(rule, report, world).filter((event) => {
        if (event.type !== 'adapted') return true
        const isFirst = !turned.has(event.knob)
        turned.add(event.knob)
        return isFirst
      })
    })
    for (const [strategy, report] of reports) this.#before.set(strategy, report)
    return events
  }

  /** A knob was turned: now, or in a past that is replayed. */
  remember({ knob, from, to, timeUs }: Pick<Adapted, 'knob' | 'from' | 'to' | 'timeUs'>): void {
    const known = this.#memory.get(knob)
    const configured = known?.adapted.eq(from) === true ? known.configured : from
    this.#memory.set(knob, { configured, adapted: to, timeUs })
  }

  /**
   * Whether a value of the adaptor's outlives a restart: it is still in force and within the bounds, and the configuration says what
   * it said when it was made.
   */
  keeps(knob: ResolvedKnob, configured: Decimal, inForce: Decimal): boolean {
    const known = this.#memory.get(knob.name)
    if (known === undefined || !known.adapted.eq(inForce)) return false
    return known.configured.eq(configured) && inForce.gte(knob.min) && inForce.lte(knob.max)
  }

  /** Its knobs. */
  knobs(): Iterable<ResolvedKnob> {
    return this.#knobs.values()
  }

  /** What it remembers of its knobs, as JSON data. */
  snapshot(): Json {
    return memory.write(this.#memory)
  }

  #ask(rule: AdaptorRule, report: StrategyReport, world: AdaptorWorld): readonly FeedbackEvent[] {
    const values = new Map<string, Decimal>()
    for (const { name, target } of rule.knobs) {
      const value = world.inForce(target)
      if (value !== undefined) values.set(name, value)
    }
    try {
      const before = this.#before.get(rule.strategy)
      const proposals = readProposals(rule.propose({ report, before, values }))
      return proposals.flatMap((proposal) => this.#judge(rule, proposal, world) ?? [])
    } catch (error) {
      this.#faulted.add(rule.name)
      const { name, strategy } = rule
      return [{ type: 'ruleFaulted', rule: name, strategy, found: wordsOf(error) }]
    }
  }

  #judge(
    rule: AdaptorRule,
    { knob: name, value: wanted, why }: ReadProposal,
    { nowUs, inForce: read }: AdaptorWorld,
  ): Adapted | AdaptationRefused | undefined {
    const refused = { type: 'adaptationRefused', rule: rule.name, knob: name } as const
    const knob = rule.knobs.some((each) => each.name === name) ? this.#knobs.get(name) : undefined
    if (knob === undefined) return { ...refused, code: 'UNKNOWN_KNOB' }
    if (wanted === undefined) return { ...refused, code: 'INEXACT_NUMBER' }
    const { target } = knob
    const inForce = read(target)
    const turnedUs = this.#memory.get(name)?.timeUs
    const told = turnKnob(knob, {
      inForce,
      wanted,
      nowUs,
      ...(turnedUs !== undefined && { turnedUs }),
    })
    if (told.type === 'refused') return { ...refused, code: told.code }
    if (told.type === 'idle' || inForce === undefined) return undefined
    const { to } = told
    return {
      type: 'adapted',
      rule: rule.name,
      knob: name,
      target,
      from: inForce,
      to,
      wanted,
      why,
      timeUs: nowUs,
    }
  }
}
