import { bundle } from './kit/bundle.ts'
import { hiccup, hiccupText } from './kit/hiccup.ts'
import { interleave } from './kit/interleave.ts'
import { installPeers, peer } from './kit/peers.ts'
import { report } from './kit/report.ts'
import { ROUNDS, SLICE_MS } from './kit/settings.ts'
import type { Task } from './kit/task.ts'
import { TIMED_COLUMNS, timedRows } from './kit/timed-rows.ts'

/** A limit order in, the signed request out: ours beside the peer's. */

const ORDERS = 2_000

installPeers()
const { child } = await bundle({ child: 'bench/kit/child.ts' })
if (child === undefined) throw new Error('Nothing was bundled')

const task = (name: string, subject: string): Task => ({
  name,
  subject,
  work: 'sign',
  source: { orders: ORDERS },
})
const before = hiccup()
const rows = await interleave(
  child,
  [task('crossbook', 'crossbook'), task('ccxt, `createOrderRequest` and `sign`', peer('ccxt'))],
  { rounds: ROUNDS, sliceMs: SLICE_MS },
)
report({
  id: 'signing',
  order: 81,
  title: 'A limit order written and signed: Binance spot, HMAC',
  text: `${ORDERS} orders, ${rows[0]?.bytesPerFrame.toFixed(0)} B on average, each verified: what it asks for, and its signature by another hand; ${hiccupText([before, hiccup()])}.`,
  columns: TIMED_COLUMNS.map((name) => name.replace('frame', 'order')),
  rows: timedRows(rows),
})
