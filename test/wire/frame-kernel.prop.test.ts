import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BookUpdate } from '../../src/core/index.ts'
import type { ListForm, Op, Step } from '../../src/drivers/kit/frame-program.ts'
import { joinedSteps } from '../../src/drivers/kit/joined-steps.ts'
import { timeUsOf } from '../../src/drivers/kucoin/times.ts'
import { IS_NAMED, IS_READ, JsonReader, readPrice, readTimestampUs } from '../../src/wire/index.ts'
import {
  addProgram,
  encode,
  kernel,
  program,
  read,
  readBbo,
  readTrade,
  slot,
  step,
} from './kernel-reads.ts'

/** Digits with a point somewhere, of any length. */
const DECIMAL = fc
  .tuple(fc.stringMatching(/^\d{1,18}$/), fc.option(fc.stringMatching(/^\d{1,18}$/)))
  .map(([whole, fraction]) => (fraction === null ? whole : `${whole}.${fraction}`))
/** What may stand where a number is meant. */
const NEARLY_NUMBER = fc.oneof(
  { weight: 3, arbitrary: DECIMAL },
  { weight: 1, arbitrary: fc.stringMatching(/^[-+.eE0-9]{1,20}$/) },
)
const SCALE = fc.integer({ min: 0, max: 18 })

describe('a decimal', () => {
  const levels = program(
    [step('bids', '{"b":'), step('end', '}')],
    [step('price', '["'), step('size', '","'), step('end', '"]')],
    'texts',
  )
  const bare = program(
    [step('bids', '{"n":'), step('end', '}')],
    [step('price', '['), step('size', ','), step('end', ']')],
    'numbers',
  )
  const shaped = program(
    [step('bids', '{"B":'), step('end', '}')],
    [step('price', '{"p":"'), step('size', '","s":"'), step('end', '"}')],
  )

  const best = program([step('askPrice', '{"a":"'), step('end', '"}')])
  const trade = program([step('tradePrice', '{"p":'), step('end', '}')])

  /** By the reader that goes key by key: the scaled integer where it fits the scale and 2^53, and its fraction digits. */
  function expected(text: string, scale: number): [value: number, digits: number] | undefined {
    const reader = new JsonReader()
    reader.reset(encode(`"${text}"`))
    const { bids } = new BookUpdate(slot)
    bids.clear(scale, 0, false)
    const beyond = new Error('beyond the scale, or 2^53')
    const stop = (): void => {
      throw beyond
    }
    try {
      const isRead = readPrice(reader, bids, 0, { needScale: stop, needWide: stop })
      return isRead ? [bids.prices[0] ?? Number.NaN, reader.fractionDigits] : undefined
    } catch (error) {
      if (error !== beyond) throw error
      return undefined
    }
  }

  test('is the scaled integer that the other reader makes of it, or odd', () => {
    fc.assert(
      fc.property(NEARLY_NUMBER, SCALE, (text, scale) => {
        const plain = read(`{"b":[["${text}","1"]]}`, levels, scale, 0)
        const object = read(`{"B":[{"p":"${text}","s":"1"}]}`, shaped, scale, 0)
        const number = read(`{"n":[[${text},1]]}`, bare, scale, 0)
        if (number !== undefined) JSON.parse(text)
        const value = expected(text, scale)
        for (const update of [plain, object, number]) {
          if (update === undefined) continue
          expect([update.bids.prices[0], update.priceDigits]).toEqual(value)
        }
        const ask = readBbo(`{"a":"${text}"}`, best, scale, 0)?.levels.prices[1]
        const print = readTrade(`{"p":${text}}`, trade, scale)?.level.prices[0]
        if (print !== undefined) JSON.parse(text)
        for (const price of [ask, print]) if (price !== undefined) expect(price).toBe(value?.[0])
      }),
      { numRuns: 20_000 },
    )
  })

  test('with an exponent is read where it is bare', () => {
    const EXPONENT = fc
      .tuple(DECIMAL, fc.constantFrom('E', 'e'), fc.constantFrom('', '+', '-'), fc.nat(20))
      .map((parts) => parts.join(''))
    let readCount = 0
    fc.assert(
      fc.property(EXPONENT, SCALE, (text, scale) => {
        const update = read(`{"n":[[${text},1]]}`, bare, scale, 0)
        if (update === undefined) return
        readCount += 1
        expect([update.bids.prices[0], update.priceDigits]).toEqual(expected(text, scale))
      }),
      { numRuns: 20_000 },
    )
    expect(readCount).toBeGreaterThan(1000)
    expect(read('{"n":[[6.171E+4,0E+3]]}', bare, 1, 0)?.bids.prices[0]).toBe(617_100)
  })

  test('that fits its scale and 2^53 is never odd', () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.integer({ min: 0, max: 15 }),
        SCALE,
        (digits, point, more) => {
          const text = scaledText(digits, point)
          const scale = Math.min(18, point + (digits < 1000 ? more % 10 : 0))
          const value = expected(text, scale)
          fc.pre(value !== undefined)
          expect(read(`{"b":[["${text}","1"]]}`, levels, scale, 0)?.bids.prices[0]).toBe(value?.[0])
          expect(readBbo(`{"a":"${text}"}`, best, scale, 0)?.levels.prices[1]).toBe(value?.[0])
          expect(readTrade(`{"p":${text}}`, trade, scale)?.level.prices[0]).toBe(value?.[0])
        },
      ),
      { numRuns: 20_000 },
    )
  })
})

