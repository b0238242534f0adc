import { arch, cpus, platform, totalmem } from 'node:os'
import { versions } from 'node:process'
import { type TextColumn, textTable } from '../../daemon/text-table.ts'
import type { Figures, Timing } from './measure.ts'
import type { Stalls } from './stalls.ts'
import type { PreparedWork, Work } from './work.ts'

/** Where it was measured, and how busy that place was. */
export interface Place {
  /** Venue and market whose form the frames have. */
  readonly form: string
  /** Before the first work. */
  readonly stalls: Stalls
}

/** One work with its figures. */
export interface Measured {
  readonly work: Work
  readonly sizes: Pick<PreparedWork, 'items' | 'bytesPerItem'>
  readonly figures: Figures
}

/** The first line for programs: the machine. */
export function placeLine({ form, stalls }: Place): object {
  return {
    type: 'machine',
    node: `v${versions.node}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    platform: platform(),
    arch: arch(),
    form,
    lostPercent: rounded(stalls.lostPercent, 1),
    longestGapMs: rounded(stalls.longestMs, 2),
  }
}

/** A line for programs: one work. */
export function measuredLine({ work, sizes, figures }: Measured): object {
  const { own, floor, ratio, rounds } = figures
  return {
    type: 'measured',
    work: work.name,
    levels: work.levels,
    items: sizes.items,
    bytesPerItem: sizes.bytesPerItem,
    rounds,
    ...timingFields('', own),
    ...(floor !== undefined && timingFields('jsonParse', floor)),
    ratio: ratio === undefined ? undefined : rounded(ratio, 2),
  }
}

function timingFields(prefix: string, { nsPerItem, fastestNs, spread }: Timing): object {
  const name = (field: string): string =>
    prefix === '' ? field : prefix + field.charAt(0).toUpperCase() + field.slice(1)
  return {
    [name('nsPerItem')]: rounded(nsPerItem, 1),
    [name('fastestNs')]: rounded(fastestNs, 1),
    [name('spread')]: rounded(spread, 3),
  }
}

const COLUMNS: readonly TextColumn[] = [
  { head: 'work' },
  { head: 'B', isRight: true },
  { head: 'k/s', isRight: true },
  { head: 'ns', isRight: true },
  { head: 'spread', isRight: true },
  { head: 'JSON.parse alone, ns', isRight: true },
  { head: 'faster by', isRight: true },
]

/** All of it for people. */
export function benchTable(place: Place, all: readonly Measured[]): readonly string[] {
  const { lostPercent, longestMs } = place.stalls
  return [
    `Node v${versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${platform()} ${arch()}`,
    `Generated frames of ${place.form}, one core. A spinning thread lost ${lostPercent.toFixed(1)} %, in gaps of up to ${longestMs.toFixed(1)} ms.`,
    '',
    ...textTable(COLUMNS, all.map(cells)),
  ]
}

function cells({ work, sizes, figures: { own, floor, ratio } }: Measured): readonly string[] {
  return [
    work.title,
    String(sizes.bytesPerItem),
    (1e6 / own.nsPerItem).toLocaleString('en', { maximumFractionDigits: 0 }),
    own.nsPerItem.toFixed(0),
    `${(own.spread * 100).toFixed(0)} %`,
    floor === undefined ? '' : floor.nsPerItem.toFixed(0),
    ratio === undefined ? '' : `${ratio.toFixed(1)} ×`,
  ]
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits))
}
