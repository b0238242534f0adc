#!/usr/bin/env node
import { runCommandLine } from './run.ts'

const controller = new AbortController()
// The first Ctrl-C drains; the second one ends at once, as people expect of a terminal.
const onSignal = (): void => {
  if (controller.signal.aborted) process.exit(130)
  controller.abort()
}
process.on('SIGINT', onSignal)
process.on('SIGTERM', onSignal)
// A reader that went away (`crossbook … | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  in: process.stdin,
  signal: controller.signal,
  environment: process.env,
})
