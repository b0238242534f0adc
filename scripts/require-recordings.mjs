// Stops the recordings suite early, with the reason, when there are no recordings to read.
import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'

const folder = resolve(process.env.CROSSBOOK_RECORDINGS ?? '../shared/recordings')
if (!existsSync(folder) || readdirSync(folder).length === 0) {
  console.error(
    `No recordings in ${folder}. Set CROSSBOOK_RECORDINGS to the folder that holds the recorded frames.`,
  )
  process.exit(1)
}
