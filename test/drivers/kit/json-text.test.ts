import { fc, test } from '@fast-check/vitest'
import { expect } from 'vitest'
import { parseJson } from '../../../src/drivers/kit/fields.ts'
import { jsonText } from '../../../src/drivers/kit/json-text.ts'

const read = (text: string) => parseJson(new TextEncoder().encode(text))

test.prop([fc.jsonValue()])('writes what was read', (value) => {
  const text = JSON.stringify(value)
  expect(JSON.parse(jsonText(read(text)))).toEqual(JSON.parse(text))
})

test('numbers keep every digit', () => {
  const text = '{"id":9007199254740993,"p":0.10,"list":[1e-8,null,true,"x\\"y"]}'
  expect(jsonText(read(text))).toBe(text)
})
