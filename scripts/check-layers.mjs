// Checks the layer table with dependency-cruiser. It once read nothing and exited 0 (under another
// compiler), so reading no module is a failure here.
import { cruise } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import config from '../.dependency-cruiser.mjs'

const { output } = await cruise(
  ['src'],
  {
    ...config.options,
    validate: true,
    ruleSet: { forbidden: config.forbidden },
    tsConfig: { fileName: 'tsconfig.json' },
  },
  undefined,
  { tsConfig: extractTSConfig('tsconfig.json') },
)

const modules = output.modules.filter(({ source }) => source.startsWith('src/'))
const imports = modules.reduce((sum, { dependencies }) => sum + dependencies.length, 0)
for (const { rule, from, to, cycle } of output.summary.violations) {
  const path = cycle ? cycle.map(({ name }) => name).join(' -> ') : to
  const comment = config.forbidden.find(({ name }) => name === rule.name)?.comment
  console.error(`${from}${path === from ? '' : ` -> ${path}`}\n    ${rule.name}: ${comment}`)
}
console.log(`${modules.length} modules, ${imports} imports`)
if (modules.length === 0 || (modules.length > 1 && imports === 0)) {
  console.error('The layer check read no imports, so it proves nothing.')
  process.exitCode = 1
}
if (output.summary.violations.length > 0) process.exitCode = 1
