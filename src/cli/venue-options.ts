import {
  ConfigError,
  type ExchangeDriver,
  type Instrument,
  type Market,
  type ProductFacts,
} from '../core/index.ts'
import { knownVenue, loadDriver } from '../drivers/registry.ts'
import { readListing } from './listing-file.ts'
import { type Given, type OptionSpec, requiredText, textOption, UsageError } from './usage.ts'

/** Options of every command that reads recorded frames. */
export const FRAME_OPTIONS: Readonly<Record<string, OptionSpec>> = {
  venue: { type: 'string', value: 'V', about: 'whose frames they are', isRequired: true },
  market: {
    type: 'string',
    value: 'M',
    about: 'spot, futures, or a product of the venue',
    isRequired: true,
  },
  instruments: {
    type: 'string',
    value: 'FILE',
    about:
      'a listing: output of `crossbook instruments`, or the body that the venue sent; without it scales come from the digits',
  },
}

/** What the frame options say. */
export interface FrameSource {
  /** The venue's driver. */
  readonly driver: ExchangeDriver
  /** The market. */
  readonly market: Market
  /** The listing; empty where none was given. */
  readonly instruments: readonly Instrument[]
}

/**
 * Reads `--venue`, `--market` and `--instruments`.
 *
 * @throws UsageError naming what exists.
 */
export async function frameSource(given: Given): Promise<FrameSource> {
  const driver = await driverNamed(requiredText(given, 'venue'))
  const products = productsOf(driver, requiredText(given, 'market'))
  const [{ market }] = products
  const file = textOption(given, 'instruments')
  const ids = products.map(({ id }) => id)
  return { driver, market, instruments: file === undefined ? [] : readListing(driver, ids, file) }
}

/** The driver of a venue named on the command line. */
export async function driverNamed(name: string): Promise<ExchangeDriver> {
  try {
    return await loadDriver(knownVenue(name))
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError([error.message])
    throw error
  }
}

/** The product lines of a market, or the one that was named. */
function productsOf(
  { facts }: ExchangeDriver,
  text: string,
): readonly [ProductFacts, ...ProductFacts[]] {
  const named = facts.products.filter(({ id }) => id === text)
  const isMarket = text === 'spot' || text === 'futures'
  const [first, ...others] = isMarket
    ? facts.products.filter(({ market }) => market === text)
    : named
  if (first !== undefined) return [first, ...others]
  const names = facts.products.map(({ id }) => id).join(', ')
  throw new UsageError([
    `--market: there is no "${text}"; there are spot, futures and the products ${names}`,
  ])
}
