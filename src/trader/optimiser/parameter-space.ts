import { Decimal, parseDecimal } from '../../core/index.ts'

/** A value of a parameter, as a setup has it. */
export type ParamValue = string | number | boolean

/** Parameters by name. */
export type Params = Readonly<Record<string, ParamValue>>

/** What one parameter may be. */
export type Axis =
  | {
      /** Numbers from `min` by `step` up to `max`: decimal text. */
      readonly type: 'range'
      readonly min: string
      readonly max: string
      /** Above 0. */
      readonly step: string
      /** Whether the parameter is a JSON number or decimal text. */
      readonly as: 'number' | 'text'
    }
  | {
      /** One of these, near ones beside each other. */
      readonly type: 'choice'
      readonly values: readonly ParamValue[]
    }

/** What is searched: a grid, with an axis for each parameter. */
export type ParameterSpace = Readonly<Record<string, Axis>>

/** A place on the grid: an index on each axis, in the order of the space. */
export type GridPoint = readonly number[]

/** Decimal digits that a JSON number is sure to hold. */
const MOST_JSON_DIGITS = 15

/** What is wrong with a space, one sentence each. */
export function spaceProblems(space: ParameterSpace): readonly string[] {
  const axes = Object.entries(space)
  if (axes.length === 0) return ['expected a parameter, were none']
  return axes.flatMap(([name, axis]) => axisProblems(axis).map((problem) => `${name}: ${problem}`))
}

/** How many values each axis of a space without problems has. */
export function axisSizes(space: ParameterSpace): readonly number[] {
  return Object.values(space).map((axis) => {
    if (axis.type === 'choice') return axis.values.length
    const { min, max, step } = axis
    return new Decimal(max).minus(min).divToInt(step).toNumber() + 1
  })
}

/** The parameters at a place. */
export function paramsAt(space: ParameterSpace, point: GridPoint): Params {
  return Object.fromEntries(
    Object.entries(space).map(([name, axis], place) => [name, valueAt(axis, point[place] ?? 0)]),
  )
}

function valueAt(axis: Axis, index: number): ParamValue {
  // An index of the axis has a value.
  if (axis.type === 'choice') return axis.values[index] as ParamValue
  const text = new Decimal(axis.min).plus(new Decimal(axis.step).times(index)).toFixed()
  return axis.as === 'number' ? Number(text) : text
}

function axisProblems(axis: Axis): readonly string[] {
  if (axis.type === 'choice')
    return axis.values.length > 0 ? [] : ['expected a value to choose, were none']
  const { min, max, step, as } = axis
  const unread = Object.entries({ min, max, step }).flatMap(([name, text]) =>
    parseDecimal(text) === undefined ? [`expected decimal text of ${name}, was "${text}"`] : [],
  )
  if (unread.length > 0) return unread
  if (!new Decimal(step).gt(0)) return [`expected step above 0, was ${step}`]
  if (new Decimal(min).gt(max)) return [`expected min of at most ${max}, was ${min}`]
  const isHeld = as === 'text' || jsonDigits(min, max, step) <= MOST_JSON_DIGITS
  return isHeld ? [] : [`expected at most ${MOST_JSON_DIGITS} digits of a JSON number`]
}

/** The most digits that a value of a range has. */
function jsonDigits(min: string, max: string, step: string): number {
  const [low, high, width] = [new Decimal(min), new Decimal(max), new Decimal(step)]
  const whole = Decimal.max(low.abs(), high.abs()).divToInt(1).toFixed().length
  return whole + Math.max(low.scale, width.scale)
}
