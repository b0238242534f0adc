import type { DriverName } from './driver-name.ts'

/** `conformance.test.ts` of a new driver: the test. */
export function conformanceTemplate({ call }: DriverName): string {
  return `import { test } from 'node:test'
import { conformance } from 'crossbook/testing'
import { ${call} } from './index.ts'

// Add \`simulate\`, a venue that you write from the documentation a second time, and all clauses run.
for (const { title, skip, run } of conformance({ driver: ${call}() }))
  test(title, { skip: skip ?? false }, run)
`
}
