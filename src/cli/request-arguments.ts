import {
  accountId,
  type ClientOrderId,
  clientOrderIdParts,
  Decimal,
  type ExchangeDriver,
  type Instrument,
  type OrderTerms,
  type OrderType,
  type Side,
  type TimeInForce,
  type VenueOrderId,
  venueOrderId,
} from '../core/index.ts'
import { UsageError } from './usage.ts'

const SIDES: readonly Side[] = ['buy', 'sell']
const TYPES: readonly OrderType[] = ['limit', 'market', 'stopLimit', 'stopMarket']
const TIMES_IN_FORCE: readonly TimeInForce[] = ['gtc', 'ioc', 'fok', 'gtd']
const DECIMAL = /^\d+(?:\.\d+)?$/

/** Reads `--json` with as little trust as what it is: what somebody typed. Every problem is told at once. */
export class RequestArguments {
  readonly #driver: ExchangeDriver
  readonly #fields: Readonly<Record<string, unknown>>
  readonly #problems: string[]

  /** Reads the fields of an object; `problems` takes what is wrong in them. */
  constructor(
    driver: ExchangeDriver,
    fields: Readonly<Record<string, unknown>>,
    problems: string[] = [],
  ) {
    this.#driver = driver
    this.#fields = fields
    this.#problems = problems
  }

  /** @throws UsageError where the text is no JSON object */
  static read(driver: ExchangeDriver, text: string): RequestArguments {
    return new RequestArguments(driver, objectOf(text))
  }

  /** @throws UsageError listing everything that was wrong in what was read */
  demand(): void {
    if (this.#problems.length > 0) throw new UsageError(this.#problems)
  }

  /** The instrument that `symbol` names in `product`. */
  instrument(): Instrument {
    const product = this.product()
    const symbol = this.text('symbol')
    const market = this.#driver.facts.products.find(({ id }) => id === product)?.market ?? 'spot'
    const found = this.#driver.inferInstrument(market, symbol)
    if (found === undefined) this.#wrong(`symbol: "${symbol}" is no ${market} symbol of this venue`)
    const orderCode =
      this.#fields['orderCode'] === undefined ? {} : { orderCode: this.count('orderCode', 0) }
    // Nothing is made of it once a problem was noted.
    return { ...found, product, ...orderCode } as Instrument
  }

  /** The product line. */
  product(): string {
    const known = this.#driver.facts.products.map(({ id }) => id)
    return this.oneOf('product', known)
  }

  /** Terms of an order. */
  terms(): OrderTerms {
    const instrument = this.instrument()
    const price = this.#optional('price')
    const triggerPrice = this.#optional('triggerPrice')
    return {
      account: accountId('request'),
      instrument,
      side: this.oneOf('side', SIDES),
      type: this.oneOf('type', TYPES),
      quantity: this.decimal('quantity'),
      ...(price !== undefined && { price }),
      ...(triggerPrice !== undefined && { triggerPrice }),
      timeInForce:
        this.#fields['timeInForce'] === undefined
          ? 'gtc'
          : this.oneOf('timeInForce', TIMES_IN_FORCE),
      postOnly: this.#flag('postOnly'),
      reduceOnly: this.#flag('reduceOnly'),
    }
  }

  /** Terms of an order of which only the instrument matters: what is cancelled is meant by its ids. */
  anyTerms(): OrderTerms {
    return {
      account: accountId('request'),
      instrument: this.instrument(),
      side: 'buy',
      type: 'limit',
      quantity: new Decimal(1),
      price: new Decimal(1),
      timeInForce: 'gtc',
      postOnly: false,
      reduceOnly: false,
    }
  }

  /** Our id of the order. */
  clientOrderId(): ClientOrderId {
    const text = this.text('clientOrderId')
    if (clientOrderIdParts(text) === undefined)
      this.#wrong('clientOrderId: expected an id as `clientOrderId(epoch, sequence)` makes it')
    // Checked by its parts.
    return text as ClientOrderId
  }

  /** The venue's id of the order, where given. */
  venueOrderId(): VenueOrderId | undefined {
    return this.#fields['venueOrderId'] === undefined
      ? undefined
      : venueOrderId(this.text('venueOrderId'))
  }

  /** Text that must be there. */
  text(name: string): string {
    const value = this.#fields[name]
    if (typeof value === 'string' && value !== '') return value
    this.#wrong(`${name}: expected a text, was ${JSON.stringify(value) ?? 'nothing'}`)
    return '?'
  }

  /** Text where it is given. */
  optionalText(name: string): string | undefined {
    return this.#fields[name] === undefined ? undefined : this.text(name)
  }

  /** A list of objects that must be there, each to be read like this one; what the whole says holds for each. */
  list(name: string): readonly RequestArguments[] {
    const { [name]: value, ...whole } = this.#fields
    if (Array.isArray(value) && value.length > 0 && value.every(isObject))
      return value.map(
        (each) => new RequestArguments(this.#driver, { ...whole, ...each }, this.#problems),
      )
    this.#wrong(`${name}: expected a list of objects, was ${JSON.stringify(value) ?? 'nothing'}`)
    return []
  }

  /** One of the words known. */
  oneOf<Name extends string>(name: string, known: readonly Name[]): Name {
    const value = this.#fields[name]
    const found = known.find((each) => each === value)
    if (found !== undefined) return found
    this.#wrong(`${name}: expected ${known.join(', ')}, was ${JSON.stringify(value) ?? 'nothing'}`)
    // Nothing is made of it once a problem was noted.
    return known[0] as Name
  }

  /** A number above 0, as decimal text. */
  decimal(name: string): Decimal {
    return this.#optional(name) ?? this.#missing(name)
  }

  /** A whole number, `fallback` where absent. */
  count(name: string, fallback: number): number {
    const value = this.#fields[name] ?? fallback
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
    this.#wrong(`${name}: expected a whole number, was ${JSON.stringify(value)}`)
    return fallback
  }

  #missing(name: string): Decimal {
    this.#wrong(`${name}: expected decimal text, was nothing`)
    return new Decimal(1)
  }

  #optional(name: string): Decimal | undefined {
    const value = this.#fields[name]
    if (value === undefined) return undefined
    if (typeof value === 'string' && DECIMAL.test(value)) return new Decimal(value)
    this.#wrong(`${name}: expected decimal text such as "0.01", was ${JSON.stringify(value)}`)
    return undefined
  }

  #flag(name: string): boolean {
    const value = this.#fields[name] ?? false
    if (typeof value === 'boolean') return value
    this.#wrong(`${name}: expected true or false, was ${JSON.stringify(value)}`)
    return false
  }

  #wrong(problem: string): void {
    this.#problems.push(`--json ${problem}`)
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // Told below: what is no JSON is no object either.
  }
  throw new UsageError([`--json: expected a JSON object, was ${text.slice(0, 80)}`])
}
