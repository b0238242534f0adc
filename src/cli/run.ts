import { CrossbookError } from '../core/index.ts'
import { COMMANDS } from './commands.ts'
import type { Terminal } from './terminal.ts'
import { helpText, readArguments, UsageError } from './usage.ts'

/** Runs one command line; resolves to the exit code: 0 ok, 1 the work failed, 2 bad usage. */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = argv
  if (name === undefined || name === '--help' || name === 'help') {
    terminal.out.write(overview())
    return name === undefined ? 2 : 0
  }
  const entry = COMMANDS[name]
  if (entry === undefined) {
    terminal.err.write(
      `There is no command "${name}"; there are ${Object.keys(COMMANDS).join(', ')}.\n`,
    )
    return 2
  }
  const command = await entry.load()
  if (rest.includes('--help')) {
    terminal.out.write(helpText(command.spec))
    return 0
  }
  try {
    return await command.run(readArguments(command.spec, rest), terminal)
  } catch (error) {
    return report(error, name, terminal)
  }
}

function report(error: unknown, name: string, terminal: Terminal): number {
  if (error instanceof UsageError) {
    for (const problem of error.problems) terminal.err.write(`${problem}\n`)
    terminal.err.write(`See crossbook ${name} --help.\n`)
    return 2
  }
  if (error instanceof CrossbookError) {
    terminal.err.write(`${error.code}: ${error.message}\n`)
    // What a configuration file says wrongly is bad usage as well.
    return error.code === 'INVALID_OPTIONS' ? 2 : 1
  }
  throw error
}

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map(({ length }) => length))
  return [
    'crossbook — market data from crypto venues, exact',
    '',
    'Usage: crossbook <command> [options]',
    '',
    ...Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'crossbook <command> --help shows its options. Exit codes: 0 ok, 1 the work failed, 2 bad usage.',
    '',
  ].join('\n')
}
