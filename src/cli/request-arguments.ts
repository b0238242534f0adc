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
import { nearestNames } from '../market/nearest-names.ts'
import { UsageError } from './usage.ts'

type Fields = Readonly<Record<string, unknown>>

const SIDES: readonly Side[] = ['buy', 'sell']
const TYPES: readonly OrderType[] = ['limit', 'market', 'stopLimit', 'stopMarket']
/** Without `gtd`: no argument says when an order ends. */
const TIMES_IN_FORCE: readonly TimeInForce[] = ['gtc', 'ioc', 'fok']
const DECIMAL = /^\d+(?:\.\d+)?$/
/** What says an order: every method takes it, so that the text that places one also asks for it and cancels it. */
const ORDER_WORDS = [
  'product',
  'symbol',
  'orderCode',
  'side',
  'type',
  'quantity',
  'price',
  'triggerPrice',
  'timeInForce',
  'postOnly',
  'reduceOnly',
  'clientOrderId',
  'venueOrderId',
]

/** Reads `--json` with as little trust as what it is: what somebody typed. Every problem is told at once. */
export class RequestArguments {
  readonly #driver: ExchangeDriver
  readonly #fields: Fields
  /** Where in the text the fields stand, such as `orders[1].`; those of the whole hold in a part, too. */
  readonly #where: string
  readonly #whole: Fields
  /** Shared with the parts, as is what follows: told once each. */
  readonly #problems: Set<string>
  /** Every argument that the method asked for, given or not. */
  readonly #asked: Set<string>
  readonly #parts: RequestArguments[] = []

  private constructor(driver: ExchangeDriver, fields: Fields, part?: PartOf) {
    this.#driver = driver
    this.#fields = fields
    this.#where = part?.where ?? ''
    this.#whole = part?.whole ?? {}
    this.#problems = part?.problems ?? new Set()
    this.#asked = part?.asked ?? new Set()
  }

  /** @throws UsageError where the text is no JSON object */
  static read(driver: ExchangeDriver, text: string): RequestArguments {
    return new RequestArguments(driver, objectOf(text))
  }

