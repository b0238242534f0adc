import { bundleApplication, fileUrl, importTimes, packageUrl } from './kit/load.ts'
import { installPeers } from './kit/peers.ts'
import { report } from './kit/report.ts'

/** Start-up: how long `import` takes, and how much of it is our code. */

installPeers()
const { path, gzipBytes } = await bundleApplication()
const times = importTimes(
  {
    'crossbook: core and one driver': fileUrl(path),
    '`ws` alone': packageUrl('ws', 'bench/peers'),
    ccxt: packageUrl('ccxt', 'bench/peers'),
    'tardis-dev': packageUrl('tardis-dev', 'bench/peers'),
  },
  11,
)
report({
  id: 'load',
  order: 62,
  title: 'Start-up',
  text:
    'Time of `import` in a fresh process, median of 11 in turn. Own code of the core entry and one driver: ' +
    `${(gzipBytes / 1000).toFixed(1)} kB minified and gzipped.`,
  columns: ['', 'import, ms'],
  rows: Object.entries(times).map(([name, ms]) => [name, ms.toFixed(1)]),
})
