import type { Panel } from './bar-chart.ts'
import { cell, growth, type Result } from './results.ts'

const MONITOR = 'the monitor'
const IDLE = 'a process that does nothing'

/** What grew, and how late the loop was: rows of one table that have units of their own. */
export function soakPanels(result: Result): readonly Panel[] {
  return [
    grown(result, 'heap, MB', 'Heap after a full collection, MB'),
    grown(result, 'resident, MB', 'Resident memory, MB'),
    {
      title: 'Event loop late by, p99 ms',
      text: 'Timers of a millisecond included.',
      bars: [MONITOR, IDLE].map((name) => ({
        name: name === MONITOR ? 'crossbook' : name,
        value: cell(result, 'p99 ms', name),
        isOwn: name === MONITOR,
      })),
    },
  ]
}

function grown(result: Result, row: string, title: string): Panel {
  const from = cell(result, row, MONITOR)
  const bars = [
    { name: 'at the start', value: from, isOwn: true },
    { name: 'at the end', value: from * growth(result, row, MONITOR), isOwn: true },
  ]
  return { title, text: result.scope ?? '', bars }
}
