/** Budgets of what a program pays for the core entry and one driver: bytes of our code, and time of `import`. */
import { Checks } from '../kit/checks.ts'
import { bundleApplication, fileUrl, importTimes, packageUrl } from '../kit/load.ts'

const LIMIT_KILOBYTES = 40
const LIMIT_RATIO = 2
const ROUNDS = 15

const { path, gzipBytes } = await bundleApplication()
const checks = new Checks()
checks.atMost('core and one driver', gzipBytes / 1000, LIMIT_KILOBYTES, 'kB gzipped')
const times = importTimes({ own: fileUrl(path), ws: packageUrl('ws') }, ROUNDS)
const ratio = (times['own'] ?? Number.NaN) / (times['ws'] ?? Number.NaN)
checks.atMost('import of core and one driver', ratio, LIMIT_RATIO, '× import of ws')
checks.end()
