import { type ParseArgsConfig, parseArgs } from 'node:util'

/** The command line cannot be obeyed: bad usage, exit code 2. Lists every problem at once. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** Each problem in a sentence. */
  readonly problems: readonly string[]

  /** Collects the problems. */
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/** One option of a command. */
export interface OptionSpec {
  /** Whether it takes a value. */
  readonly type: 'string' | 'boolean'
  /** How its value is called in the help; only for `string`. */
  readonly value?: string
  /** A sentence for the help. */
  readonly about: string
  /** Whether the command cannot do without it. */
  readonly isRequired?: boolean
}

/** What a command is called with. */
export interface CommandSpec {
  /** Its name. */
  readonly name: string
  /** One sentence. */
  readonly summary: string
  /** How its arguments beyond the options are called, a word each, such as `[FILE]`; absent: it takes none. */
  readonly positional?: string
  /** Its options by name. */
  readonly options: Readonly<Record<string, OptionSpec>>
  /** Lines for the end of the help: examples. */
  readonly examples: readonly string[]
}

/** Options and arguments as given; every value is text or a flag. */
export interface Given {
  /** Values by option name. */
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  /** Arguments that are no options. */
  readonly rest: readonly string[]
}

/**
 * Reads the arguments of a command.
 *
 * @throws UsageError listing unknown options, missing values and missing options.
 */
export function readArguments(spec: CommandSpec, argv: readonly string[]): Given {
  const config: ParseArgsConfig = {
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(spec.options).map(([name, { type }]) => [name, { type }]),
    ),
    allowPositionals: spec.positional !== undefined,
    strict: true,
  }
  const { values, positionals } = parseStrictly(config, spec)
  const problems = Object.entries(spec.options)
    .filter(([name, { isRequired }]) => isRequired === true && values[name] === undefined)
    .map(([name, { value = '' }]) => `--${name} ${value} is missing`)
  const words = spec.positional?.split(' ') ?? []
  if (positionals.length > Math.max(words.length, 1)) {
    const expected = words.length > 1 ? words.join(' ') : `one ${spec.positional}`
    problems.push(`expected ${expected}, found ${positionals.length}`)
  }
  if (problems.length > 0) throw new UsageError(problems)
  return { values: values as Given['values'], rest: positionals }
}

function parseStrictly(config: ParseArgsConfig, spec: CommandSpec): ReturnType<typeof parseArgs> {
  try {
    return parseArgs(config)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    const names = Object.keys(spec.options).map((name) => `--${name}`)
    throw new UsageError([
      reason,
      `crossbook ${spec.name} knows ${names.length === 0 ? 'no options' : names.join(', ')}`,
    ])
  }
}

/** The text of an option; `undefined` where it was not given. */
export function textOption(given: Given, name: string): string | undefined {
  const value = given.values[name]
  return typeof value === 'string' ? value : undefined
}

/** The text of an option that `readArguments` demanded. */
export function requiredText(given: Given, name: string): string {
  const value = textOption(given, name)
  if (value === undefined) throw new UsageError([`--${name} is missing`])
  return value
}

/** A whole number of at least 1; `fallback` where the option was not given. */
export function countOption(given: Given, name: string, fallback: number): number {
  const text = textOption(given, name)
  if (text === undefined) return fallback
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1)
    throw new UsageError([`--${name}: expected a whole number of at least 1, was "${text}"`])
  return value
}

/** A duration such as `20s`, `5m`, `500ms`, in ms; `undefined` where the option was not given. */
export function durationOption(given: Given, name: string): number | undefined {
  const text = textOption(given, name)
  if (text === undefined) return undefined
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text)
  const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[match?.[2] ?? '']
  if (match === null || unitMs === undefined) {
    throw new UsageError([`--${name}: expected a duration such as 20s, 5m or 500ms, was "${text}"`])
  }
  return Number(match[1]) * unitMs
}

/** A list separated by commas; `undefined` where the option was not given. */
export function listOption(given: Given, name: string): readonly string[] | undefined {
  return textOption(given, name)
    ?.split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** The help of a command. */
export function helpText(spec: CommandSpec): string {
  const { name, summary, positional = '', options, examples } = spec
  const heads = Object.entries(options).map(
    ([option, { value }]) => `--${option}${value === undefined ? '' : ` ${value}`}`,
  )
  const width = Math.max(...heads.map(({ length }) => length), '--help'.length)
  const rows = Object.values(options).map(
    ({ about, isRequired }, i) =>
      `  ${(heads[i] ?? '').padEnd(width)}  ${about}${isRequired === true ? ' (required)' : ''}`,
  )
  return [
    `crossbook ${name} — ${summary}`,
    '',
    `Usage: crossbook ${name} [options]${positional === '' ? '' : ` ${positional}`}`,
    '',
    ...rows,
    `  ${'--help'.padEnd(width)}  show this help`,
    '',
    'Examples:',
    ...examples.map((example) => `  ${example}`),
    '',
  ].join('\n')
}