function scaledText(digits: number, point: number): string {
  const text = String(digits).padStart(point + 1, '0')
  return point === 0 ? text : `${text.slice(0, -point)}.${text.slice(-point)}`
}

describe('a list of levels', () => {
  const LISTS: readonly [form: ListForm, key: string, before: readonly Step[]][] = [
    ['texts', 'b', [step('price', '["'), step('size', '","'), step('end', '"]')]],
    ['numbers', 'n', [step('price', '['), step('size', ','), step('end', ']')]],
    ['steps', 'o', [step('price', '{"p":"'), step('size', '","s":"'), step('end', '"}')]],
  ]
  const SIDED: readonly Step[] = [
    step('side', '["'),
    step('price', '","'),
    step('size', '","'),
    step('end', '"]'),
  ]
  const sided = program([step('changes', '{"c":'), step('end', '}')], SIDED, 'sidedTexts')
  const bySteps = program([step('changes', '{"C":'), step('end', '}')], SIDED)
  const SCALE_OF_ALL = 8
  /** Digits and how many of them are behind the point: of neighbouring levels mostly as many. */
  const NUMBER = fc.tuple(
    fc.nat({ max: 9_999_999 }),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant(2) },
      { weight: 1, arbitrary: fc.nat({ max: SCALE_OF_ALL }) },
    ),
  )
  type Written = readonly [digits: number, point: number]
  const LEVELS = fc.array(fc.record({ isBid: fc.boolean(), price: NUMBER, size: NUMBER }), {
    maxLength: 20,
  })
  const textOf = ([digits, point]: Written): string => scaledText(digits, point)
  const scaled = ([digits, point]: Written): number => digits * 10 ** (SCALE_OF_ALL - point)

  function found(update: BookUpdate | undefined): unknown {
    if (update === undefined) return undefined
    const { bids, asks, priceDigits, sizeDigits } = update
    const rows = ({ count, prices, sizes }: BookUpdate['bids']): unknown =>
      Array.from({ length: count }, (_, i) => [prices[i], sizes[i]])
    return { bids: rows(bids), asks: rows(asks), priceDigits, sizeDigits }
  }

  const most = (points: readonly Written[]): number => Math.max(0, ...points.map(([, p]) => p))
  function expectedOf(
    bids: readonly { price: Written; size: Written }[],
    asks: typeof bids,
  ): unknown {
    const rows = (side: typeof bids): unknown =>
      side.map(({ price, size }) => [scaled(price), scaled(size)])
    const all = [...bids, ...asks]
    return {
      bids: rows(bids),
      asks: rows(asks),
      priceDigits: most(all.map(({ price }) => price)),
      sizeDigits: most(all.map(({ size }) => size)),
    }
  }

  test.each(LISTS)(
    'as %s has the values that were written, however their digits alternate',
    (form, key, level) => {
      const by = program([step('bids', `{"${key}":`), step('end', '}')], level, form)
      fc.assert(
        fc.property(LEVELS, (levels) => {
          const rows = levels.map(({ price, size }) => {
            const parts = [...level.keys()].map((i) =>
              Buffer.from(level[i]?.before ?? []).toString(),
            )
            return `${parts[0]}${textOf(price)}${parts[1]}${textOf(size)}${parts[2]}`
          })
          const update = read(`{"${key}":[${rows.join(',')}]}`, by, SCALE_OF_ALL)
          expect(found(update)).toEqual(expectedOf(levels, []))
        }),
        { numRuns: 3000 },
      )
    },
  )

  test('that says its sides has each level on its side', () => {
    fc.assert(
      fc.property(LEVELS, (levels) => {
        const rows = levels.map(
          ({ isBid, price, size }) =>
            `["${isBid ? 'buy' : 'sell'}","${textOf(price)}","${textOf(size)}"]`,
        )
        const expected = expectedOf(
          levels.filter(({ isBid }) => isBid),
          levels.filter(({ isBid }) => !isBid),
        )
        for (const [key, by] of [
          ['c', sided],
          ['C', bySteps],
        ] as const) {
          expect(found(read(`{"${key}":[${rows.join(',')}]}`, by, SCALE_OF_ALL))).toEqual(expected)
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('that says its sides is odd with a byte changed, or means what it does step by step', () => {
    fc.assert(
      fc.property(LEVELS, fc.nat(), fc.stringMatching(/^[ -~]$/), (levels, place, other) => {
        const rows = levels.map(
          ({ isBid, price, size }) =>
            `["${isBid ? 'buy' : 'sell'}","${textOf(price)}","${textOf(size)}"]`,
        )
        const text = `[${rows.join(',')}]`
        const at = place % text.length
        const changed = `${text.slice(0, at)}${other}${text.slice(at + 1)}`
        // Quoted digits may begin with zeros; the reader by steps does not tell quoted from bare ones.
        fc.pre(!/"0\d/.test(changed))
        const ofSided = read(`{"c":${changed}}`, sided, SCALE_OF_ALL)
        expect(found(ofSided)).toEqual(found(read(`{"C":${changed}}`, bySteps, SCALE_OF_ALL)))
      }),
      { numRuns: 20_000 },
    )
  })

  test('of a side has no more levels than the kernel has room for', () => {
    const frame = (bids: number, asks: number): string => {
      const rows = [...Array(bids).fill('["buy","1","2"]'), ...Array(asks).fill('["sell","1","2"]')]
      return `{"c":[${rows.join(',')}]}`
    }
    expect(found(read(frame(4096, 4096), sided))).toBeDefined()
    expect(read(frame(4097, 0), sided)).toBeUndefined()
    expect(read(frame(0, 4097), sided)).toBeUndefined()
  })
})

describe('an integer', () => {
  const last = program([step('last', '{"u":'), step('end', '}')])

  test('is what JSON makes of it, or odd', () => {
    fc.assert(
      fc.property(NEARLY_NUMBER, (text) => {
        const found = read(`{"u":${text}}`, last)?.last
        if (found !== undefined) expect(JSON.parse(`{"u":${text}}`)).toEqual({ u: found })
      }),
      { numRuns: 20_000 },
    )
  })

  test('within 2^53 is never odd', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        fc.pre(!Object.is(value, -0))
        expect(read(`{"u":${value}}`, last)?.last).toBe(value)
      }),
      { numRuns: 5000 },
    )
    expect(read('{"u":9007199254740992}', last)).toBeUndefined()
    expect(read('{"u":-0}', last)).toBeUndefined()
  })
})

describe('steps of several shapes', () => {
  const OPS: readonly Op[] = ['first', 'last', 'prev']
  /** What a frame says, in the order that it says it. */
  const SHAPE = fc.shuffledSubarray([...OPS])
  const stepsOf = (shape: readonly Op[]): readonly Step[] => [
    step('symbol', '{"s":"'),
    ...shape.map((op, i) => step(op, `${i === 0 ? '"' : ''},"${op}":`)),
    step('end', shape.length === 0 ? '"}' : '}'),
  ]
  const frameOf = (shape: readonly Op[]): string =>
    `{${shape.map((op) => `"${op}":${OPS.indexOf(op) + 1}`).join(',')}}`
  const separate = (shape: readonly Op[]): number => addProgram(stepsOf(shape))

  test('joined read each frame as its own steps do, and no other frame', () => {
    fc.assert(
      fc.property(fc.array(SHAPE, { minLength: 1, maxLength: 4 }), SHAPE, (shapes, other) => {
        const joined = addProgram(
          shapes.map(stepsOf).reduce((known, added) => joinedSteps(known, added)),
        )
        const read = (shape: readonly Op[], by: number): unknown =>
          JSON.stringify(readFrame(frameOf(shape), by))
        for (const shape of shapes) expect(read(shape, joined)).toBe(read(shape, separate(shape)))
        const isAmong = shapes.some((shape) => shape.join() === other.join())
        expect(readFrame(frameOf(other), joined) !== undefined).toBe(isAmong)
      }),
      // The kernel keeps every program that it was given.
      { numRuns: 100 },
    )
  })

  test('joined with steps that they have already stay the same', () => {
    const both = joinedSteps(stepsOf(['first']), stepsOf(['last']))
    for (const shape of [['first'], ['last']] as const)
      expect(joinedSteps(both, stepsOf(shape))).toEqual(both)
  })

  /** As `read`; here no frame is without a comma behind the name. */
  function readFrame(text: string, by: number): BookUpdate | undefined {
    if (text !== '{}') return read(text, by)
    kernel.load(encode('{"s":"0x0"}'))
    if (kernel.scan(by, 1) === IS_NAMED) kernel.keepName(0, 0, 0)
    if (kernel.scan(by, 1) !== IS_READ) return undefined
    const update = new BookUpdate(slot)
    update.begin(slot, 'feed', false, 0)
    kernel.fillBook(update)
    return update
  }
})

describe('what is skipped', () => {
  const number = program([step('skipNumber', '{"n":'), step('end', '}')])
  const text = program([step('skipText', '{"t":"'), step('end', '"}')])

  test('is legal JSON', () => {
    fc.assert(
      fc.property(NEARLY_NUMBER, fc.string({ unit: 'binary' }), (digits, letters) => {
        for (const [frame, by] of [
          [`{"n":${digits}}`, number],
          [`{"t":"${letters}"}`, text],
        ] as const) {
          if (read(frame, by) !== undefined) JSON.parse(frame)
        }
      }),
      { numRuns: 20_000 },
    )
  })

  test('is skipped where it is plain', () => {
    expect(read('{"n":-12.50}', number)).toBeDefined()
    expect(read(`{"n":${'9'.repeat(40)}}`, number)).toBeDefined()
    expect(read('{"t":"2026-01-01 [a]"}', text)).toBeDefined()
  })
})

describe('a time', () => {
  const timestamp = program([step('timestamp', '{"t":"'), step('end', '"}')])
  const epoch = program([step('epoch', '{"e":"'), step('end', '"}')])
  const two = (most: number): fc.Arbitrary<string> =>
    fc.nat(most).map((value) => String(value).padStart(2, '0'))
  const TIME = fc
    .tuple(
      fc.nat(9999),
      two(13),
      two(32),
      two(24),
      two(60),
      two(61),
      fc.stringMatching(/^\d{1,9}$/),
    )
    .map(
      ([year, month, day, hour, minute, second, fraction]) =>
        `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}.${fraction}Z`,
    )

  test('as text is that of the other reader, or odd', () => {
    fc.assert(
      fc.property(
        TIME,
        fc.nat(40),
        fc.stringMatching(/^[ -~]$/),
        fc.boolean(),
        (text, at, other, isWhole) => {
          const changed = isWhole ? text : `${text.slice(0, at)}${other}${text.slice(at + 1)}`
          const found = read(`{"t":"${changed}"}`, timestamp)?.venueUs
          const bytes = encode(changed)
          const expected = readTimestampUs(bytes, 0, bytes.length)
          if (found !== undefined) expect(found).toBe(expected)
          else if (isWhole) expect(expected > 0).toBe(false)
        },
      ),
      { numRuns: 20_000 },
    )
  })

  test('in ms is the better one of two, and odd from the year 5138 on', () => {
    const both = program([step('sentMs', '{"E":'), step('timeMs', ',"T":'), step('end', '}')])
    const sent = program([step('sentMs', '{"E":'), step('end', '}')])
    expect(read('{"E":1700000000001,"T":1700000000000}', both)?.venueUs).toBe(1.7e15)
    expect(read('{"E":1700000000000}', sent)?.venueUs).toBe(1.7e15)
    expect(read('{"E":99999999999999}', sent)?.venueUs).toBe(99_999_999_999_999_000)
    expect(read('{"E":100000000000000}', sent)).toBeUndefined()
    expect(read('{"E":1,"T":1700000000000000}', both)).toBeUndefined()
  })

  test('as digits is told by how many there are', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,21}$/), (digits) => {
        expect(read(`{"e":"${digits}"}`, epoch)?.venueUs).toBe(timeUsOf(digits))
      }),
      { numRuns: 5000 },
    )
  })
})

