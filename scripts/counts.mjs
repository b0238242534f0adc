// Every suite ends with the plain line "N passed, M failed"; this reads it back. Node only.
const COUNT = /^(?:.*: )?(\d+) passed, (\d+) failed$/

/** The last count line of `text`, or `undefined` when the suite reported nothing. */
export function readCounts(text) {
  for (const line of text.split(/\r?\n/).reverse()) {
    const match = COUNT.exec(line.trim())
    if (match) return { passed: Number(match[1]), failed: Number(match[2]) }
  }
  return undefined
}

export function countLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`
}
