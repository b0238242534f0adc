import type { Asset, Decimal } from '../../core/index.ts'
import type { Changes } from './changes.ts'
import { type Codec, decimal, integer, object, optional } from './codec.ts'
import { minus, plus, ratio, times, ZERO } from './exact.ts'
import type { Marks } from './marks.ts'

const DAY_US = 86_400_000_000

/** What is kept of the course of equity. Profit is equity less what was paid in, in the reporting asset. */
export interface Course {
  /** Transfers, each at the mark of its time. */
  readonly paidIn: Decimal
  /** Highest profit so far; absent before the first valuation. */
  readonly peakProfit?: Decimal
  /** Profit at the last valuation. */
  readonly profit?: Decimal
  /** UTC day of the latest event, in days since 1970. */
  readonly day?: number
  /** Profit when the day began. */
  readonly dayStartProfit?: Decimal
}

/** A {@link Course} as JSON data. */
export const courseCodec: Codec<Course> = object<Course>({
  paidIn: decimal,
  peakProfit: optional(decimal),
  profit: optional(decimal),
  day: optional(integer),
  dayStartProfit: optional(decimal),
})

/** How it went, in the reporting asset, as of the last valuation. Transfers move equity and peak alike, so they are no profit. */
export interface Performance {
  /** Equity at the last valuation. */
  readonly equity: Decimal
  /** Equity less what was paid in. */
  readonly profit: Decimal
  /** What equity would be at the highest profit, with what is paid in now. */
  readonly peak: Decimal
  /** Peak less equity. */
  readonly drawdown: Decimal
  /** Drawdown ÷ peak, 24 digits; `undefined` where the peak is not above 0. */
  readonly drawdownRatio: Decimal | undefined
  /** Profit since the last valuation before the UTC day began; since the first of all on the first day. */
  readonly dayPnl: Decimal
  /** The UTC day, in days since 1970. */
  readonly day: number
}

/** Follows equity from event to event: peak, drawdown, and the UTC day. */
export class PerformanceKeeper {
  /** The one course, under the key `''`. */
  readonly course: Map<'', Course> = new Map([['', { paidIn: ZERO }]])
  /** Transfers whose asset has no mark yet; they count at its first. */
  readonly pending: Map<Asset, Decimal> = new Map()
  readonly #reportingAsset: Asset
  readonly #marks: Marks
  readonly #changes: Changes

  /** Follows equity in an asset. */
  constructor(reportingAsset: Asset, marks: Marks, changes: Changes) {
    this.#reportingAsset = reportingAsset
    this.#marks = marks
    this.#changes = changes
  }

  /** Time has come to an event: a later UTC day begins with the profit of before. Days never go back. */
  advance(timeUs: number): void {
    const course = this.#now()
    const advanced = advancedCourse(course, timeUs)
    if (advanced !== course) this.#set(advanced)
  }

  /** An amount was paid in. */
  payIn(asset: Asset, amount: Decimal): void {
    this.#changes.put(this.pending, asset, plus(this.pending.get(asset) ?? ZERO, amount))
    this.settle(asset)
  }

  /** Counts what was paid in of an asset, once it has a mark. */
  settle(asset: Asset): void {
    const amount = this.pending.get(asset)
    if (amount === undefined || amount.isZero()) return
    const price = this.#marks.assets.get(asset)?.price
    if (price === undefined && asset !== this.#reportingAsset) return
    const course = this.#now()
    const value =
      price === undefined || asset === this.#reportingAsset ? amount : times(amount, price)
    this.#set({ ...course, paidIn: plus(course.paidIn, value) })
    this.#changes.put(this.pending, asset, ZERO)
  }

  /** Equity was valued. */
  value(equity: Decimal): void {
    this.#set(valuedCourse(this.#now(), equity))
  }

  /** How it went; `undefined` before the first valuation. */
  read(): Performance | undefined {
    return performanceOf(this.#now())
  }

  #now(): Course {
    return this.course.get('') ?? { paidIn: ZERO }
  }

  #set(course: Course): void {
    this.#changes.put(this.course, '', course)
  }
}

/** Time has come to an event: a later UTC day begins with the profit of before. Days never go back. */
export function advancedCourse(course: Course, timeUs: number): Course {
  const day = Math.floor(timeUs / DAY_US)
  if (course.day !== undefined && day <= course.day) return course
  const { profit } = course
  const dayStart = profit === undefined ? {} : { dayStartProfit: profit }
  return { ...course, day, ...dayStart }
}

/** Equity was valued. */
export function valuedCourse(course: Course, equity: Decimal): Course {
  const profit = minus(equity, course.paidIn)
  const { peakProfit = profit, dayStartProfit = profit } = course
  const peak = profit.gt(peakProfit) ? profit : peakProfit
  return { ...course, profit, peakProfit: peak, dayStartProfit }
}

/** How it went; `undefined` before the first valuation. */
export function performanceOf(course: Course): Performance | undefined {
  const { paidIn, profit, peakProfit, dayStartProfit, day } = course
  if (profit === undefined || peakProfit === undefined) return undefined
  if (dayStartProfit === undefined || day === undefined) return undefined
  const peak = plus(paidIn, peakProfit)
  const drawdown = minus(peakProfit, profit)
  return {
    equity: plus(paidIn, profit),
    profit,
    peak,
    drawdown,
    drawdownRatio: peak.gt(0) ? ratio(drawdown, peak) : undefined,
    dayPnl: minus(profit, dayStartProfit),
    day,
  }
}
