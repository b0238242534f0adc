import { writeSync } from 'node:fs'
import { nodeFiles } from '../../../src/runtime/node/index.ts'

/** A process that takes a lock, says whether it has it, and stays: `lock-holder.ts <path>`. */
const lock = await nodeFiles().lock(process.argv[2] ?? '')
writeSync(1, `${lock.isHeld}\n`)
if (lock.isHeld) setInterval(() => {}, 60_000)
