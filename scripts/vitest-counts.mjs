// Vitest reporter: ends each suite with the plain count line, and fails a suite in which no test ran.
import { countLine } from './counts.mjs'

export default class CountsReporter {
  onTestRunEnd(modules, unhandledErrors) {
    let passed = 0
    let failed = unhandledErrors.length
    for (const module of modules) {
      let failedHere = 0
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        if (state === 'passed') passed += 1
        else if (state === 'failed') failedHere += 1
      }
      // A file that did not load has no tests of its own, and is one failure.
      failed += module.ok() ? failedHere : Math.max(failedHere, 1)
    }
    if (passed + failed === 0) {
      console.error('No test ran.')
      process.exitCode = 1
    }
    console.log(countLine({ passed, failed }))
  }
}