  /**
   * Called once a method has asked for all that it takes.
   *
   * @throws UsageError listing everything that was wrong in what was read, and every field that nobody asked for
   */
  demand(): void {
    const known = new Set([...this.#asked, ...ORDER_WORDS])
    for (const part of [this, ...this.#parts]) part.#refuseUnknown(known)
    if (this.#problems.size > 0) throw new UsageError([...this.#problems])
  }

  /** The instrument that `symbol` names in `product`. */
  instrument(): Instrument {
    const id = this.#word('product', this.#productIds())
    const symbol = this.text('symbol')
    const product = this.#driver.facts.products.find((each) => each.id === id)
    const orderCode = this.optionalCount('orderCode')
    const found = product && this.#driver.inferInstrument(product.market, symbol)
    if (product !== undefined && found === undefined && symbol !== NO_TEXT)
      this.#wrong('symbol', `"${symbol}" is no ${product.market} symbol of this venue`)
    // Nothing is made of it once a problem was noted.
    return { ...found, product: id, ...(orderCode !== undefined && { orderCode }) } as Instrument
  }

  /** The product line. */
  product(): string {
    return this.oneOf('product', this.#productIds())
  }

  /** Terms of an order, as the gateways of accounts take them. */
  terms(): OrderTerms {
    const instrument = this.instrument()
    const type = this.#word('type', TYPES)
    const isStop = type === 'stopLimit' || type === 'stopMarket'
    const price = this.#priceOf('price', type, type === 'limit' || type === 'stopLimit')
    const triggerPrice = this.#priceOf('triggerPrice', type, isStop)
    const timeInForce = this.#timeInForce()
    const postOnly = this.#flag('postOnly')
    if (postOnly && (type === 'market' || type === 'stopMarket'))
      this.#wrong('postOnly', `expected on orders with a price, was on ${type}`)
    if (postOnly && timeInForce !== 'gtc')
      this.#wrong('postOnly', `expected with gtc, was with ${timeInForce}`)
    return {
      account: accountId('request'),
      instrument,
      side: this.oneOf('side', SIDES),
      type: type ?? 'limit',
      quantity: this.decimal('quantity'),
      ...(price !== undefined && { price }),
      ...(triggerPrice !== undefined && { triggerPrice }),
      timeInForce,
      postOnly,
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
    if (text !== NO_TEXT && clientOrderIdParts(text) === undefined)
      this.#wrong('clientOrderId', 'expected an id as `clientOrderId(epoch, sequence)` makes it')
    // Checked by its parts.
    return text as ClientOrderId
  }

  /** The venue's id of the order, where given. */
  venueOrderId(): VenueOrderId | undefined {
    const text = this.optionalText('venueOrderId')
    return text === undefined ? undefined : venueOrderId(text)
  }

  /** Text that must be there. */
  text(name: string): string {
    const value = this.#value(name)
    if (typeof value === 'string' && value !== '') return value
    this.#wrong(name, `expected a text, was ${shown(value)}`)
    return NO_TEXT
  }

  /** Text where it is given. */
  optionalText(name: string): string | undefined {
    return this.#value(name) === undefined ? undefined : this.text(name)
  }

  /** A list of objects that must be there, each to be read like this one; what the whole says holds for each. */
  list(name: string): readonly RequestArguments[] {
    const value = this.#value(name)
    if (!Array.isArray(value) || value.length === 0 || !value.every(isObject)) {
      this.#wrong(name, `expected a list of objects, was ${shown(value)}`)
      return []
    }
    const shared = { whole: this.#fields, problems: this.#problems, asked: this.#asked }
    const parts = value.map(
      (fields, i) =>
        new RequestArguments(this.#driver, fields, { ...shared, where: `${name}[${i}].` }),
    )
    this.#parts.push(...parts)
    return parts
  }

  /** One of the words known. */
  oneOf<Name extends string>(name: string, known: readonly Name[]): Name {
    // Nothing is made of the first once a problem was noted.
    return this.#word(name, known) ?? (known[0] as Name)
  }

  /** A number above 0, as decimal text. */
  decimal(name: string): Decimal {
    const value = this.#value(name)
    if (typeof value === 'string' && DECIMAL.test(value)) {
      const number = new Decimal(value)
      if (number.isPositive()) return number
    }
    this.#wrong(name, `expected decimal text above 0, such as "0.01", was ${shown(value)}`)
    return new Decimal(1)
  }

  /** A whole number that must be there, of at least `least`. */
  count(name: string, least = 0): number {
    const value = this.#value(name)
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value
    this.#wrong(name, `expected a whole number of at least ${least}, was ${shown(value)}`)
    return least
  }

  /** A whole number where it is given. */
  optionalCount(name: string): number | undefined {
    return this.#value(name) === undefined ? undefined : this.count(name)
  }

  #productIds(): readonly string[] {
    return this.#driver.facts.products.map(({ id }) => id)
  }

  /** A price that orders of some types must have and others cannot. */
  #priceOf(name: string, type: OrderType | undefined, isWanted: boolean): Decimal | undefined {
    const value = this.#value(name)
    if (isWanted || (type === undefined && value !== undefined)) return this.decimal(name)
    if (value !== undefined) this.#wrong(name, `expected none on ${type}, was ${shown(value)}`)
    return undefined
  }

  #timeInForce(): TimeInForce {
    const value = this.#value('timeInForce')
    if (value === undefined) return 'gtc'
    if (value !== 'gtd') return this.oneOf('timeInForce', TIMES_IN_FORCE)
    const known = TIMES_IN_FORCE.join(', ')
    this.#wrong('timeInForce', `expected ${known}, was "gtd", whose end no argument says`)
    return 'gtc'
  }

  #word<Name extends string>(name: string, known: readonly Name[]): Name | undefined {
    const value = this.#value(name)
    const found = known.find((each) => each === value)
    if (found === undefined) this.#wrong(name, `expected ${known.join(', ')}, was ${shown(value)}`)
    return found
  }

  #flag(name: string): boolean {
    const value = this.#value(name)
    if (value === undefined) return false
    if (typeof value === 'boolean') return value
    this.#wrong(name, `expected true or false, was ${shown(value)}`)
    return false
  }

  #value(name: string): unknown {
    this.#asked.add(name)
    return this.#isOfWhole(name) ? this.#whole[name] : this.#fields[name]
  }

  #isOfWhole(name: string): boolean {
    return !Object.hasOwn(this.#fields, name) && Object.hasOwn(this.#whole, name)
  }

  #refuseUnknown(known: ReadonlySet<string>): void {
    for (const name of Object.keys(this.#fields))
      if (!known.has(name))
        this.#wrong(name, `there is no such argument (nearest: ${nearestNames(name, known)[0]})`)
  }

  #wrong(name: string, problem: string): void {
    const where = this.#isOfWhole(name) ? '' : this.#where
    this.#problems.add(`--json ${where}${name}: ${problem}`)
  }
}

/** What a part of the arguments has of the whole. */
interface PartOf {
  readonly where: string
  readonly whole: Fields
  readonly problems: Set<string>
  readonly asked: Set<string>
}

/** What a text is read as that is not there, and nobody can give; nothing is made of it. */
const NO_TEXT = ''

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing'
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function objectOf(text: string): Fields {
  try {
    const value: unknown = JSON.parse(text)
    if (isObject(value)) return value
  } catch {
    // Told below: what is no JSON is no object either.
  }
  throw new UsageError([`--json: expected a JSON object, was ${text.slice(0, 80)}`])
}