describe('a frame', () => {
  const single = addProgram([
    step('symbol', '{"s":"'),
    step('side', '","side":"'),
    step('price', '","p":'),
    step('size', ',"q":'),
    step('end', '}'),
  ])

  /** Who owns the frames of a test: each begins without a name. */
  let owner = 100

  test('of an instrument that is not known is read when it is told which it is, at its scales', () => {
    owner += 2
    const frame = encode('{"s":"ABC","side":"sell","p":1.5,"q":20}')
    kernel.load(frame)
    expect(kernel.scan(single, owner)).toBe(IS_NAMED)
    expect([kernel.nameStart, kernel.nameEnd]).toEqual([6, 9])
    kernel.keepName(5, 2, 1)
    expect(kernel.scan(single, owner)).toBe(IS_READ)
    // The name is known of this owner, and of no other.
    expect(kernel.scan(single, owner + 1)).toBe(IS_NAMED)
    kernel.keepName(6, 2, 1)
    expect(kernel.scan(single, owner + 1)).toBe(IS_READ)
    expect(kernel.instrument).toBe(6)
    expect(kernel.scan(single, owner)).toBe(IS_READ)
    expect(kernel.instrument).toBe(5)
    const update = new BookUpdate(slot)
    kernel.fillBook(update)
    expect([update.bids.count, update.asks.count]).toEqual([0, 1])
    expect([update.asks.prices[0], update.asks.sizes[0]]).toEqual([150, 200])
  })

  test('is of the instrument whose name it has, whatever names were before it', () => {
    const NAME = fc.stringMatching(/^[A-Z0-9_-]{1,40}$/)
    fc.assert(
      fc.property(fc.uniqueArray(NAME, { maxLength: 60 }), (names) => {
        owner += 1
        const numbers = new Map<string, number>()
        for (const name of [...names, ...names.toReversed(), ...names]) {
          kernel.load(encode(`{"s":"${name}","side":"sell","p":1,"q":2}`))
          let outcome = kernel.scan(single, owner)
          if (outcome === IS_NAMED) {
            const { nameStart, nameEnd } = kernel
            expect([nameStart, nameEnd]).toEqual([6, name.length > 31 ? 6 : 6 + name.length])
            if (name.length > 31) continue
            numbers.set(name, numbers.get(name) ?? numbers.size)
            kernel.keepName(numbers.get(name) ?? -1, 0, 0)
            outcome = kernel.scan(single, owner)
          }
          expect(outcome).toBe(IS_READ)
          expect(kernel.instrument).toBe(numbers.get(name))
        }
      }),
      { numRuns: 200 },
    )
  })

  test('of more names than there is room for is read all the same', () => {
    owner += 1
    for (let i = 0; i < 20_000; i += 1) {
      const number = (i * 7919) % 6000
      kernel.load(encode(`{"s":"N${number}","side":"buy","p":1,"q":2}`))
      if (kernel.scan(single, owner) === IS_NAMED) {
        kernel.keepName(number, 0, 0)
        expect(kernel.scan(single, owner)).toBe(IS_READ)
      }
      expect(kernel.instrument).toBe(number)
    }
  })

  test('whose common bytes differ anywhere, or that ends elsewhere, is odd', () => {
    owner += 1
    const text = '{"s":"ABC","side":"buy","p":1.5,"q":20}'
    const isRead = (frame: string): boolean => {
      kernel.load(encode(frame))
      return kernel.scan(single, owner) === IS_READ
    }
    expect(isRead(text)).toBe(false)
    kernel.keepName(1, 2, 1)
    expect(isRead(text)).toBe(true)
    const values = ['ABC', 'buy', '1.5', '20'].map((value) => text.indexOf(value))
    for (let at = 0; at < text.length; at += 1) {
      const isValue = values.some(
        (start) => at >= start && at < start + 3 && /[\w.]/.test(text[at] ?? ''),
      )
      if (isValue) continue
      expect(isRead(`${text.slice(0, at)}~${text.slice(at + 1)}`), `${at}`).toBe(false)
      expect(isRead(text.slice(0, at)), `${at}`).toBe(false)
    }
    expect(isRead(`${text} `)).toBe(false)
  })

  test('of half a mebibyte is loaded, and no longer one', () => {
    expect(kernel.load(new Uint8Array(512 * 1024))).toBe(true)
    expect(kernel.load(new Uint8Array(512 * 1024 + 1))).toBe(false)
  })

  test('with more levels than the kernel has room for is odd', () => {
    const levels = program(
      [step('asks', '{"a":'), step('end', '}')],
      [step('price', '["'), step('size', '","'), step('end', '"]')],
      'texts',
    )
    const frame = (count: number): string =>
      `{"a":[${Array.from({ length: count }, () => '["1","2"]').join(',')}]}`
    expect(read(frame(4096), levels)?.asks.count).toBe(4096)
    expect(read(frame(4097), levels)).toBeUndefined()
  })
})
