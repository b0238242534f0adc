import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'

/** One table: what was measured together. */
export interface Section {
  /** By this name charts and targets find it; one of each is kept for each Node version. */
  readonly id: string
  /** Places the section in the report. */
  readonly order: number
  readonly title: string
  /** What the figures hold for: the size of a frame, the levels of the books. */
  readonly scope?: string
  /** What was done, in a sentence or two. */
  readonly text: string
  readonly columns: readonly string[]
  /** Text of each cell, the row's name first. */
  readonly rows: readonly (readonly string[])[]
}

/** A section as it was kept. */
export interface Result extends Section {
  /** The day, as YYYY-MM-DD. */
  readonly date: string
  /** Version of Node, as `v20.1.0`. */
  readonly node: string
  readonly machine: string
}

/** They are part of the project: the page is of all of them, wherever each was measured. */
const FOLDER = 'bench/results'

/** Keeps a section in place of the one that was measured before with the same major version of Node. */
export function keep(section: Section): Result {
  const result: Result = {
    ...section,
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    machine: machine(),
  }
  mkdirSync(FOLDER, { recursive: true })
  const file = `${FOLDER}/${section.id}.node-${nodeMajor(result)}.json`
  writeFileSync(file, `${JSON.stringify(result, null, 1)}\n`)
  return result
}

/** All that were kept, in the order of the report. */
export function keptResults(): readonly Result[] {
  if (!existsSync(FOLDER)) return []
  return readdirSync(FOLDER)
    .filter((name) => /\.node-\d+\.json$/.test(name))
    .map((name) => JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')) as Result)
    .sort((a, b) => a.order - b.order || nodeMajor(a) - nodeMajor(b))
}

/** 20 of `v20.1.0`. */
export function nodeMajor({ node }: Pick<Result, 'node'>): number {
  return Number.parseInt(node.slice(1), 10)
}

/** The number in a cell, without its unit; NaN where there is no such cell or no number in it. */
export function cell(section: Section, row: string, column: string): number {
  return Number.parseFloat(textOf(section, row, column))
}

/** What became of a number that is told as `from → to`, as a ratio; NaN where it is not. */
export function growth(section: Section, row: string, column: string): number {
  const [from, to] = textOf(section, row, column).split('→')
  return Number.parseFloat(to ?? '') / Number.parseFloat(from ?? '')
}

function textOf({ columns, rows }: Section, row: string, column: string): string {
  const place = columns.indexOf(column)
  const text = place < 1 ? undefined : rows.find(([name]) => name === row)?.[place]
  return text?.replaceAll(',', '') ?? ''
}

function machine(): string {
  const cpu = os.cpus()[0]?.model ?? 'unknown processor'
  const gibibytes = Math.round(os.totalmem() / 2 ** 30)
  return `${os.cpus().length} cores, ${cpu}, ${gibibytes} GiB, ${os.platform()} ${os.arch()}`
}
