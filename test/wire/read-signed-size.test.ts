import { expect, test } from 'vitest'
import { LevelBuffer } from '../../src/core/levels.ts'
import { JsonReader, readSignedSize, type ScaleKeeper } from '../../src/wire/index.ts'

const keeper: ScaleKeeper = {
  needScale: (levels, priceScale, sizeScale) => void levels.rescale(priceScale, sizeScale),
  needWide: (levels) => levels.widen(),
}

function read(text: string, isWide = false) {
  const reader = new JsonReader()
  reader.reset(Buffer.from(text))
  const levels = new LevelBuffer()
  levels.clear(0, 0, isWide)
  levels.reserve(1)
  levels.count = 1
  levels.prices[0] = 0
  if (isWide) levels.widePrices[0] = 0n
  const isRead = readSignedSize(reader, levels, 0, keeper) && reader.finish()
  return isRead ? `${reader.boolean ? '-' : '+'} ${levels.sizeText(0)}` : reader.fault
}

test.each([
  ['108', '+ 108'],
  ['-108', '- 108'],
  ['"108.5"', '+ 108.5'],
  ['"-108.5"', '- 108.5'],
  [' "-0.25"', '- 0.25'],
  ['-1.5', '- 1.5'],
  ['"-12345678901"', '- 12345678901'],
  ['"-90071992547409931"', '- 90071992547409931'],
  ['-90071992547409931', '- 90071992547409931'],
  ['"90071992547409931"', '+ 90071992547409931'],
])('%s is %s, at any width', (text, expected) => {
  expect(read(text)).toBe(expected)
  expect(read(text, true)).toBe(expected)
})

test.each([
  ['"-"', 'badNumber'],
  ['-', 'truncated'],
  ['--5', 'badNumber'],
  ['"--5"', 'badNumber'],
  ['-"5"', 'badNumber'],
  ['"-5', 'truncated'],
  ['{}', 'wrongType'],
])('%s is no size: %s', (text, fault) => {
  expect(read(text)).toBe(fault)
})
