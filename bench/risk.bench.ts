import { fork } from 'node:child_process'
import { once } from 'node:events'
import { bundle } from './kit/bundle.ts'
import { hiccup, hiccupText } from './kit/hiccup.ts'
import { report } from './kit/report.ts'
import type { RiskSetup } from './trading/risk-child.ts'

/** How long risk takes over one order. */

const SETUPS: readonly RiskSetup[] = [1, 100, 1_000].map((instruments) => ({
  instruments,
  warmUp: 20_000,
  orders: 50_000,
}))

const { risk = '' } = await bundle({ risk: 'bench/trading/risk-child.ts' })
const before = hiccup()
const rows: string[][] = []
for (const setup of SETUPS) {
  // Without the loader of TypeScript that this process runs by: the child is bundled.
  const child = fork(risk, { execArgv: [], env: { ...process.env, NODE_OPTIONS: '' } })
  child.send(setup)
  const [times] = (await once(child, 'message')) as [readonly number[]]
  child.disconnect()
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number): string =>
    (sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN).toFixed(1)
  rows.push([`${setup.instruments}`, String(sorted.length), at(0.5), at(0.99), at(0.999)])
}
report({
  id: 'risk',
  order: 82,
  title: 'Risk: 28 checks of one order',
  text: `Every limit on, far from being met; a position in each instrument, each valued at the mid of its book, one of which moves before each order; ${hiccupText([before, hiccup()])}.`,
  columns: ['instruments held', 'orders', 'p50 µs', 'p99 µs', 'p99.9 µs'],
  rows,
})
