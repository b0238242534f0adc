import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('../..', import.meta.url))

/** One TypeScript block of the documentation. */
export interface Snippet {
  /** The file it stands in, and its line: `docs/guides/faults.md:25`. */
  readonly place: string
  /** The code. */
  readonly code: string
  /** Whether it is an `@example` of a public member: those may leave out imports. */
  readonly isExample: boolean
}

/** Every ```ts block of the guides, and every one in the comments of the sources. */
export function snippets(): readonly Snippet[] {
  const guides = ['README.md', ...filesOf('docs', '.md')].filter(
    (file) => !file.startsWith('docs/reference/'),
  )
  return [
    ...guides.flatMap((file) => blocks(file, /^```ts$/, /^```$/, (line) => line)),
    ...filesOf('src', '.ts').flatMap((file) =>
      blocks(file, /^ *\* ```ts$/, /^ *\* ```$/, (line) => line.replace(/^ *\* ?/, '')),
    ),
  ]
}

function filesOf(folder: string, end: string): readonly string[] {
  return readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith(end))
    .sort()
}

function blocks(
  file: string,
  start: RegExp,
  end: RegExp,
  clean: (line: string) => string,
): readonly Snippet[] {
  const found: Snippet[] = []
  let open: { line: number; code: string[] } | undefined
  for (const [i, line] of readFileSync(`${root}${file}`, 'utf8').split('\n').entries()) {
    if (open === undefined) {
      if (start.test(line)) open = { line: i + 1, code: [] }
    } else if (end.test(line)) {
      found.push({
        place: `${file}:${open.line}`,
        code: open.code.join('\n'),
        isExample: file.startsWith('src/'),
      })
      open = undefined
    } else open.code.push(clean(line))
  }
  return found
}

/** What the text around a snippet has introduced already: declared in front of it where the snippet uses it. */
const STAGE: Readonly<Record<string, string>> = {
  ports: "declare const ports: import('crossbook/runtime/node').NodePorts",
  market: "declare const market: import('crossbook').MarketData",
}

/** The same for the short examples in comments, imports included. */
const EXAMPLE_STAGE: Readonly<Record<string, string>> = {
  ...STAGE,
  book: "declare const book: import('crossbook').OrderBook",
  bookHistory: "declare const bookHistory: import('crossbook/market').BookHistory",
  driver: "declare const driver: import('crossbook').ExchangeDriver",
  files: "declare const files: import('crossbook').FilePort",
  host: "declare const host: import('crossbook/runtime/virtual').Host",
  instrument: "declare const instrument: import('crossbook').Instrument",
  manager: "declare const manager: import('crossbook').SubscriptionManager",
  onFrame: "declare const onFrame: import('crossbook/transport').FrameHandler",
  startBot: "declare const startBot: (ports: import('crossbook').Ports) => unknown",
  tradeHistory: "declare const tradeHistory: import('crossbook/market').TradeHistory",
  tasks: "declare const tasks: readonly import('crossbook').SubscriptionTask[]",
  HttpClient: "import { HttpClient } from 'crossbook/transport'",
  MarketData: "import { MarketData } from 'crossbook'",
  Sink: "import type { Sink } from 'crossbook'",
  VirtualRuntime: "import { VirtualRuntime } from 'crossbook/runtime/virtual'",
  WSPool: "import { WSPool } from 'crossbook/transport'",
  binance: "import { binance } from 'crossbook/drivers/binance'",
  nodePorts: "import { nodePorts } from 'crossbook/runtime/node'",
  readSegments: "import { readSegments } from 'crossbook/storage/file'",
  replayBook: "import { replayBook } from 'crossbook/monitor'",
}

/** Guides that go on with what an earlier snippet of theirs made. */
const GUIDE_STAGE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'docs/guides/recording.md': {
    books: "declare const books: import('crossbook/monitor').BookSource",
  },
}

/** The snippet as a module of its own. */
export function moduleOf({ place, code, isExample }: Snippet): string {
  const stage = isExample
    ? EXAMPLE_STAGE
    : { ...STAGE, ...GUIDE_STAGE[place.slice(0, place.indexOf(':'))] }
  const needed = Object.entries(stage).filter(
    ([name]) => new RegExp(`(?<![.'/])\\b${name}\\b(?!:)`).test(code) && !isDeclared(code, name),
  )
  return [`// ${place}`, ...needed.map(([, line]) => line), code, 'export {}', ''].join('\n')
}

function isDeclared(code: string, name: string): boolean {
  const ways = [
    `(?:const|let|using|function|class) ${name}\\b`,
    `(?:const|let) [{[][^=]*\\b${name}\\b[^=]*[}\\]] =`,
    `(?:const|let) \\{[^=]*\\b${name}\\b[^=]*\\} of`,
    `import [^;]*\\b${name}\\b[^;']* from '`,
  ]
  return ways.some((way) => new RegExp(way).test(code))
}
