/** Node 24 keeps pages of its heap that became empty until memory is short: nobody's. */
const KEEPS_PAGES = Number.parseInt(process.versions.node, 10) >= 24

/** What the process has of the machine's memory once all is collected that can be. Cold: compiled code may go too. */
export async function settledBytes(): Promise<number> {
  for (let i = 0; i < 4; i += 1) {
    if (KEEPS_PAGES) globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    else globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return process.memoryUsage().rss
}
