/** Budget of resident memory: the whole process with 500 books of 1,000 levels a side in it. */
import { bundle } from '../kit/bundle.ts'
import { Checks } from '../kit/checks.ts'
import { weigh } from '../kit/memory.ts'

const BOOKS = 500
const LEVELS = 1_000
const LIMIT_MEGABYTES = 150

const { memory } = await bundle({ memory: 'bench/kit/memory-child.ts' })
const { totalMebibytes, levelCount } = weigh(memory ?? '', 'crossbook', BOOKS, LEVELS)
const checks = new Checks()
checks.atLeast('levels held', levelCount, BOOKS * LEVELS * 2, 'levels')
checks.atMost('500 books', (totalMebibytes * 2 ** 20) / 1e6, LIMIT_MEGABYTES, 'MB resident')
checks.end()
