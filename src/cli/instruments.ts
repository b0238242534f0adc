import type { ExchangeDriver } from '../core/index.ts'
import { nodePorts } from '../runtime/node/index.ts'
import { HttpClient, sendAll } from '../transport/index.ts'
import { environmentOption } from './environment.ts'
import { LineWriter, type Terminal } from './terminal.ts'
import {
  type CommandSpec,
  type Given,
  listOption,
  requiredText,
  textOption,
  UsageError,
} from './usage.ts'
import { driverNamed } from './venue-options.ts'

/** `crossbook instruments`. */
export const spec: CommandSpec = {
  name: 'instruments',
  summary: 'lists the instruments of a venue, one JSON a line',
  options: {
    venue: { type: 'string', value: 'V', about: 'the venue', isRequired: true },
    products: { type: 'string', value: 'A,B', about: 'only these product lines' },
    environment: { type: 'string', value: 'E', about: 'production, testnet or demo (production)' },
    rest: {
      type: 'string',
      value: 'URL',
      about: 'a base URL of your own for all REST services, such as a simulated venue',
    },
  },
  examples: ['crossbook instruments --venue V --products swap > swaps.ndjson'],
}

/** Runs the command; resolves to the exit code. */
export async function run(given: Given, terminal: Terminal): Promise<number> {
  const driver = await driverNamed(requiredText(given, 'venue'))
  const environment = environmentOption(given)
  const base = textOption(given, 'rest')
  const products = productsOption(given, driver)
  const ports = nodePorts({ keepAlive: true })
  const rest =
    base === undefined ? {} : Object.fromEntries(driver.facts.rest.map(({ id }) => [id, base]))
  const http = new HttpClient({ driver, environment, ports, urls: { rest } })
  const writer = new LineWriter(terminal.out)
  try {
    for (const call of driver.rest.instruments(products)) {
      for (const instrument of await sendAll(http, call, { signal: terminal.signal }))
        await writer.json(instrument)
    }
    await writer.flush()
    return 0
  } finally {
    await http.close()
    await ports.close()
  }
}

function productsOption(given: Given, { facts }: ExchangeDriver): readonly string[] {
  const known = facts.products.map(({ id }) => id)
  const products = listOption(given, 'products') ?? known
  const unknown = products.filter((id) => !known.includes(id))
  if (unknown.length === 0) return products
  throw new UsageError([
    `--products: there is no "${unknown.join('", "')}"; there are ${known.join(', ')}`,
  ])
}
