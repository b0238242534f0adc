import { expect, test } from 'vitest'
import { kraken } from '../../src/drivers/kraken/index.ts'
import { messagesOf, venueFolders } from './folder.ts'
import { replay } from './replay.ts'

/** The venue's own example of a v2 snapshot, whole; others in the folder are cut to three levels. */
const WHOLE = messagesOf('kraken').filter(
  ({ raw }) => raw.includes('"snapshot"') && (raw.match(/"price"/g) ?? []).length === 20,
)

test.runIf(venueFolders().includes('kraken'))(
  "the venue's own snapshot of v2 has the checksum that it says",
  () => {
    expect(WHOLE.length).toBeGreaterThan(0)
    for (const { raw } of WHOLE) {
      const line = { recv: null, url: '', dir: 'in' as const, frame: raw }
      const { verdicts } = replay([line], { driver: kraken(), market: 'spot' })
      expect(verdicts).toMatchObject({ replace: 1, corrupt: 0 })
    }
  },
)
