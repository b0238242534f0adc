import { fork } from 'node:child_process'
import { once } from 'node:events'
import { bundle } from './kit/bundle.ts'
import { report } from './kit/report.ts'

/** What it costs to time the steps from a frame to an order. */

const { waterfall = '' } = await bundle({ waterfall: 'bench/trading/waterfall-child.ts' })
// Without the loader of TypeScript that this process runs by: the child is bundled.
const child = fork(waterfall, { execArgv: [], env: { ...process.env, NODE_OPTIONS: '' } })
child.send('begin')
const [ns] = (await once(child, 'message')) as [Readonly<Record<'frame' | 'turn', number>>]
child.disconnect()
report({
  id: 'waterfall',
  order: 83,
  title: 'Timing the steps from a frame to an order',
  text: 'One frame in 8 is timed, with three steps, and every turn of the strategies; the best of five rounds of two million.',
  columns: ['event', 'ns'],
  rows: [
    ['a frame', ns.frame.toFixed(0)],
    ['a turn that decides nothing', ns.turn.toFixed(0)],
  ],
})
