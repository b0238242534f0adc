import { cell, growth, nodeMajor, type Result } from './results.ts'
import { type Cell, type Figure, TARGET_VERSIONS, TARGETS, type Target } from './targets.ts'

/** A target beside what was measured. */
export interface Standing {
  readonly target: Target
  /** NaN where it was not measured. */
  readonly measured: number
  /** Size of the frames, levels of the books; `''` where there are none. */
  readonly scope: string
}

/** Reads the number of a cell, or what else a reader makes of it. */
type ValueOf = (place: Cell, read?: typeof cell) => number

/** The targets of a version of Node beside the results of that version. */
export function standings(
  targets: readonly Target[],
  results: readonly Result[],
  major: number,
): readonly Standing[] {
  const own = results.filter((result) => nodeMajor(result) === major)
  const find = (id: string): Result | undefined => own.find((result) => result.id === id)
  const valueOf: ValueOf = ({ section, row, column }, read = cell) => {
    const result = find(section)
    return result === undefined ? Number.NaN : read(result, row, column)
  }
  return targets
    .filter(({ node }) => node === undefined || node === major)
    .map((target) => {
      const cells = cellsOf(target.figure)
      const scopes = cells.map(({ section }) => find(section)?.scope ?? '')
      return {
        target,
        measured: measuredOf(target.figure, valueOf),
        scope: [...new Set(scopes)].filter((scope) => scope !== '').join('; '),
      }
    })
}

/** Whether a target was met; `undefined` where nothing was measured. */
export function isMet({ target, measured }: Standing): boolean | undefined {
  if (!Number.isFinite(measured)) return undefined
  return target.reach === 'atLeast' ? measured >= target.bound : measured <= target.bound
}

/** The targets as tables, one for each version of Node. */
export function targetTables(results: readonly Result[]): string {
  return [
    '## Targets',
    'Each beside the row that it was measured by; a ratio is of one interleaved run on that version of Node. What was not measured says so.',
    ...TARGET_VERSIONS.map((major) => versionTable(results, major)),
  ].join('\n\n')
}

function versionTable(results: readonly Result[], major: number): string {
  if (!results.some((result) => nodeMajor(result) === major))
    return `### Node ${major}\n\nNothing was measured on it.`
  const all = standings(TARGETS, results, major)
  const count = (met: boolean | undefined): number =>
    all.filter((standing) => isMet(standing) === met).length
  return [
    `### Node ${major}: ${count(true)} met, ${count(false)} not met, ${count(undefined)} not measured`,
    [
      '| work | frames | target | measured | met |',
      '| --- | --- | ---: | ---: | --- |',
      ...all.map(line),
    ].join('\n'),
  ].join('\n\n')
}

function line(standing: Standing): string {
  const { target, measured, scope } = standing
  const sign = target.reach === 'atLeast' ? '≥' : '≤'
  const met = isMet(standing)
  const cells = [
    target.work,
    scope,
    `${sign} ${text(target.bound)} ${target.unit}`,
    met === undefined ? 'not measured' : text(measured),
    met === undefined ? '' : met ? 'yes' : '**no**',
  ]
  return `| ${cells.join(' | ')} |`
}

function text(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: digitsOf(value) })
}

/** A ratio near one says nothing by its first digit. */
function digitsOf(value: number): number {
  if (value < 2) return 2
  return value < 100 ? 1 : 0
}

function cellsOf(figure: Figure): readonly Cell[] {
  if ('ratio' in figure) return figure.ratio
  if ('growth' in figure) return [figure.growth]
  return 'least' in figure ? figure.least : [figure]
}

function measuredOf(figure: Figure, valueOf: ValueOf): number {
  if ('growth' in figure) return valueOf(figure.growth, growth)
  const [first = Number.NaN, second = Number.NaN] = cellsOf(figure).map((each) => valueOf(each))
  if ('ratio' in figure) return first / second
  return 'least' in figure ? Math.min(first, second) : first
}
