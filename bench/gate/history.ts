/** Budget of histories: what V8 holds of forty books' histories that share one, at any depth, is no more than its limit. */
import { bundle } from '../kit/bundle.ts'
import { Checks } from '../kit/checks.ts'
import { weighHistories } from '../kit/history-memory.ts'

const MEGABYTES = 20
const HISTORIES = 40
/** What the process grows by meanwhile, as compiled code. */
const OWN_MEGABYTES = 0.3

const { 'history-memory': program = '' } = await bundle({
  'history-memory': 'bench/kit/history-memory-child.ts',
})
const checks = new Checks()
for (const levels of [20, 1_000, 2_000, 5_000]) {
  const { heldBytes, usedBytes } = weighHistories(program, levels, HISTORIES, MEGABYTES)
  const what = `${HISTORIES} histories of ${levels.toLocaleString('en')} levels a side`
  checks.atMost(`${what}, as counted`, usedBytes / 1e6, MEGABYTES, 'MB')
  checks.atMost(`${what}, as weighed`, heldBytes / 1e6, MEGABYTES + OWN_MEGABYTES, 'MB')
  checks.atLeast('the same', heldBytes / usedBytes, 0.9, 'of what is counted')
}
checks.end()
