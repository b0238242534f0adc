import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { NumberRing, Ring } from '../../src/runtime/index.ts'

const capacity = fc.integer({ min: 1, max: 7 })

describe('Ring', () => {
  test.prop([capacity, fc.array(fc.option(fc.nat(), { nil: undefined }), { maxLength: 50 })])(
    'agrees with an array that is cut to its capacity',
    (most, steps) => {
      const ring = new Ring<number>(most)
      let naive: number[] = []
      for (const step of steps) {
        // No number: take the oldest out.
        if (step === undefined) {
          expect(ring.shift()).toBe(naive.shift())
        } else {
          const gone = naive.length === most ? naive[0] : undefined
          naive = [...naive, step].slice(-most)
          expect(ring.push(step)).toBe(gone)
        }
        expect(ring.toArray()).toEqual(naive)
        expect(ring.size()).toBe(naive.length)
        for (let i = -most - 1; i <= most; i += 1) expect(ring.at(i)).toBe(naive.at(i))
      }
    },
  )
})

describe('NumberRing', () => {
  test.prop([capacity, fc.array(fc.double({ noNaN: true }), { maxLength: 50 })])(
    'agrees with an array that is cut to its capacity',
    (most, pushed) => {
      const ring = new NumberRing(most)
      let naive: number[] = []
      for (const value of pushed) {
        const gone = naive.length === most ? naive[0] : Number.NaN
        naive = [...naive, value].slice(-most)
        expect(ring.push(value)).toBe(gone)
        for (let i = -most - 1; i <= most; i += 1)
          expect(ring.at(i)).toBe(naive.at(i) ?? Number.NaN)
      }
      expect(ring.size()).toBe(naive.length)
    },
  )

  it('refuses a capacity that is no positive integer', () => {
    expect(() => new NumberRing(0)).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }))
    expect(() => new Ring(1.5)).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS' }))
  })
})
