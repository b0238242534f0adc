// The layer table of the design as rules. A row imports only from the rows above it; folders that
// share a row never import each other; type-only imports count.
import { VENUES } from './scripts/venues.mjs'

const ROWS = [
  ['core'],
  ['runtime'],
  ['book', 'wire'],
  ['drivers'],
  ['transport'],
  ['market'],
  ['tasks', 'storage'],
  ['monitor'],
  ['trader'],
  ['strategies', 'cluster'],
  ['sim'],
  ['testing'],
  ['ops'],
  ['backtest'],
  ['daemon'],
  // The command starts the daemon, so it stands below it.
  ['cli'],
]

/** Inside trader/: a stage may import the stages before it, never one after it. */
const TRADER_STAGES = ['strategy', 'risk', 'oms', 'portfolio', 'routing', 'engine']

const folders = ROWS.flat()
const venueNames = VENUES.join('|')
const oneOf = (names) => `(?:${names.join('|')})`

const rowRules = ROWS.flatMap((row, index) =>
  row.map((folder) => {
    const below = ROWS.slice(index + 1).flat()
    const beside = row.filter((name) => name !== folder)
    return {
      name: `layer-${folder}`,
      severity: 'error',
      comment: `${folder}/ imports only from the rows above it`,
      from: { path: `^src/${folder}/` },
      to: { path: `^src/(?:${oneOf([...below, ...beside, 'index[.]ts'])})(?:/|$)` },
    }
  }),
)

const traderRules = TRADER_STAGES.slice(0, -1).map((stage, index) => ({
  name: `trader-${stage}`,
  severity: 'error',
  comment: 'strategy, risk, oms, portfolio, routing, engine: left may not import right',
  from: { path: `^src/trader/${stage}(?:/|[.]ts$)` },
  to: { path: `^src/trader/${oneOf(TRADER_STAGES.slice(index + 1))}(?:/|[.]ts$)` },
}))

export default {
  forbidden: [
    ...rowRules,
    ...traderRules,
    {
      name: 'trader-journal',
      severity: 'error',
      comment: 'the journal keeps records of whatever kind; it knows none of their words',
      from: { path: '^src/trader/journal/' },
      to: { path: '^src/trader/(?!journal/)' },
    },
    {
      name: 'unknown-folder',
      severity: 'error',
      comment: 'a source file lives in a folder of the layer table, or is src/index.ts',
      from: { path: '^src/', pathNot: `^src/(?:index[.]ts$|${oneOf(folders)}/)` },
      to: {},
    },
    {
      name: 'driver-imports-driver',
      severity: 'error',
      comment: 'a venue knows no other venue; what several share lives in drivers/kit',
      from: { path: '^src/drivers/([^/]+)/' },
      to: { path: '^src/drivers/', pathNot: '^src/drivers/(?:$1|kit)/' },
    },
    {
      name: 'venue-named-outside-registry',
      severity: 'error',
      comment: 'only drivers/registry.ts names a venue; an application passes drivers in',
      from: { path: '^src/', pathNot: '^src/drivers/' },
      to: { path: '^src/drivers/(?!kit/)[^/]+/' },
    },
    {
      name: 'registry-importers',
      severity: 'error',
      comment:
        'only the command, the daemon, src/index.ts and the program of a thread look a driver up',
      from: {
        path: '^src/',
        pathNot: '^src/(?:cli/|daemon/|index[.]ts$|market/thread/index[.]ts$)',
      },
      to: { path: '^src/drivers/registry[.]ts$' },
    },
    {
      name: 'sim-venue-imports-driver',
      severity: 'error',
      comment: 'a simulated venue that knows the driver is no witness',
      from: { path: `^src/sim/(?:${venueNames})/` },
      to: { path: '^src/drivers/' },
    },
    {
      name: 'sim-venue-imports-venue',
      severity: 'error',
      comment: 'a simulated venue knows no other',
      from: { path: `^src/sim/(${venueNames})/` },
      to: { path: `^src/sim/(?:${venueNames})/`, pathNot: '^src/sim/$1/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'modules that need each other are one module, or miss a third',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'a module that nothing imports and that imports nothing is dead',
      from: { path: '^src/', pathNot: '^src/index[.]ts$', orphan: true },
      to: {},
    },
    {
      name: 'not-resolvable',
      severity: 'error',
      comment: 'every import leads somewhere',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
    {
      name: 'not-a-dependency',
      severity: 'error',
      comment: 'the package imports its dependencies and its peers, never a development package',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
}
