/** Budget of resident memory: the whole process with 500 books of 1,000 levels a side in it, changed by 300 frames each. */
import { bundle } from '../kit/bundle.ts'
import { Checks } from '../kit/checks.ts'
import { weigh } from '../kit/memory.ts'

const WEIGHED = { books: 500, levels: 1_000, frames: 300 }
const LIMIT_MEGABYTES = 150
/** What the stream leaves of a book's levels at least. */
const LEFT = 0.9

const { memory } = await bundle({ memory: 'bench/kit/memory-child.ts' })
const { totalMebibytes, levelCount } = weigh(memory ?? '', 'crossbook', WEIGHED)
const checks = new Checks()
checks.atLeast('levels held', levelCount, WEIGHED.books * WEIGHED.levels * 2 * LEFT, 'levels')
checks.atMost('500 books', (totalMebibytes * 2 ** 20) / 1e6, LIMIT_MEGABYTES, 'MB resident')
checks.end()
